/// Goes through the pages of a column chunk, checks and decompresses them.
struct ParquetPageSource: ~Copyable {
  /// Bytes of the file, of which the column chunk is a part.
  let bytes: [UInt8]
  /// The place in the file of the first of the bytes.
  private let origin: Int
  /// The place of the next page in the bytes, and after the last.
  private var position: Int
  private let end: Int
  private let codec: ParquetCodec
  private let limits: ParquetLimits
  private var decompressor = ParquetDecompressor()
  /// The place in the file of the page that was read last.
  private(set) var pageOffset: Int

  /// Prepares for the pages of a column chunk.
  ///
  /// - Parameters:
  ///   - chunk: The column chunk.
  ///   - piece: Bytes of the file that contain it.
  ///   - limits: How much memory a page may demand.
  /// - Throws: ``ParquetFault``.
  init(
    _ chunk: ParquetColumnChunk, in piece: ParquetPiece, limits: ParquetLimits
  ) throws(ParquetFault) {
    pageOffset = chunk.range.lowerBound
    bytes = piece.bytes
    origin = piece.offset
    position = chunk.range.lowerBound - piece.offset
    end = chunk.range.upperBound - piece.offset
    self.limits = limits
    codec = try ParquetDecompressor.check(chunk.codec, number: chunk.codecNumber)
  }

  /// Reads the header of the next page.
  ///
  /// - Returns: The header, and the place of the page in the bytes; nil after the last page.
  mutating func next() throws(ParquetFault) -> (header: ParquetPageHeader, range: Range<Int>)? {
    guard position < end else { return nil }
    pageOffset = origin + position
    var reader = ThriftReader(bytes, in: position..<end, origin: origin)
    let header = try ParquetPageHeader(from: &reader)
    let start = reader.position
    guard header.compressedSize <= end - start else {
      throw ParquetFault(
        .damaged, at: pageOffset,
        "a page of \(header.compressedSize) bytes, but \(end - start) are left in the column chunk")
    }
    position = start + header.compressedSize
    return (header, start..<position)
  }

  /// Checks a page that is not compressed, so that its values can be read where they are.
  ///
  /// - Parameters:
  ///   - header: The header of the page.
  ///   - range: The place of the page in the bytes.
  /// - Returns: Whether there is nothing to decompress, and enough bytes follow the page.
  /// - Throws: ``ParquetFault``.
  func isReadable(
    _ header: ParquetPageHeader, in range: Range<Int>
  ) throws(ParquetFault) -> Bool {
    guard codec == .none, header.uncompressedSize == range.count,
      bytes.count - range.upperBound >= PackedBits.slack
    else { return false }
    let bytes = bytes
    try check(header, bytes.span.extracting(range))
    if header.kind == .dataVersion2 { _ = try levelSize(of: header) }
    return true
  }

  /// Checks and decompresses a page.
  ///
  /// - Parameters:
  ///   - header: The header of the page.
  ///   - range: The place of the page in the bytes.
  ///   - output: Receives the page from its start on; it gets ``PackedBits/slack``.
  /// - Throws: ``ParquetFault``.
  mutating func read(
    _ header: ParquetPageHeader, in range: Range<Int>, into output: inout [UInt8]
  ) throws(ParquetFault) {
    let bytes = bytes
    let page = bytes.span.extracting(range)
    try check(header, page)
    let levels = header.kind == .dataVersion2 ? try levelSize(of: header) : 0
    let size = header.uncompressedSize
    output.grow(to: size + PackedBits.slack)
    var room = output.mutableSpan
    room.copy(from: page, at: 0, to: 0, count: levels)
    // Without values there may be nothing, not even the start of a compressed stream.
    if size == levels { return }
    try decompressor.decompress(
      page.extracting(levels..<page.count),
      codec: header.kind == .dataVersion2 && !header.isCompressed ? .none : codec, into: &room,
      in: levels..<size)
  }

  private func check(_ header: ParquetPageHeader, _ page: Span<UInt8>) throws(ParquetFault) {
    guard header.uncompressedSize <= limits.page else {
      throw ParquetFault(
        .tooLarge,
        "a page has \(header.uncompressedSize) bytes when decompressed; the limit is \(limits.page)"
      )
    }
    try ParquetDecompressor.check(
      size: header.uncompressedSize, compressed: page.count, codec: codec)
    guard let expected = header.checksum else { return }
    var checksum = Checksum32()
    checksum.add(page)
    guard checksum.value == expected else {
      throw ParquetFault(
        .damaged,
        "a page has the CRC-32 \(checksum.value.hexadecimal), "
          + "but its header says \(expected.hexadecimal)")
    }
  }

  private func levelSize(of header: ParquetPageHeader) throws(ParquetFault) -> Int {
    let (size, overflow) = header.repetitionSize.addingReportingOverflow(header.definitionSize)
    guard !overflow, size <= header.compressedSize, size <= header.uncompressedSize else {
      throw ParquetFault(
        .damaged,
        "levels of \(header.repetitionSize) and \(header.definitionSize) bytes in a page of "
          + "\(header.compressedSize) bytes, \(header.uncompressedSize) when decompressed")
    }
    return size
  }
}

/// Bytes of a file, and their place in it.
package struct ParquetPiece: Sendable {
  /// The place of the first byte in the file, counted from 0.
  package let offset: Int
  /// The bytes.
  package let bytes: [UInt8]

  /// Creates a piece.
  ///
  /// - Parameters:
  ///   - bytes: The bytes.
  ///   - offset: The place of the first byte in the file, counted from 0.
  package init(_ bytes: [UInt8], at offset: Int) {
    self.bytes = bytes
    self.offset = offset
  }

  /// The part of the file that the bytes are.
  var range: Range<Int> { offset..<offset + bytes.count }
}
