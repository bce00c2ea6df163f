/// Decodes integers that are written as differences.
///
/// Spec: format/Encodings.md, "Delta Encoding (DELTA_BINARY_PACKED = 5)".
struct DeltaDecoder {
  /// The number of integers.
  let count: Int
  /// The place of the next block or packed integer in the page.
  private(set) var position: Int
  /// The place after the last byte.
  private let end: Int
  /// The number of integers in a block, and in each of the parts of a block.
  private let miniblockSize: Int
  private let miniblocksPerBlock: Int
  /// The integers that were not read yet.
  private var left: Int
  private var isFirst = true
  private var value: Int64
  private var minimumDelta: Int64 = 0
  /// The place of the widths of the block, and the index of the next part.
  private var widths = 0
  private var miniblock: Int
  /// The packed integers left in the part, their width, and the place of the next in bits.
  private var packed = 0
  private var width = 0
  private var bit = 0

  /// Reads the header.
  ///
  /// - Parameters:
  ///   - page: The page, with ``PackedBits/slack`` after it.
  ///   - position: The place of the header.
  ///   - end: The place after the last byte.
  ///   - maximum: The maximum number of integers.
  /// - Throws: ``ParquetFault``.
  init(
    _ page: Span<UInt8>, from position: Int, to end: Int, atMost maximum: Int
  ) throws(ParquetFault) {
    self.position = position
    self.end = end
    let blockSize = try Self.number(page, &self.position, end)
    let parts = try Self.number(page, &self.position, end)
    let total = try Self.number(page, &self.position, end)
    guard 1...1 << 20 ~= blockSize, 1...blockSize ~= parts, blockSize % parts == 0,
      blockSize / parts % 8 == 0
    else {
      throw ParquetFault(
        .damaged, "blocks of \(blockSize) integers in \(parts) parts, in DELTA_BINARY_PACKED")
    }
    guard total <= UInt64(maximum) else {
      throw ParquetFault(
        .damaged, "\(total) integers in DELTA_BINARY_PACKED, but the page has at most \(maximum)")
    }
    let first = try Self.number(page, &self.position, end)
    value = Int64(bitPattern: first >> 1) ^ -Int64(bitPattern: first & 1)
    count = Int(total)
    left = count
    miniblocksPerBlock = Int(parts)
    miniblockSize = Int(blockSize / parts)
    miniblock = miniblocksPerBlock
  }

  /// Reads integers.
  ///
  /// - Parameters:
  ///   - count: How many.
  ///   - page: The page.
  ///   - output: Receives them.
  ///   - start: The index of the first of them in the output.
  /// - Throws: ``ParquetFault``.
  mutating func decode(
    _ count: Int, from page: Span<UInt8>, into output: inout MutableSpan<Int64>, at start: Int = 0
  ) throws(ParquetFault) {
    guard count <= left else {
      throw ParquetFault(
        .damaged, "a page has only \(self.count) integers in DELTA_BINARY_PACKED, which is too few")
    }
    var done = 0
    if count > 0, isFirst {
      output[start] = value
      isFirst = false
      done = 1
    }
    while done < count {
      if packed == 0 { try startMiniblock(page) }
      let part = Swift.min(packed, count - done)
      unpack(part, from: page, into: &output, at: start + done)
      packed -= part
      done += part
    }
    left -= count
  }

  private mutating func unpack(
    _ count: Int, from page: Span<UInt8>, into output: inout MutableSpan<Int64>, at start: Int
  ) {
    var (value, bit) = (value, bit)
    for index in start..<start + count {
      let delta = PackedBits.integer(page, at: bit, width: width)
      value = value &+ minimumDelta &+ Int64(bitPattern: delta)
      output[index] = value
      bit += width
    }
    (self.value, self.bit) = (value, bit)
  }

  private mutating func startMiniblock(_ page: Span<UInt8>) throws(ParquetFault) {
    if miniblock == miniblocksPerBlock {
      let delta = try Self.number(page, &position, end)
      minimumDelta = Int64(bitPattern: delta >> 1) ^ -Int64(bitPattern: delta & 1)
      guard miniblocksPerBlock <= end - position else { throw Self.early }
      widths = position
      position += miniblocksPerBlock
      miniblock = 0
    }
    width = Int(page[widths + miniblock])
    miniblock += 1
    guard width <= 64 else {
      throw ParquetFault(.damaged, "integers of \(width) bits; the maximum is 64")
    }
    // Writers may leave out the bytes of the last part that have no integers.
    let size = Swift.min(miniblockSize * width / 8, end - position)
    packed = width == 0 ? miniblockSize : size * 8 / width
    bit = position * 8
    position += size
    if packed == 0 { throw Self.early }
  }

  /// Goes to the end without reading the integers, and returns the place after it.
  mutating func skipToEnd(_ page: Span<UInt8>) throws(ParquetFault) -> Int {
    var rest = left - (isFirst ? 1 : 0)
    while rest > packed {
      rest -= packed
      packed = 0
      try startMiniblock(page)
    }
    return position
  }

  private static func number(
    _ page: Span<UInt8>, _ position: inout Int, _ end: Int
  ) throws(ParquetFault) -> UInt64 {
    var value: UInt64 = 0
    for shift in stride(from: 0, to: 70, by: 7) {
      guard position < end else { throw early }
      let byte = page[position]
      position += 1
      value |= UInt64(byte & 0x7F) << UInt64(shift)
      if byte < 0x80 { return value }
    }
    throw ParquetFault(.damaged, "a number of more than 64 bits, in DELTA_BINARY_PACKED")
  }

  private static let early = ParquetFault(
    .damaged, "a page ends within integers in DELTA_BINARY_PACKED")
}
