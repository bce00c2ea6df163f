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
    guard cache.options.mode != .offline else { return try await copy(of: key).info }
    return try await notingAbsence(of: key) { () throws(StoreError) in try await base.head(key) }
  }

  package func read(_ key: String, _ part: ObjectPart) async throws(StoreError) -> any ObjectReader
  {
    if cache.options.mode == .offline {
      return LocalReader(try await copy(of: key), range: part.range)
    }
    guard part != .whole else { return LocalReader(try await copy(of: key)) }
    return try await notingAbsence(of: key) { () throws(StoreError) in
      try await base.read(key, part)
    }
  }

  package func localObject(_ key: String) async throws(StoreError) -> LocalObject? {
    try await copy(of: key)
  }

  package func forgetCopy(of key: String) { cache.forget(place(of: key)) }

  package func list(_ query: ListingQuery) async throws(StoreError) -> ListingPage {
    let place = place(of: query)
    guard cache.options.mode != .offline else {
      if let page = cache.page(of: place) { return page }
      throw StoreError(.unsupported, address: address, detail: "nothing can be listed offline")
    }
    do throws(StoreError) {
      let page = try await base.list(query)
      if page.failures.isEmpty { cache.keep(page, of: place) } else { cache.forget(place) }
      return page
    } catch {
      // An old listing does not have the files that are found by name from now on.
      if [.accessDenied, .unsupported].contains(error.code) { cache.forget(place) }
      throw error
    }
  }

  /// The address of a page of a listing in the cache.
  private func place(of query: ListingQuery) -> String {
    let parts = ["listing", query.prefix, query.delimiter ?? "", query.continuation ?? ""]
    return ([location] + parts).joined(separator: "\n")
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
    guard cache.options.mode != .offline else { return try keptCopy(of: key) }
    return try await notingAbsence(of: key) { () throws(StoreError) in
      try await currentCopy(of: key)
    }
  }

  /// The address of an object in the cache.
  private func place(of key: String) -> String { location + "\n" + key }

  /// Sends a request, and remembers if the object does not exist.
  private func notingAbsence<Answer>(
    of key: String, _ request: () async throws(StoreError) -> Answer
  ) async throws(StoreError) -> Answer {
    do throws(StoreError) {
      return try await request()
    } catch {
      if error.code == .notFound, error.fact != .isAboutBucket {
        cache.keepAbsence(of: place(of: key))
      }
      throw error
    }
  }

  /// The copy of an object that was fetched before.
  private func keptCopy(of key: String) throws(StoreError) -> LocalObject {
    let place = place(of: key)
    if let copy = try cache.copy(of: place) { return copy }
    guard cache.isAbsent(place) else {
      throw StoreError(
        .notCached, address: address + key,
        detail: "the cache has no copy, and nothing is fetched offline")
    }
    throw StoreError(
      .notFound, address: address + key, detail: "it did not exist when it was last requested")
  }

  /// The copy of an object as the server has it.
  private func currentCopy(of key: String) async throws(StoreError) -> LocalObject {
    let place = place(of: key)
    if cache.options.mode == .validated, let copy = try cache.copy(of: place),
      copy.info.condition != nil
    {
      guard let new = try await changed(key, since: copy.info) else { return copy }
      return try await cache.keep(new, of: place)
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
