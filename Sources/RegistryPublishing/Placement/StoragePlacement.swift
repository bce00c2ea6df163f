internal import SharedCloudRegistry

/// Puts a draft in place in a bucket: index files first, the catalog last, each only if nobody
/// else has changed it in between.
struct StoragePlacement {
  let place: StoragePlace
  let progress: PublishingProgress

  /// How long others may keep what is published.
  private static let cacheControl = "max-age=60, must-revalidate"

  /// Puts objects in place.
  ///
  /// - Parameter objects: The objects, the catalog last.
  /// - Throws: ``StoreError``, with code `preconditionFailed` where somebody else was faster.
  func place(_ objects: [RegistryDraft.Object]) async throws(StoreError) {
    for object in objects { try await write(object) }
    // What is not named any more goes when nothing leads to it.
    for object in objects where object.content == nil {
      let key = place.key + object.key
      let now = try? await place.storage.head(key).etag
      guard now == object.etag else { continue }
      try await place.storage.delete(key)
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
      // Who was interrupted, or asked again, may find what it wrote itself.
      guard (try? await isThere(content, key)) == true else { throw error }
    } catch {
      throw error
    }
  }

  /// Tells whether an object has the content already.
  private func isThere(
    _ content: StagedContent, _ key: String
  ) async throws(StoreError) -> Bool {
    let reader = try await place.storage.read(key, .whole)
    guard reader.info.size == content.size else { return false }
    let source = StagedSource(content)
    while let part = try await reader.next() {
      guard try source.begins(with: part) else { return false }
    }
    return true
  }
}
