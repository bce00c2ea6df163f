internal import Files
internal import Formats
internal import ObjectStorage

/// The bytes of an index file, which can be read from any position and several times.
///
/// A file on a server is fetched first: into memory if it is small, else into an unnamed file. This
/// way the order of the rows is known before the first row is returned.
struct IndexContent: Sendable {
  private let object: LocalObject
  /// The number of bytes.
  var size: Int { object.size }

  /// Fetches an object.
  ///
  /// - Parameters:
  ///   - storage: The storage that has it.
  ///   - key: Its key.
  ///   - compression: Its compression; nil if it is not compressed.
  ///   - limit: How many bytes are needed, as complete lines; nil for all.
  ///   - listedSize: The size that a listing shows; nil if none does.
  /// - Throws: ``StoreError``, with code `changed` if the server sends another number of bytes.
  init(
    of storage: any Storage, key: String, compression: ArchiveFormat?, limit: Int? = nil,
    listedSize: Int? = nil
  ) async throws(StoreError) {
    if let limit {
      self.init(
        object: LocalObject(
          try await Self.start(of: storage, key: key, compression: compression, limit: limit)))
      return
    }
    if compression == nil, let local = try await storage.localObject(key) {
      let isStored = local.info.contentEncoding == nil
      try await Self.check(
        local.size, against: isStored ? listedSize : nil, of: key, in: storage)
      self.init(object: local)
      return
    }
    var reader = try await storage.read(key, .whole)
    // Only bytes that are as stored can be counted.
    let isStored = compression == nil && reader.info.contentEncoding == nil
    if let compression {
      reader = DecompressingReader(reader, format: compression, address: storage.address + key)
    }
    let object = try await LocalObject(keeping: reader)
    try await Self.check(object.size, against: isStored ? listedSize : nil, of: key, in: storage)
    self.init(object: object)
  }

  private init(object: LocalObject) { self.object = object }

  /// Checks that a server sent as many bytes as its listing shows: rows may be missing else.
  ///
  /// If the listing is older than the file, or shows the size of encoded bytes, the server says so.
  private static func check(
    _ count: Int, against size: Int?, of key: String, in storage: any Storage
  ) async throws(StoreError) {
    guard let size, size != count else { return }
    do throws(StoreError) {
      let now = try await storage.head(key)
      if now.contentEncoding != nil || now.isSizeKnown && now.size == count { return }
    } catch  where error.code == .cancelled {
      throw error
    } catch {
      // Then only the listing says how long the file is.
    }
    storage.forgetCopy(of: key)
    throw StoreError.otherSize(at: storage.address + key, sent: count, listed: size)
  }

  /// Reads the first lines of an object.
  private static func start(
    of storage: any Storage, key: String, compression: ArchiveFormat?, limit: Int
  ) async throws(StoreError) -> [UInt8] {
    let part = compression == nil ? ObjectPart(range: 0..<limit) : .whole
    var reader = try await storage.read(key, part)
    if part.range != nil, ContentCoding(reader.info.contentEncoding) != nil {
      // The first stored bytes are not the first bytes of the content.
      reader = try await storage.read(key, .whole)
    }
    if let compression {
      reader = DecompressingReader(reader, format: compression, address: storage.address + key)
    }
    var bytes: [UInt8] = []
    while bytes.count < limit, let more = try await reader.next() { bytes += more }
    // A partial line at the limit is not a row, unless the file ends there.
    if bytes.count >= limit, let last = bytes.lastIndex(of: 10) {
      bytes.removeLast(bytes.count - last - 1)
    }
    return bytes
  }

  /// Keeps bytes that are in memory.
  init(_ bytes: [UInt8]) {
    object = LocalObject(bytes)
  }

  /// Keeps bytes that are in an unnamed file.
  init(_ spool: SpoolFile, size: Int) {
    object = LocalObject(spool, 0..<size)
  }

  /// Whether it begins like an HTML page.
  var isPage: Bool {
    do throws(StoreError) {
      let start = try bytes(0..<Swift.min(size, 256))
      return ForeignContent(textOf: start.span)?.isPage ?? false
    } catch {
      // Whoever reads the rows gets the error.
      return false
    }
  }

  /// Reads a range of bytes, up to the end of the file.
  func bytes(_ range: Range<Int>) throws(StoreError) -> [UInt8] {
    try object.bytes(range)
  }

  /// Reads bytes into a range of a buffer.
  ///
  /// - Returns: Their number; 0 at the end.
  func read(
    into buffer: inout MutableSpan<UInt8>, in range: Range<Int>, at offset: Int
  ) throws(StoreError) -> Int {
    try object.read(into: &buffer, in: range, at: offset)
  }

  /// Reads the lines that begin in a range of bytes, each to its end.
  ///
  /// So consecutive ranges give each line once, in whatever order they are read.
  ///
  /// - Parameters:
  ///   - range: The range in which the lines begin.
  ///   - lineLimit: The longest line that is read to its end.
  /// - Returns: The lines, their position, and the first bytes after them.
  /// - Throws: ``StoreError`` when they can't be read.
  func lines(
    startingIn range: Range<Int>, lineLimit: Int
  ) throws(StoreError) -> IndexLines {
    // The byte before the range shows whether a line begins at its first byte.
    let before = range.lowerBound > 0 ? 1 : 0
    var bytes = try bytes(range.lowerBound - before..<range.upperBound + Self.overlap)
    let offset = range.lowerBound - before
    var start = 0
    if before == 1 {
      guard let lineFeed = bytes.firstIndex(of: 10), offset + lineFeed + 1 < range.upperBound
      else { return IndexLines(bytes: [], range: 0..<0, offset: range.upperBound) }
      start = lineFeed + 1
    }
    // The last line begins before the upper bound.
    let last = range.upperBound - 1 - offset
    var end: Int?
    let first = Swift.max(start, last)
    var searched = first
    while end == nil {
      if searched < bytes.count, let found = bytes[searched...].firstIndex(of: 10) {
        end = found + 1
      } else if offset + bytes.count >= size {
        end = bytes.count
      } else if bytes.count - first > lineLimit {
        return try withoutLongLine(bytes, from: start, last: last, at: offset)
      } else {
        searched = bytes.count
        let next = offset + bytes.count
        let more = try self.bytes(next..<next + Swift.max(Self.overlap, bytes.count / 2))
        bytes += more
      }
    }
    let stop = end ?? bytes.count
    let rest = bytes[stop...]
    let following =
      rest.isEmpty
      ? try self.bytes(offset + stop..<offset + stop + Self.overlap) : Array(rest)
    return IndexLines(bytes: bytes, range: start..<stop, offset: offset, following: following)
  }

  /// Skips a last line that is longer than allowed.
  private func withoutLongLine(
    _ bytes: [UInt8], from start: Int, last: Int, at offset: Int
  ) throws(StoreError) -> IndexLines {
    let lineFeed = bytes[..<Swift.min(last + 1, bytes.count)].lastIndex(of: 10)
    let stop = Swift.max(start, lineFeed.map { $0 + 1 } ?? start)
    var lines = IndexLines(bytes: bytes, range: start..<stop, offset: offset)
    lines.endsWithLongLine = true
    return lines
  }

  /// How many bytes are read after a range at once: more than the length of any usual row.
  private static let overlap = 4096
}

/// Complete lines of an index file.
struct IndexLines: Sendable {
  /// The lines with their line ends, and the bytes around them.
  var bytes: [UInt8]
  /// The range of the lines in the bytes.
  var range: Range<Int>
  /// The position of the bytes in the file.
  var offset: Int
  /// The bytes that follow, at least a row of usual length unless the file ends.
  var following: [UInt8] = []
  /// Whether the next line was skipped since it is too long.
  var endsWithLongLine = false
}
