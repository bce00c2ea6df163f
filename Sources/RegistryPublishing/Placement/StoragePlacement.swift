internal import ObjectStorage
internal import SharedCloudRegistry

/// Puts a draft in place in a bucket: index files first, the catalog last, each only if nobody
/// else changed it in the meantime.
struct StoragePlacement {
  let place: StoragePlace
  let progress: PublishingProgress

  /// How long others may cache published objects.
  private static let cacheControl = "max-age=60, must-revalidate"

  /// Puts objects in place.
  ///
  /// - Parameter objects: The objects, the catalog last.
  /// - Throws: ``StoreError``, with code `preconditionFailed` if somebody else was faster. Its
  ///   detail says what is written already.
  func place(_ objects: [RegistryDraft.Object]) async throws(StoreError) {
    let written = objects.filter { $0.content != nil }
    for (number, object) in written.enumerated() {
      do throws(StoreError) {
        try await write(object)
      } catch {
        throw Self.error(error, after: written[..<number], before: written[number...])
      }
    }
    try await delete(objects.filter { $0.content == nil })
  }

  /// Deletes unused index files, after the catalog no longer names them.
  private func delete(_ objects: [RegistryDraft.Object]) async throws(StoreError) {
    var faults: [(key: String, error: StoreError)] = []
    for object in objects {
      let key = place.key + object.key
      guard let etag = object.etag else { continue }
      do throws(StoreError) {
        try await place.storage.delete(key, matching: etag)
      } catch  where error.code == .preconditionFailed {
        // Somebody else wrote rows into it meanwhile: it stays.
        continue
      } catch {
        faults.append((object.key, error))
      }
    }
    guard let first = faults.first else { return }
    throw StoreError(
      first.error.code, address: first.error.address,
      detail: "\(first.error.detail); everything is written, but "
        + "\(faults.count.counted("unused object")) could not be deleted: "
        + "\(Self.names(faults.map(\.key))); delete them")
  }

  /// An error with the objects that are written, and those that are not.
  private static func error(
    _ error: StoreError, after written: ArraySlice<RegistryDraft.Object>,
    before rest: ArraySlice<RegistryDraft.Object>
  ) -> StoreError {
    let text =
      written.isEmpty
      ? "nothing was written before"
      : "written before: \(names(written.map(\.key))); not written: \(names(rest.map(\.key)))"
    return StoreError(error.code, address: error.address, detail: "\(error.detail); \(text)")
  }

  /// The maximum number of keys that an error names.
  private static let nameLimit = 10

  private static func names(_ keys: [String]) -> String {
    let more = keys.count - nameLimit
    return keys.prefix(nameLimit).joined(separator: ", ") + (more > 0 ? " and \(more) more" : "")
  }

  private func write(_ object: RegistryDraft.Object) async throws(StoreError) {
    guard let content = object.content else { return }
    let condition = object.etag.map { WriteCondition.matches($0) } ?? .absent
    let attributes = WriteAttributes(cacheControl: Self.cacheControl, condition: condition)
    let key = place.key + object.key
    do throws(StoreError) {
      _ = try await place.storage.write(content.written(progress), to: key, attributes)
    } catch  where error.code == .preconditionFailed {
      // After an interruption or a retry, the object may already be the one written here.
      guard (try? await isThere(content, key: key)) == true else { throw error }
    } catch {
      throw error
    }
  }

  /// Tells whether an object already has the content.
  private func isThere(
    _ content: StagedContent, key: String
  ) async throws(StoreError) -> Bool {
    let reader = try await place.storage.read(key, .whole)
    guard reader.info.size == content.size else { return false }
    return try await content.isSame(as: reader)
  }
}
