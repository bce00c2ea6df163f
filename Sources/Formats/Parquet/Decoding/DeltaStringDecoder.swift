/// Decodes byte strings of which the first bytes are shared with the one before.
///
/// Spec: format/Encodings.md, "Delta Strings (DELTA_BYTE_ARRAY = 7)".
struct DeltaStringDecoder {
  private var prefixes: DeltaDecoder
  private var suffixes: DeltaDecoder
  /// The place of the next suffix in the page.
  private var position: Int
  /// The last value of the batch before.
  private var previous: [UInt8] = []

  /// Prepares for the values of a page.
  ///
  /// - Parameters:
  ///   - page: The page, with ``PackedBits/slack`` after it.
  ///   - range: The place of the values in the page.
  ///   - maximum: The maximum number of values.
  /// - Throws: ``ParquetFault``.
  init(_ page: Span<UInt8>, in range: Range<Int>, atMost maximum: Int) throws(ParquetFault) {
    let end = range.upperBound
    prefixes = try DeltaDecoder(page, from: range.lowerBound, to: end, atMost: maximum)
    var walked = prefixes
    let middle = try walked.skipToEnd(page)
    suffixes = try DeltaDecoder(page, from: middle, to: end, atMost: maximum)
    walked = suffixes
    position = try walked.skipToEnd(page)
  }

  /// Reads values.
  ///
  /// - Parameters:
  ///   - count: How many.
  ///   - source: The page, the dictionary and the limit.
  ///   - values: Receives them.
  ///   - row: The row that receives the first.
  ///   - room: Buffers for lengths.
  /// - Throws: ``ParquetFault``.
  mutating func decode(
    _ count: Int, from source: borrowing ValueSource, into values: inout ColumnValues, at row: Int,
    room: inout DecodingRoom
  ) throws(ParquetFault) {
    let page = source.page.span
    try room.readIntegers(count, page, &prefixes)
    try room.readOtherIntegers(count, page, &suffixes)
    for index in 0..<count {
      let (prefix, suffix) = (room.integers[index], room.otherIntegers[index])
      guard 0...Int64(previous.count) ~= prefix else {
        throw ParquetFault(
          .damaged, "\(prefix) bytes shared with a value of \(previous.count) bytes")
      }
      guard 0...Int64(source.end - position) ~= suffix else {
        throw ParquetFault(
          .damaged, "a value of \(suffix) more bytes; \(source.end - position) are left in the page"
        )
      }
      previous.removeLast(previous.count - Int(prefix))
      let next = position + Int(suffix)
      previous.append(contentsOf: source.page[position..<next])
      position = next
      try values.set(previous.span, at: row + index, limit: source.limit)
    }
  }
}

extension ColumnValues {
  /// Copies one byte string.
  fileprivate mutating func set(
    _ value: Span<UInt8>, at row: Int, limit: Int
  ) throws(ParquetFault) {
    let start: Int
    if case .fixed(let width) = type {
      guard value.count == width else {
        throw ParquetFault(.damaged, "a value of \(value.count) bytes, not \(width)")
      }
      start = row * width
    } else {
      start = Int(offsets[row])
      guard start + value.count <= limit else { throw Self.tooLarge(limit) }
      offsets[row + 1] = Int32(start + value.count)
      reserveBytes(start + value.count + Self.slack)
    }
    bytes.copy(from: value, at: 0, to: start, count: value.count)
  }
}
