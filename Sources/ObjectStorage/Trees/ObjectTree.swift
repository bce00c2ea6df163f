/// The objects of a storage below a prefix: a bucket, or a copy of one.
package struct ObjectTree: Sendable {
  /// What a tree is for the user.
  package enum Kind: Sendable, Hashable {
    /// A directory of this machine.
    case copy
    /// A bucket, or a directory of a server.
    case published
    /// Nothing outside of this process.
    case memory
    /// Standard input.
    case standardInput
  }

  /// Lists all objects at once, for storages that need no pages.
  package typealias Listing = @Sendable () async throws(StoreError) -> ObjectListing

  /// The storage.
  package let storage: any Storage
  /// The prefix that the keys of the tree omit.
  package let prefix: String
  /// What it is for the user.
  package let kind: Kind
  /// Whether its keys are paths, so that it has no empty names: `a//b` and `a/b` are one file.
  package var hasPaths: Bool
  /// Called with the number of objects of each page of a listing.
  package var noteListed: @Sendable (Int) -> Void = { _ in }
  private let listing: Listing?

  /// Creates a tree.
  ///
  /// - Parameters:
  ///   - storage: The storage.
  ///   - prefix: The prefix that the keys of the tree omit; empty, or with a final slash.
  ///   - kind: What it is for the user.
  ///   - listing: Lists all objects; nil to list the pages of the storage.
  package init(
    _ storage: any Storage, prefix: String = "", kind: Kind = .published, listing: Listing? = nil
  ) {
    self.storage = storage
    self.prefix = prefix
    self.kind = kind
    hasPaths = kind == .copy
    self.listing = listing
  }

  /// The name of an object for messages: a path or an address.
  ///
  /// - Parameter key: The key, without a leading slash.
  /// - Returns: The name.
  package func displayName(of key: String) -> String {
    if kind == .standardInput { return "<stdin>" }
    return (storage.address == "./" ? "" : storage.address) + prefix + key
  }

  /// Opens an object for reading from its start.
  ///
  /// - Parameter key: The key, without a leading slash.
  /// - Returns: A reader of its bytes.
  /// - Throws: ``StoreError`` when it does not exist or can't be opened.
  package func open(_ key: String) async throws(StoreError) -> any ObjectReader {
    do throws(StoreError) {
      return try await storage.read(prefix + key, .whole)
    } catch {
      guard kind == .copy, error.address == storage.address + key else { throw error }
      throw StoreError(error.code, address: displayName(of: key), detail: error.detail)
    }
  }

  /// Reads a whole object.
  ///
  /// - Parameters:
  ///   - key: The key of the object.
  ///   - limit: The maximum number of bytes.
  ///   - size: The number of bytes that a server said before; nil if it said none.
  /// - Returns: The bytes.
  /// - Throws: ``StoreError``, with code `tooLarge` beyond the limit, and `changed` if a server sends
  ///   another number of bytes.
  package func read(
    _ key: String, limit: Int, expecting size: Int? = nil
  ) async throws(StoreError) -> [UInt8] {
    let reader = try await open(key)
    let isEncoded = reader.info.contentEncoding != nil
    // Allocates the expected size, so that the bytes are written once.
    var bytes = [UInt8](repeating: 0, count: Swift.min(reader.info.size, limit) + 4096)
    var end = 0
    while true {
      if end == bytes.count { bytes.append(contentsOf: repeatElement(0, count: bytes.count)) }
      let (filled, count) = try await reader.next(into: consume bytes, from: end)
      bytes = filled
      end += count
      guard end <= limit else {
        throw StoreError(
          .tooLarge, address: displayName(of: key), detail: "more than \(limit) bytes")
      }
      guard count > 0 else { break }
    }
    bytes.removeLast(bytes.count - end)
    if let size, size > 0, end != size, kind == .published, !isEncoded {
      throw StoreError.otherSize(at: displayName(of: key), sent: end, listed: size)
    }
    return bytes
  }
}

// MARK: - Listing

extension ObjectTree {
  /// The maximum number of requests of one call at a time.
  private static let width = 32

  /// Lists every object, in byte order of the keys.
  ///
  /// - Returns: The objects, and what could not be listed.
  /// - Throws: ``StoreError`` when nothing can be listed.
  package func list() async throws(StoreError) -> ObjectListing {
    if let listing { return try await listing() }
    return try await pages(below: "", delimiter: nil)
  }

  /// Lists the objects of several prefixes, many at a time.
  ///
  /// - Parameters:
  ///   - starts: The prefixes of the keys.
  ///   - delimiter: Where to stop; nil to list all.
  /// - Returns: For each start the objects, or why they can't be listed.
  package func list(
    _ starts: [String], delimiter: String?
  ) async -> [Result<ObjectListing, StoreError>] {
    let tree = self
    return await starts.parallelMap(width: Self.width) { start in
      await Result { () async throws(StoreError) in
        try await tree.pages(below: start, delimiter: delimiter)
      }
    }
  }

  private func pages(
    below start: String, delimiter: String?
  ) async throws(StoreError) -> ObjectListing {
    var listing = ObjectListing(objects: [])
    var query = ListingQuery(prefix: prefix + start, delimiter: delimiter)
    repeat {
      let page = try await storage.list(query)
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

  /// Requests the metadata of objects, many at a time.
  ///
  /// - Parameter keys: Their keys.
  /// - Returns: For each its metadata, nil if it does not exist, or why that is not known.
  package func heads(of keys: [String]) async -> [Result<ObjectInfo?, StoreError>] {
    let (storage, prefix) = (storage, prefix)
    // One task per share of the keys is cheaper than one per key.
    let width = Swift.min(2 * Self.width, Swift.max(1, keys.count))
    let shares = await (0..<width).parallelMap(width: width) { first in
      var heads: [Result<ObjectInfo?, StoreError>] = []
      for number in stride(from: first, to: keys.count, by: width) {
        do throws(StoreError) {
          heads.append(.success(try await storage.head(prefix + keys[number])))
        } catch {
          heads.append(error.code == .notFound ? .success(nil) : .failure(error))
        }
      }
      return heads
    }
    return keys.indices.map { shares[$0 % width][$0 / width] }
  }
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
