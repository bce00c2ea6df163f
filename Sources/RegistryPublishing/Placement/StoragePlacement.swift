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
  /// - Throws: ``StoreError``, with code `preconditionFailed` if somebody else was faster.
  func place(_ objects: [RegistryDraft.Object]) async throws(StoreError) {
    for object in objects { try await write(object) }
    // Unused index files are deleted after the catalog no longer names them.
    for object in objects where object.content == nil {
      let key = place.key + object.key
      guard let etag = object.etag else { continue }
      do throws(StoreError) {
        try await place.storage.delete(key, matching: etag)
      } catch  where error.code == .preconditionFailed {
        // Somebody else wrote rows into it meanwhile: it stays.
        continue
      } catch {
        throw error
      }
    }
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
