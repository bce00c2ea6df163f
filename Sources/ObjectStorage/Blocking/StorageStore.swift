/// A storage as a store, for code that blocks.
///
/// Use it only on the threads of ``ThreadPool``.
package struct StorageStore: ObjectStore {
  /// The storage.
  package let storage: any Storage
  /// The prefix that the keys of the store omit.
  package let prefix: String
  /// Called with the number of objects of each page of a listing.
  package var noteListed: @Sendable (Int) -> Void = { _ in }

  /// Creates a store.
  ///
  /// - Parameters:
  ///   - storage: The storage.
  ///   - prefix: The prefix that the keys of the store omit; empty, or with a final slash.
  package init(_ storage: any Storage, prefix: String) {
    self.storage = storage
    self.prefix = prefix
  }

  package func displayName(of key: String) -> String { storage.address + prefix + key }

  package func open(_ key: String) throws(StoreError) -> any ObjectSource {
    let (storage, key) = (storage, prefix + key)
    let reader = try BlockingCall {
      await Result { () async throws(StoreError) in try await storage.read(key, .whole) }
    }.wait().get()
    return StorageSource(reader)
  }

  package func list() throws(StoreError) -> ObjectListing {
    try list([""], delimiter: nil)[0].get()
  }

  /// Lists the objects of several prefixes, many at a time.
  ///
  /// - Parameters:
  ///   - starts: The prefixes of the keys.
  ///   - delimiter: Where to stop; nil to list all.
  /// - Returns: For each start the objects, or why they can't be listed.
  package func list(_ starts: [String], delimiter: String?) -> [Result<ObjectListing, StoreError>] {
    let store = self
    return BlockingCall {
      await starts.parallelMap(width: Self.width) { start in
        await Result { () async throws(StoreError) in
          try await store.listing(of: start, delimiter: delimiter)
        }
      }
    }.wait()
  }

  private func listing(
    of start: String, delimiter: String?
  ) async throws(StoreError) -> ObjectListing {
    var listing = ObjectListing(objects: [])
    var query = ListingQuery(prefix: prefix + start, delimiter: delimiter)
    var continuity = ListingContinuity(of: storage.address, query)
    repeat {
      let page = try await storage.list(query)
      try continuity.check(page)
      noteListed(page.objects.count)
      // A key that ends in a slash is a directory placeholder.
      for object in page.objects where !object.key.hasSuffix("/") {
        guard let key = String(object.key.utf8.dropFirst(prefix.utf8.count)) else { continue }
        listing.objects.append(.init(key: key, size: object.info.size))
      }
      listing.gaps += page.failures.map { ListingGap(start, error: $0) }
      try query.advance(past: page, at: storage.address)
    } while query.continuation != nil
    return listing
  }

  /// Requests the sizes of objects, many at a time.
  ///
  /// - Parameter keys: Their keys.
  /// - Returns: For each its size, nil if it does not exist, or why the size is not known.
  package func sizes(of keys: [String]) -> [Result<Int?, StoreError>] {
    let (storage, prefix) = (storage, prefix)
    // One task per share of the keys is cheaper than one per key.
    let width = Swift.min(2 * Self.width, Swift.max(1, keys.count))
    let shares = BlockingCall {
      await (0..<width).parallelMap(width: width) { first in
        var sizes: [Result<Int?, StoreError>] = []
        for number in stride(from: first, to: keys.count, by: width) {
          do throws(StoreError) {
            sizes.append(.success(try await storage.head(prefix + keys[number]).size))
          } catch {
            sizes.append(error.code == .notFound ? .success(nil) : .failure(error))
          }
        }
        return sizes
      }
    }.wait()
    return keys.indices.map { shares[$0 % width][$0 / width] }
  }

  /// The maximum number of requests of one call at a time.
  private static let width = 32
}

extension Result where Failure == StoreError {
  /// Waits for something and keeps the result.
  init(_ work: () async throws(StoreError) -> Success) async {
    do throws(StoreError) {
      self = .success(try await work())
    } catch {
      self = .failure(error)
    }
  }
}

/// The bytes of a reader, for code that blocks; the next bytes are requested ahead.
private final class StorageSource: ObjectSource {
  private typealias Chunk = Result<[UInt8]?, StoreError>
  private let reader: any ObjectReader
  private var bytes: [UInt8] = []
  private var offset = 0
  private var coming: BlockingCall<Chunk>?

  init(_ reader: any ObjectReader) {
    self.reader = reader
    ask()
  }

  var expectedSize: Int { reader.info.size }

  private func ask() {
    let reader = reader
    coming = BlockingCall {
      await Result { () async throws(StoreError) in try await reader.next() }
    }
  }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws(StoreError) -> Int {
    while offset == bytes.count {
      guard let chunk = try coming?.wait().get() else {
        coming = nil
        return 0
      }
      bytes = chunk
      offset = 0
      ask()
    }
    let count = Swift.min(buffer.count, bytes.count - offset)
    unsafe buffer.copyBytes(from: bytes[offset..<offset + count])
    offset += count
    return count
  }
}
