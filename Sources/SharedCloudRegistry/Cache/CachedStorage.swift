/// A storage whose objects are copied to a cache.
struct CachedStorage: Storage {
  private let base: any Storage
  private let cache: CacheDirectory

  init(_ base: any Storage, _ cache: CacheDirectory) {
    self.base = base
    self.cache = cache
  }

  var address: String { base.address }

  func head(_ key: String) async throws(StoreError) -> ObjectInfo {
    guard cache.options.mode == .offline else { return try await base.head(key) }
    return try await copy(of: key).info
  }

  func read(_ key: String, _ part: ObjectPart) async throws(StoreError) -> any ObjectReader {
    guard part == .whole else { return try await base.read(key, part) }
    return CopyReader(try await copy(of: key))
  }

  func list(_ query: ListingQuery) async throws(StoreError) -> ListingPage {
    guard cache.options.mode != .offline else {
      throw StoreError(.unsupported, address: address, detail: "nothing can be listed offline")
    }
    return try await base.list(query)
  }

  func write(
    _ bytes: [UInt8], to key: String, _ attributes: WriteAttributes
  ) async throws(StoreError) -> ObjectInfo {
    try await base.write(bytes, to: key, attributes)
  }

  func write(
    _ content: WriteContent, to key: String, _ attributes: WriteAttributes
  ) async throws(StoreError) -> ObjectInfo {
    try await base.write(content, to: key, attributes)
  }

  func delete(_ key: String) async throws(StoreError) { try await base.delete(key) }

  /// The copy of an object, fetched if there is no copy or it must not be used.
  func copy(of key: String) async throws(StoreError) -> CacheDirectory.Copy {
    let address = address + key
    switch cache.options.mode {
    case .offline:
      guard let copy = try cache.copy(of: address) else {
        throw StoreError(
          .notFound, address: address,
          detail: "the cache has no copy, and nothing is fetched offline")
      }
      return copy
    case .overwrite: break
    case .validated:
      guard let copy = try cache.copy(of: address) else { break }
      if Self.isSame(copy.info, try await base.head(key)) { return copy }
    }
    return try await cache.keep(try await base.read(key, .whole), of: address)
  }

  /// Whether an object is unchanged since it was copied; without an ETag or time it counts as
  /// changed.
  private static func isSame(_ kept: ObjectInfo, _ now: ObjectInfo) -> Bool {
    guard kept.size == now.size else { return false }
    if let etag = kept.etag { return etag == now.etag }
    return kept.lastModified != nil && kept.lastModified == now.lastModified
  }
}

/// Reads a copy in chunks.
private actor CopyReader: ObjectReader {
  nonisolated let info: ObjectInfo
  private let copy: CacheDirectory.Copy
  private var position = 0

  init(_ copy: CacheDirectory.Copy) {
    self.copy = copy
    info = copy.info
  }

  func next() async throws(StoreError) -> [UInt8]? {
    guard position < info.size else { return nil }
    let end = Swift.min(position + (256 << 10), info.size)
    let bytes = try copy.bytes(position..<end)
    guard bytes.count == end - position else {
      throw StoreError(.changed, address: "copy", detail: "the copy is truncated")
    }
    position = end
    return bytes
  }
}
