/// The end of a Parquet file, from which reading starts.
///
/// Nothing here reads a file: the caller gets ranges, and gives their bytes. A reader of a remote
/// file so makes two requests at most before the first page.
///
/// ```swift
/// var tail = try await read(ParquetFooter.tail(of: size))
/// if let missing = try ParquetFooter.missingRange(tail, size: size) {
///   tail = try await read(missing) + tail
/// }
/// let metadata = try ParquetFooter.metadata(from: tail, size: size)
/// ```
package enum ParquetFooter {
  /// The first and the last bytes of a file: `PAR1`.
  static let magic: [UInt8] = [0x50, 0x41, 0x52, 0x31]
  /// The last bytes of a file with encrypted metadata: `PARE`.
  private static let encryptedMagic: [UInt8] = [0x50, 0x41, 0x52, 0x45]
  /// The first bytes of another format: `ORC`.
  private static let orcMagic: [UInt8] = [0x4F, 0x52, 0x43]
  /// The bytes after the metadata: their length, and the magic.
  private static let trailer = 8

  /// Whether bytes begin like a Parquet file.
  ///
  /// - Parameter bytes: The first bytes of a file; four are enough.
  /// - Returns: Whether they do.
  package static func isParquet(firstBytes bytes: some Sequence<UInt8>) -> Bool {
    let first = Array(bytes.prefix(4))
    return first == magic || first == encryptedMagic
  }

  /// Whether bytes begin like an ORC file.
  ///
  /// - Parameter bytes: The first bytes of a file; three are enough.
  /// - Returns: Whether they do.
  package static func isORC(firstBytes bytes: some Sequence<UInt8>) -> Bool {
    Array(bytes.prefix(3)) == orcMagic
  }

  /// The range of a file to read first.
  ///
  /// - Parameters:
  ///   - size: The number of bytes of the file.
  ///   - guess: The number of bytes that probably contain all metadata.
  /// - Returns: The range.
  package static func tail(of size: Int, guess: Int = 64 << 10) -> Range<Int> {
    Swift.max(0, size - Swift.max(guess, trailer))..<size
  }

  /// Returns the range to read before the metadata are complete; nil if nothing is missing.
  ///
  /// - Parameters:
  ///   - tail: The last bytes of the file.
  ///   - size: The number of bytes of the file.
  ///   - limits: How much memory a file may demand.
  /// - Returns: The range.
  /// - Throws: ``ParquetFault`` if this is not a complete Parquet file, or an encrypted one.
  package static func missingRange(
    _ tail: [UInt8], size: Int, limits: ParquetLimits = ParquetLimits()
  ) throws(ParquetFault) -> Range<Int>? {
    let start = try metadataRange(tail, size: size, limits: limits).lowerBound
    let first = size - tail.count
    return start < first ? start..<first : nil
  }

  /// Reads the metadata.
  ///
  /// - Parameters:
  ///   - tail: The last bytes of the file, with all metadata.
  ///   - size: The number of bytes of the file.
  ///   - limits: How much memory a file may demand.
  /// - Returns: The metadata.
  /// - Throws: ``ParquetFault``.
  package static func metadata(
    from tail: [UInt8], size: Int, limits: ParquetLimits = ParquetLimits()
  ) throws(ParquetFault) -> ParquetMetadata {
    let range = try metadataRange(tail, size: size, limits: limits)
    let first = size - tail.count
    guard first <= range.lowerBound else {
      throw ParquetFault(.truncated, at: first, "the metadata begin at byte \(range.lowerBound)")
    }
    let bytes = Array(tail[range.lowerBound - first..<range.upperBound - first])
    return try ParquetMetadata(parsing: bytes, at: range.lowerBound, limits: limits)
  }

  private static func metadataRange(
    _ tail: [UInt8], size: Int, limits: ParquetLimits
  ) throws(ParquetFault) -> Range<Int> {
    guard size >= 4 + trailer, tail.count >= trailer else {
      throw ParquetFault(
        size == 0 ? .notParquet : .truncated, at: size,
        "the file has \(size) bytes; a Parquet file has at least \(4 + trailer)")
    }
    let end = Array(tail.suffix(4))
    if end == encryptedMagic {
      throw ParquetFault(
        .unsupported, at: size - 4,
        "the file is encrypted (it ends in PARE), which is not supported; decrypt it first")
    }
    try checkStart(tail, size: size)
    if end.prefix(3) == orcMagic[...] { throw orc }
    guard end == magic else {
      throw ParquetFault(
        .truncated, at: size - 4,
        "the file does not end in PAR1: it is incomplete, or not a Parquet file")
    }
    let length = tail.suffix(trailer).prefix(4).reversed().reduce(0) { $0 << 8 | Int($1) }
    guard length <= size - trailer - 4 else {
      throw ParquetFault(
        .damaged, at: size - trailer,
        "the metadata should have \(length) bytes, but the file has \(size)")
    }
    guard length <= limits.footer else {
      throw ParquetFault(
        .tooLarge, at: size - trailer,
        "the metadata have \(length) bytes; the limit is \(limits.footer)")
    }
    return size - trailer - length..<size - trailer
  }

  private static let orc = ParquetFault(
    .unsupported, at: 0, "this is an ORC file, which is not supported; convert it to Parquet")

  /// Checks the first bytes, if they are there.
  private static func checkStart(_ tail: [UInt8], size: Int) throws(ParquetFault) {
    guard tail.count == size else { return }
    if isORC(firstBytes: tail) { throw orc }
    guard isParquet(firstBytes: tail) else {
      throw ParquetFault(.notParquet, at: 0, "the file does not begin with PAR1")
    }
  }
}
