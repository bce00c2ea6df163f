public import ObjectStorage
internal import SharedCloudRegistry

/// The content of a statement: the documents and index files of a registry, byte for byte.
///
/// The digest is the SHA-256 of one line for each file, `key TAB size TAB sha256 LF`, in byte order
/// of the keys, where the key is the address below the target and sha256 that of the content.
public struct ContentDigest: Sendable, Hashable {
  /// The SHA-256, in hexadecimal digits; nil if something could not be read.
  public private(set) var sha256: String?
  /// The number of files.
  public private(set) var files = 0
  /// The number of bytes.
  public private(set) var bytes = 0
  /// Why there is no digest.
  public private(set) var obstacle: String?

  /// How the digest is made, for people.
  public static let method =
    "SHA-256 of one line 'key TAB size TAB sha256 LF' per document and index file, in byte "
    + "order of the keys"

  /// Reads the registry at a place.
  ///
  /// - Parameters:
  ///   - target: A directory or an address, or that of a catalog in it.
  ///   - storage: The access to buckets and servers.
  public init(of target: String, storage: StorageOptions = StorageOptions()) async {
    do throws(StoreError) {
      let place = try StorageProvider(storage).place(of: target)
      try await read(place)
    } catch {
      obstacle = "\(error.address): \(error.detail)"
    }
  }

  private mutating func read(_ place: StoragePlace) async throws(StoreError) {
    let slash = place.key.utf8.lastIndex(of: UInt8(ascii: "/"))
    let directory = slash.map { String(place.key[...$0]) } ?? ""
    let isFile = !place.key.isEmpty && !place.key.hasSuffix("/")
    let keys =
      isFile && !place.key.hasSuffix("catalog.json")
      ? [place.key] : try await Self.keys(below: directory, storage: place.storage)
    let sum = RunningDigest(.sha256)
    for key in keys {
      let (size, digest) = try await Self.digest(of: key, storage: place.storage)
      let line = Array("\(key.dropFirst(directory.count))\t\(size)\t\(digest)\n".utf8)
      sum.add(line.span)
      files += 1
      bytes += size
    }
    guard files > 0 else {
      throw StoreError(.notFound, address: place.address, detail: "there are no documents here")
    }
    sha256 = sum.finish()
  }

  /// The keys of documents and index files below a directory, in byte order.
  private static func keys(
    below directory: String, storage: any Storage
  ) async throws(StoreError) -> [String] {
    var keys: [String] = []
    var query = ListingQuery(prefix: directory)
    repeat {
      let page = try await storage.list(query)
      if let failure = page.failures.first { throw failure }
      keys += page.objects.map(\.key).filter(isOfRegistry)
      try query.advance(past: page, at: storage.address)
    } while query.continuation != nil
    return keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// Tells whether a file is a document or an index file by its name.
  private static func isOfRegistry(_ key: String) -> Bool {
    let name = key.split(separator: "/").last.map(String.init) ?? ""
    return IndexFileName(name) != nil || name.hasSuffix(".json") || name.hasSuffix(".info")
  }

  private static func digest(
    of key: String, storage: any Storage
  ) async throws(StoreError) -> (size: Int, sha256: String) {
    let object = try await storage.read(key, .whole)
    let sum = RunningDigest(.sha256)
    var size = 0
    try await object.forEachPiece {
      sum.add($0)
      size += $0.count
    }
    return (size, sum.finish())
  }
}
