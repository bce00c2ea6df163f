import Locks
import ObjectStorage
import SharedCloudRegistry

/// The objects of a bucket in memory.
final class MemoryBucket: Sendable {
  struct Object: Sendable {
    var bytes: [UInt8]
    var etag: String
  }

  private struct Contents {
    var objects: [String: Object] = [:]
    var writes = 0
    var requests = 0
  }

  private let contents = Lock(Contents())

  /// All objects.
  var objects: [String: Object] { contents.withLock { $0.objects } }

  /// The number of requests so far.
  var requests: Int { contents.withLock { $0.requests } }

  func text(_ key: String) -> String {
    String(decoding: objects[key]?.bytes ?? [], as: UTF8.self)
  }

  func copy() -> MemoryBucket {
    let copy = MemoryBucket()
    let own = contents.withLock { $0 }
    copy.contents.withLock { $0.objects = own.objects }
    copy.contents.withLock { $0.writes = own.writes }
    return copy
  }

  func count() { contents.withLock { $0.requests += 1 } }

  /// Writes or deletes an object if the condition holds; returns its new ETag, nil if it does not.
  func put(_ bytes: [UInt8]?, _ key: String, _ condition: WriteCondition?) -> String? {
    contents.withLock { contents in
      let before = contents.objects[key]?.etag
      switch condition {
      case .absent where before != nil: return nil
      case .matches(let etag) where etag != before: return nil
      default: break
      }
      contents.writes += 1
      let etag = "\"\(contents.writes)\""
      contents.objects[key] = bytes.map { Object(bytes: $0, etag: etag) }
      return etag
    }
  }
}

/// A bucket in memory, whose requests pass a turnstile.
struct ScriptedStorage: Storage {
  let bucket: MemoryBucket
  let turnstile: Turnstile?
  let publisher: Int

  var address: String { "s3://b/" }

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

  func head(_ key: String) async throws(StoreError) -> ObjectInfo {
    try await pass { () throws(StoreError) in
      let object = try found(key)
      return ObjectInfo(size: object.bytes.count, etag: object.etag)
    }
  }

  func read(_ key: String, _ part: ObjectPart) async throws(StoreError) -> any ObjectReader {
    try await pass { () throws(StoreError) in
      let object = try found(key)
      if let etag = part.etag, etag != object.etag { throw changed(key) }
      return MemoryReader(object)
    }
  }

  func list(_ query: ListingQuery) async throws(StoreError) -> ListingPage {
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

  func write(
    _ bytes: [UInt8], to key: String, _ attributes: WriteAttributes
  ) async throws(StoreError) -> ObjectInfo {
    try await pass { () throws(StoreError) in
      guard let etag = bucket.put(bytes, key, attributes.condition) else { throw changed(key) }
      return ObjectInfo(size: bytes.count, etag: etag)
    }
  }

  func delete(_ key: String) async throws(StoreError) {
    try await pass { () throws(StoreError) in _ = bucket.put(nil, key, nil) }
  }

  func delete(_ key: String, matching etag: String) async throws(StoreError) {
    try await pass { () throws(StoreError) in
      guard bucket.put(nil, key, .matches(etag)) != nil else { throw changed(key) }
    }
  }

  private func changed(_ key: String) -> StoreError {
    StoreError(.preconditionFailed, address: address + key, detail: "it has changed")
  }
}

/// Gives the bytes of one response.
actor MemoryReader: ObjectReader {
  nonisolated let info: ObjectInfo
  private var bytes: [UInt8]?

  init(_ object: MemoryBucket.Object) {
    info = ObjectInfo(size: object.bytes.count, etag: object.etag)
    bytes = object.bytes.isEmpty ? nil : object.bytes
  }

  func next() async throws(StoreError) -> [UInt8]? {
    defer { bytes = nil }
    return bytes
  }
}
