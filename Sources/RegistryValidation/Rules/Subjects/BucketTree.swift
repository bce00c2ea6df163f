internal import Formats
internal import ObjectStorage
internal import SharedCloudRegistry

/// Where to read buckets: each mount maps the start of an address to a store.
package struct BucketTree: Sendable {
  /// One store and the address of its root.
  struct Mount: Sendable {
    /// The start of every address in it, such as `s3://bucket/`.
    var prefix: String
    /// The store.
    var store: ObjectTree
    /// What the store holds.
    var files: TreeFiles
    /// Whether the files are complete, including data files.
    var isWhole = true
    /// Whether objects can be requested one by one, if they can't be listed.
    var canAsk = false

    /// The key in the store of a key in the bucket.
    ///
    /// A directory has no empty names: its copies of `a//b` and `a/b` have one path.
    func key(_ key: String) -> String {
      guard store.hasPaths, key.utf8.first == Self.slash || key.contains("//") else {
        return key
      }
      let parts = key.utf8.split(separator: Self.slash).map { String($0) ?? "" }
      let isDirectory = key.utf8.last == Self.slash && !parts.isEmpty
      return parts.joined(separator: "/") + (isDirectory ? "/" : "")
    }

    private static let slash = UInt8(ascii: "/")
  }

  /// A file in one of the mounts.
  package struct File: Sendable {
    /// The store it is in.
    var store: ObjectTree
    /// Its key in the store.
    package var key: String
    /// Its size in bytes.
    var size: Int

    /// Its place, for findings.
    var location: Location { Location(uri: store.displayName(of: key), key: key) }

    /// Opens the file for reading from its start, and decompresses it if needed.
    ///
    /// The rows of a Parquet file become lines.
    func open() async throws(StoreError) -> any ObjectReader {
      if isParquet { return try await openParquet() }
      let stored = try await store.open(key)
      return unpacked(stored) ?? stored
    }

    /// The bytes inside of a compressed file; nil if it is not compressed.
    func unpacked(_ stored: any ObjectReader) -> DecompressingReader? {
      IndexFileName(String(name))?.format.compression.map { format in
        DecompressingReader(stored, format: format, address: store.displayName(of: key))
      }
    }

    /// Whether it is named like a Parquet file.
    package var isParquet: Bool { key.hasSuffix(IndexFileName.Format.parquet.rawValue) }

    /// Opens a Parquet file.
    func openParquet() async throws(StoreError) -> ParquetIndexSource {
      ParquetIndexSource(try await ObjectRanges(store.storage, key: store.prefix + key))
    }

    /// The name without directories.
    var name: Substring {
      let bytes = key.utf8
      let start = bytes.lastIndex(of: UInt8(ascii: "/")).map(bytes.index(after:))
      return Substring(bytes[(start ?? bytes.startIndex)...])
    }
  }

  /// The mounts, those with longer prefixes first.
  private(set) var mounts: [Mount]

  init(_ mounts: [Mount]) {
    self.mounts = mounts.sorted { $0.prefix.utf8.count > $1.prefix.utf8.count }
  }

  /// Finds the mount of an address and the key within it; nil if no mount has it.
  func locate(_ address: String) -> (mount: Mount, key: String)? {
    for mount in mounts {
      if let key = address.rest(after: mount.prefix) { return (mount, mount.key(key)) }
    }
    // Another address may name the same bucket.
    for mount in mounts {
      if let key = BucketIdentity.key(of: address, below: mount.prefix) {
        return (mount, mount.key(key))
      }
    }
    return nil
  }
}

/// The files of one tree, by directory.
struct TreeFiles: Sendable {
  /// The files, in byte order of their keys.
  let objects: [ObjectListing.Object]
  private let byDirectory: [ExactText: [Int]]
  /// The parts about which nothing is known.
  let gaps: ListingGaps

  init(_ listing: ObjectListing) {
    objects = listing.objects
    gaps = ListingGaps(listing.gaps)
    var byDirectory: [ExactText: [Int]] = [:]
    for (index, object) in objects.enumerated() {
      let bytes = object.key.utf8
      let end = bytes.lastIndex(of: UInt8(ascii: "/")).map(bytes.index(after:)) ?? bytes.startIndex
      let directory = String(decoding: Array(bytes[..<end]), as: UTF8.self)
      byDirectory[ExactText(directory), default: []].append(index)
    }
    self.byDirectory = byDirectory
  }

  /// The files directly in a directory, named with its final slash; the root is empty.
  func files(in directory: String) -> [ObjectListing.Object] {
    byDirectory[ExactText(directory), default: []].map { objects[$0] }
  }

  /// Whether any file's key begins with a prefix.
  func hasAny(below prefix: String) -> Bool {
    objects.contains { $0.key.utf8.starts(with: prefix.utf8) }
  }
}
