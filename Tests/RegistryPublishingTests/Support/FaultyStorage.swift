import InterleavedPublishing
import ObjectStorage
import Synchronization

/// A bucket in memory that refuses some requests, or answers them with a part of an object.
struct FaultyStorage: Storage {
  let base: ScriptedStorage
  /// The keys that can't be written or deleted.
  var refused: Set<String> = []
  /// The keys whose objects are answered without their last bytes.
  var truncated: Set<String> = []

  var address: String { base.address }

  private func check(_ key: String) throws(StoreError) {
    guard refused.contains(key) else { return }
    throw StoreError(.accessDenied, address: address + key, detail: "AccessDenied")
  }

  func head(_ key: String) async throws(StoreError) -> ObjectInfo { try await base.head(key) }

  func read(_ key: String, _ part: ObjectPart) async throws(StoreError) -> any ObjectReader {
    guard truncated.contains(key), var object = base.bucket.objects[key] else {
      return try await base.read(key, part)
    }
    object.bytes.removeLast(object.bytes.count / 2)
    return MemoryReader(object)
  }

  func list(_ query: ListingQuery) async throws(StoreError) -> ListingPage {
    try await base.list(query)
  }

  func write(
    _ bytes: [UInt8], to key: String, _ attributes: WriteAttributes
  ) async throws(StoreError) -> ObjectInfo {
    try check(key)
    return try await base.write(bytes, to: key, attributes)
  }

  func delete(_ key: String) async throws(StoreError) {
    try check(key)
    try await base.delete(key)
  }

  func delete(_ key: String, matching etag: String) async throws(StoreError) {
    try check(key)
    try await base.delete(key, matching: etag)
  }
}
