/// A storage whose objects are copied to a cache.
package struct CachedStorage: Storage {
  private let base: any Storage
  private let cache: CacheDirectory

  /// Puts a cache in front of a storage.
  package init(_ base: any Storage, cache: CacheDirectory) {
    self.base = base
    self.cache = cache
  }

  package var address: String { base.address }

  package var location: String { base.location }

  package func head(_ key: String) async throws(StoreError) -> ObjectInfo {
    guard cache.options.mode == .offline else { return try await base.head(key) }
    return try await copy(of: key).info
  }

  package func read(_ key: String, _ part: ObjectPart) async throws(StoreError) -> any ObjectReader
  {
    if cache.options.mode == .offline {
      return LocalReader(try await copy(of: key), range: part.range)
    }
    guard part == .whole else { return try await base.read(key, part) }
    return LocalReader(try await copy(of: key))
  }

  package func localObject(_ key: String) async throws(StoreError) -> LocalObject? {
    try await copy(of: key)
  }

  package func list(_ query: ListingQuery) async throws(StoreError) -> ListingPage {
    guard cache.options.mode != .offline else {
      throw StoreError(.unsupported, address: address, detail: "nothing can be listed offline")
    }
    return try await base.list(query)
  }

  package func write(
    _ bytes: [UInt8], to key: String, _ attributes: WriteAttributes
  ) async throws(StoreError) -> ObjectInfo {
    try await base.write(bytes, to: key, attributes)
  }

  package func write(
    _ content: WriteContent, to key: String, _ attributes: WriteAttributes
  ) async throws(StoreError) -> ObjectInfo {
    try await base.write(content, to: key, attributes)
  }

  package func delete(_ key: String) async throws(StoreError) { try await base.delete(key) }

  /// The copy of an object, fetched if there is no copy or it must not be used.
  private func copy(of key: String) async throws(StoreError) -> LocalObject {
    let (address, place) = (address + key, location + "\n" + key)
    switch cache.options.mode {
    case .offline:
      guard let copy = try cache.copy(of: place) else {
        throw StoreError(
          .notCached, address: address,
          detail: "the cache has no copy, and nothing is fetched offline")
      }
      return copy
    case .overwrite: break
    case .validated:
      guard let copy = try cache.copy(of: place), copy.info.condition != nil else { break }
      if let new = try await changed(key, since: copy.info) {
        return try await cache.keep(new, of: place)
      }
      return copy
    }
    return try await cache.keep(try await base.read(key, .whole), of: place)
  }

  /// Requests an object unless it is unchanged since it was copied; nil if it is.
  private func changed(
    _ key: String, since copied: ObjectInfo
  ) async throws(StoreError) -> (any ObjectReader)? {
    var part = ObjectPart.whole
    part.known = copied
    let reader: any ObjectReader
    do throws(StoreError) {
      reader = try await base.read(key, part)
    } catch {
      guard error.code == .notModified else { throw error }
      return nil
    }
    // Not every server knows the condition.
    guard let etag = copied.etag else { return reader }
    return reader.info.etag == etag ? nil : reader
  }
}
