package import Formats

/// Objects of a listing that were read together; their strings share one buffer.
///
/// As a sequence it gives ``ListingEntry``; ``objects`` and ``bytes`` are faster for many objects.
package struct ListingBatch: Sendable, Sequence {
  /// One object; its strings are ranges of ``ListingBatch/bytes``.
  package struct Object: Sendable {
    /// The key.
    package var key: Range<Int>
    /// The size in bytes; nil if the listing has no size or a rounded one.
    package var size: Int?
    /// The ETag of this version of the object.
    package var etag: Range<Int>?
    /// The modification time.
    package var lastModified: Instant?
    /// How it is encrypted, in the words of S3 Inventory.
    package var encryption: Range<Int>?
    /// A checksum over its bytes, as in ``ListingEntry/checksum``.
    package var checksum: Range<Int>?
    /// The time of the data in it, as written in the listing.
    package var dataTime: Range<Int>?
    /// The stop of the data in it, as written in the listing.
    package var dataStop: Range<Int>?
    /// Whether this is the current version of the object.
    package var isLatest = true
    /// Whether this is a delete marker.
    package var isDeleteMarker = false
    /// Whether it was uploaded in parts, so that its ETag is no digest of its bytes.
    package var isMultipart = false
    /// The line in the listing, counted from 1.
    package var line: Int

    /// Whether the object exists: this is neither an old version nor a delete marker.
    package var isPresent: Bool { isLatest && !isDeleteMarker }
  }

  /// The objects, in the order of the listing.
  package private(set) var objects: [Object] = []
  /// Their strings, in UTF-8.
  package private(set) var bytes: [UInt8] = []

  /// Creates an empty batch.
  package init() {}

  /// Creates a batch of entries.
  package init(_ entries: some Sequence<ListingEntry>) {
    for entry in entries { append(entry) }
  }

  /// Whether there is no object.
  package var isEmpty: Bool { objects.isEmpty }

  /// The number of objects.
  package var count: Int { objects.count }

  package func makeIterator() -> some IteratorProtocol<ListingEntry> {
    objects.lazy.map { entry($0) }.makeIterator()
  }

  /// One object as an entry.
  package func entry(_ object: Object) -> ListingEntry {
    var entry = ListingEntry(key: text(object.key), size: object.size, line: object.line)
    entry.etag = object.etag.map(text)
    entry.lastModified = object.lastModified
    entry.dataTime = object.dataTime.map(text)
    entry.encryption = object.encryption.map(text)
    entry.checksum = object.checksum.map(text)
    entry.isLatest = object.isLatest
    entry.isDeleteMarker = object.isDeleteMarker
    return entry
  }

  /// The string of a range.
  package func text(_ range: Range<Int>) -> String {
    String(decoding: bytes[range], as: UTF8.self)
  }

  /// Appends an object whose strings are in the batch.
  mutating func append(_ object: Object) { objects.append(object) }

  /// Appends an entry.
  mutating func append(_ entry: ListingEntry) {
    let key = append(text: entry.key.utf8)
    let etag = entry.etag.map { append(text: $0.utf8) }
    let dataTime = entry.dataTime.map { append(text: $0.utf8) }
    let encryption = entry.encryption.map { append(text: $0.utf8) }
    let checksum = entry.checksum.map { append(text: $0.utf8) }
    objects.append(
      Object(
        key: key, size: entry.size, etag: etag, lastModified: entry.lastModified,
        encryption: encryption, checksum: checksum, dataTime: dataTime, isLatest: entry.isLatest,
        isDeleteMarker: entry.isDeleteMarker,
        line: entry.line))
  }

  /// Appends a string and returns its range.
  mutating func append(text: some Collection<UInt8>) -> Range<Int> {
    let start = bytes.count
    bytes += text
    return start..<bytes.count
  }

  /// Appends a string and returns its range.
  mutating func append(text: Span<UInt8>) -> Range<Int> {
    let start = bytes.count
    bytes.append(text)
    return start..<bytes.count
  }

  /// Moves some of the objects to another batch, with their strings.
  ///
  /// - Parameters:
  ///   - other: The other batch.
  ///   - isWanted: Whether to move an object.
  package mutating func move(to other: inout ListingBatch, where isWanted: (Object) -> Bool) {
    var numbers: Set<Int> = []
    for (number, object) in objects.enumerated() where isWanted(object) {
      numbers.insert(number)
      var moved = object
      moved.key = other.append(text: bytes[object.key])
      moved.etag = object.etag.map { other.append(text: bytes[$0]) }
      moved.encryption = object.encryption.map { other.append(text: bytes[$0]) }
      moved.checksum = object.checksum.map { other.append(text: bytes[$0]) }
      moved.dataTime = object.dataTime.map { other.append(text: bytes[$0]) }
      moved.dataStop = object.dataStop.map { other.append(text: bytes[$0]) }
      other.append(moved)
    }
    guard !numbers.isEmpty else { return }
    objects = objects.enumerated().filter { !numbers.contains($0.offset) }.map(\.element)
  }

  /// Keeps only some of the objects.
  package mutating func keep(where isWanted: (Object) -> Bool) {
    objects.removeAll { !isWanted($0) }
  }
}
