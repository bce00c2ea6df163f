internal import Files
internal import ObjectStorage
internal import SharedCloudRegistry
internal import Synchronization

extension RegistryDraft {
  /// Puts the objects in place.
  ///
  /// - Parameter progress: Counts what is written.
  /// - Throws: ``PublishingError``, with code `conflict` if somebody else published meanwhile.
  package func place(
    counting progress: PublishingProgress = PublishingProgress()
  ) async throws(PublishingError) {
    guard !objects.isEmpty else { return }
    let size = objects.reduce(0) { $0 + ($1.content?.size ?? 0) }
    progress.allBytes.store(size, ordering: .relaxed)
    do throws(StoreError) {
      if let directory = Self.directory(of: plan.destination) {
        try await DirectoryPlacement(root: directory, progress: progress).place(objects)
      } else {
        try await StoragePlacement(place: present.place, progress: progress).place(objects)
      }
    } catch  where error.code == .preconditionFailed {
      throw await Conflict(self, error: error).described()
    } catch {
      throw PublishingError(.write, from: error)
    }
  }

  /// Keeps replaced and deleted objects below an archive directory.
  ///
  /// - Parameter directory: The key of the directory below the endpoint, with its final slash.
  /// - Throws: ``PublishingError`` when the present objects can't be read.
  package mutating func keepOld(in directory: String) async throws(PublishingError) {
    var kept: [Object] = []
    do throws(StoreError) {
      for object in objects where object.etag != nil {
        var writer = try StoreError.describing(SpoolWriter())
        let reader = try await present.observed.read(
          present.key(object.key), ObjectPart(matching: object.etag))
        while let part = try await reader.next() {
          writer.append(part.span)
          try StoreError.describing(writer.flushIfFull())
        }
        do throws(FileError) {
          let (file, size) = try writer.finish()
          kept.append(Object(key: directory + object.key, content: .spool(file, 0..<size)))
        } catch {
          throw StoreError(error)
        }
      }
    } catch  where error.code == .preconditionFailed {
      throw PublishingError(.conflict, from: error)
    } catch {
      throw PublishingError(.destination, from: error)
    }
    objects = kept + objects
  }

  /// The directory of a destination; nil if it is not a directory.
  static func directory(of destination: String) -> String? {
    if ObjectAddress(destination) == nil { return destination }
    guard destination.hasPrefix("file://") else { return nil }
    return String(destination.dropFirst(7))
  }
}
