import ObjectStorage

/// A bucket in memory, whose requests pass a turnstile.
package struct ScriptedStorage: Storage {
  package let bucket: MemoryBucket
  let turnstile: Turnstile?
  let publisher: Int

  /// Creates a storage.
  ///
  /// - Parameters:
  ///   - bucket: The bucket.
  ///   - turnstile: What orders the requests; nil for none.
  ///   - publisher: The number of the publisher that uses it.
  package init(bucket: MemoryBucket, turnstile: Turnstile? = nil, publisher: Int = 0) {
    self.bucket = bucket
    self.turnstile = turnstile
    self.publisher = publisher
  }

  package var address: String { "s3://b/" }

  private func pass<Answer>(
    _ request: () throws(StoreError) -> Answer
  ) async throws(StoreError) -> Answer {
    await turnstile?.enter(publisher)
    defer { turnstile?.leave() }
    bucket.count()
    return try request()
  }

  private func found(_ key: String) throws(StoreError) -> MemoryBucket.Object {
    guard let object = bucket.objects[key] else {
      throw StoreError(.notFound, address: address + key, detail: "there is no such object")
    }
    return object
  }

  package func head(_ key: String) async throws(StoreError) -> ObjectInfo {
    try await pass { () throws(StoreError) in
      let object = try found(key)
      return ObjectInfo(size: object.bytes.count, etag: object.etag)
    }
  }

  package func read(_ key: String, _ part: ObjectPart) async throws(StoreError) -> any ObjectReader
  {
    try await pass { () throws(StoreError) in
      let object = try found(key)
      if let etag = part.etag, etag != object.etag { throw changed(key) }
      return MemoryReader(object)
    }
  }

  package func list(_ query: ListingQuery) async throws(StoreError) -> ListingPage {
    try await pass { () throws(StoreError) in
      var page = ListingPage()
      for (key, object) in bucket.objects.sorted(by: { $0.key < $1.key })
      where key.hasPrefix(query.prefix) && !key.dropFirst(query.prefix.count).contains("/") {
        page.objects.append(
          .init(key: key, info: ObjectInfo(size: object.bytes.count, etag: object.etag)))
      }
      return page
    }
  }

  package func write(
    _ bytes: [UInt8], to key: String, _ attributes: WriteAttributes
  ) async throws(StoreError) -> ObjectInfo {
    try await pass { () throws(StoreError) in
      guard let etag = bucket.put(bytes, key, attributes.condition) else { throw changed(key) }
      return ObjectInfo(size: bytes.count, etag: etag)
    }
  }

  package func delete(_ key: String) async throws(StoreError) {
    try await pass { () throws(StoreError) in _ = bucket.put(nil, key, nil) }
  }

  package func delete(_ key: String, matching etag: String) async throws(StoreError) {
    try await pass { () throws(StoreError) in
      guard bucket.put(nil, key, .matches(etag)) != nil else { throw changed(key) }
    }
  }

  private func changed(_ key: String) -> StoreError {
    StoreError(.preconditionFailed, address: address + key, detail: "it has changed")
  }
}

/// Gives the bytes of one response.
package actor MemoryReader: ObjectReader {
  package nonisolated let info: ObjectInfo
  private var bytes: [UInt8]?

  /// Creates a reader of an object.
  package init(_ object: MemoryBucket.Object) {
    info = ObjectInfo(size: object.bytes.count, etag: object.etag)
    bytes = object.bytes.isEmpty ? nil : object.bytes
  }

  package func next() async throws(StoreError) -> [UInt8]? {
    defer { bytes = nil }
    return bytes
  }
}
