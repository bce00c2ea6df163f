import Locks
import ObjectStorage

/// The objects of a bucket in memory.
package final class MemoryBucket: Sendable {
  /// An object and its ETag.
  package struct Object: Sendable {
    package var bytes: [UInt8]
    package var etag: String
  }

  private struct Contents {
    var objects: [String: Object] = [:]
    var writes = 0
    var requests = 0
  }

  private let contents = Lock(Contents())

  /// Creates an empty bucket.
  package init() {}

  /// All objects.
  package var objects: [String: Object] { contents.withLock { $0.objects } }

  /// The number of requests so far.
  package var requests: Int { contents.withLock { $0.requests } }

  /// The content of an object as text; empty if it does not exist.
  package func text(_ key: String) -> String {
    String(decoding: objects[key]?.bytes ?? [], as: UTF8.self)
  }

  /// A bucket with the same objects.
  package func copy() -> MemoryBucket {
    let copy = MemoryBucket()
    let own = contents.withLock { $0 }
    copy.contents.withLock { $0.objects = own.objects }
    copy.contents.withLock { $0.writes = own.writes }
    return copy
  }

  /// Counts a request.
  func count() { contents.withLock { $0.requests += 1 } }

  /// Writes or deletes an object if the condition holds; returns its new ETag, nil if it does not.
  package func put(_ bytes: [UInt8]?, _ key: String, _ condition: WriteCondition?) -> String? {
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
