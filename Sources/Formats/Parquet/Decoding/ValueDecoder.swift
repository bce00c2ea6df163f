/// Reads the values of one page, in any encoding.
enum ValueDecoder {
  /// Values of fixed width, or byte strings after their lengths; the place of the next.
  case plain(next: Int)
  /// True or false, a bit each; the place of the next in bits.
  case bits(next: Int)
  /// True or false, in runs.
  case runs(RunLengthDecoder)
  /// Places in the dictionary.
  case dictionary(RunLengthDecoder)
  /// Integers.
  case delta(DeltaDecoder)
  /// Lengths, and the place of the next byte string.
  case deltaLengths(DeltaDecoder, next: Int)
  /// Byte strings of which a part is shared with the one before.
  case deltaStrings(DeltaStringDecoder)
  /// First bytes, then second bytes, and so on: the index of the next value, and the number of all.
  case split(start: Int, next: Int, count: Int)

  /// Prepares for the values of a page.
  ///
  /// - Parameters:
  ///   - encoding: The encoding.
  ///   - column: The column.
  ///   - page: The page, with ``PackedBits/slack`` after it.
  ///   - range: The place of the values in the page.
  ///   - count: The number of rows of the page.
  ///   - hasDictionary: Whether the column chunk has a dictionary.
  /// - Throws: ``ParquetFault``.
  init(
    _ encoding: ParquetEncoding, column: ParquetColumn, page: Span<UInt8>, in range: Range<Int>,
    count: Int, hasDictionary: Bool
  ) throws(ParquetFault) {
    let (start, end) = (range.lowerBound, range.upperBound)
    let type = column.physicalType
    switch encoding {
    case .plain: self = type == .boolean ? .bits(next: start * 8) : .plain(next: start)
    case .runLengthDictionary, .plainDictionary:
      guard hasDictionary else {
        throw ParquetFault(.damaged, "a page needs a dictionary, but the column chunk has none")
      }
      // A page without values may be empty.
      let width = start < end ? Int(page[start]) : 0
      self = .dictionary(
        try RunLengthDecoder(width: width, from: Swift.min(start + 1, end), to: end))
    case .runLength where type == .boolean:
      let length = end - start < 4 ? 0 : Int(page.number32(at: start))
      guard end - start >= 4, length <= end - start - 4 else { throw ColumnValues.early }
      self = .runs(try RunLengthDecoder(width: 1, from: start + 4, to: start + 4 + length))
    case .deltaBinaryPacked where type == .int32 || type == .int64:
      self = .delta(try DeltaDecoder(page, from: start, to: end, atMost: count))
    case .deltaLengthByteArray where type == .byteArray:
      var lengths = try DeltaDecoder(page, from: start, to: end, atMost: count)
      let saved = lengths
      self = .deltaLengths(saved, next: try lengths.skipToEnd(page))
    case .deltaByteArray where type == .byteArray || type == .fixedLengthByteArray:
      self = .deltaStrings(try DeltaStringDecoder(page, in: range, atMost: count))
    case .byteStreamSplit where column.type.width != nil && type != .int96:
      let width = column.type.width ?? 1
      guard (end - start) % width == 0 else {
        throw ParquetFault(
          .damaged, "\(end - start) bytes in BYTE_STREAM_SPLIT for values of \(width) bytes")
      }
      self = .split(start: start, next: 0, count: (end - start) / width)
    default:
      throw ParquetFault(
        .unsupported, "values of type \(type.name) in the encoding \(encoding.name)")
    }
  }

  /// Reads values.
  ///
  /// - Parameters:
  ///   - count: How many.
  ///   - source: The page, the dictionary and the limit.
  ///   - values: Receives them.
  ///   - row: The row that receives the first.
  ///   - room: Buffers for what is read in between.
  /// - Throws: ``ParquetFault``.
  mutating func decode(
    _ count: Int, from source: borrowing ValueSource, into values: inout ColumnValues, at row: Int,
    room: inout DecodingRoom
  ) throws(ParquetFault) {
    let page = source.page.span
    switch self {
    case .plain(var next):
      if values.type == .bytes {
        try values.copyStrings(
          count, from: page, at: &next, to: source.end, row: row, limit: source.limit)
      } else {
        try values.copyPlain(count, from: page, at: &next, to: source.end, row: row)
      }
      self = .plain(next: next)
    case .bits(let next):
      guard count <= source.end * 8 - next else { throw ColumnValues.early }
      for index in 0..<count {
        let bit = next + index
        values.bools[row + index] = page[bit >> 3] >> UInt8(bit & 7) & 1 == 1
      }
      self = .bits(next: next + count)
    case .runs(var runs):
      try room.readIndexes(count, page, &runs)
      for index in 0..<count { values.bools[row + index] = room.indexes[index] != 0 }
      self = .runs(runs)
    case .dictionary(var indexes):
      try room.readIndexes(count, page, &indexes)
      try values.copy(
        room.indexes.span, count, of: source.dictionary, row: row, limit: source.limit)
      self = .dictionary(indexes)
    case .delta(var delta):
      try values.copyDelta(count, from: page, &delta, row: row, room: &room)
      self = .delta(delta)
    case .deltaLengths(var lengths, var next):
      try room.readIntegers(count, page, &lengths)
      try values.copyStrings(
        lengths: room.integers.span, count, from: page, at: &next, to: source.end, row: row,
        limit: source.limit)
      self = .deltaLengths(lengths, next: next)
    case .deltaStrings(var strings):
      self = .bits(next: 0)
      try strings.decode(count, from: source, into: &values, at: row, room: &room)
      self = .deltaStrings(strings)
    case .split(let start, let next, let all):
      guard count <= all - next else { throw ColumnValues.early }
      values.copySplit(count, from: page, start: start, next: next, all: all, row: row)
      self = .split(start: start, next: next + count, count: all)
    }
  }
}

/// The bytes that a ``ValueDecoder`` reads.
struct ValueSource {
  /// The page, with ``PackedBits/slack`` after it.
  var page: [UInt8] = []
  /// The place after the last value in the page.
  var end = 0
  /// Whether the page is a part of the bytes of the file, not a buffer.
  var isBorrowed = false
  /// The values of the dictionary.
  var dictionary: ColumnValues
  /// The maximum number of bytes of the values of a batch.
  let limit: Int
}

/// Buffers for numbers that lead to values.
struct DecodingRoom {
  /// Places in a dictionary.
  private(set) var indexes: [UInt32] = []
  /// Lengths, or integers before they get their size.
  private(set) var integers: [Int64] = []
  /// Other lengths.
  private(set) var otherIntegers: [Int64] = []

  mutating func readIndexes(
    _ count: Int, _ page: Span<UInt8>, _ runs: inout RunLengthDecoder
  ) throws(ParquetFault) {
    indexes.grow(to: count)
    var span = indexes.mutableSpan
    try runs.decode(count, from: page, into: &span)
  }

  mutating func readIntegers(
    _ count: Int, _ page: Span<UInt8>, _ delta: inout DeltaDecoder
  ) throws(ParquetFault) {
    integers.grow(to: count)
    var span = integers.mutableSpan
    try delta.decode(count, from: page, into: &span)
  }

  mutating func readOtherIntegers(
    _ count: Int, _ page: Span<UInt8>, _ delta: inout DeltaDecoder
  ) throws(ParquetFault) {
    otherIntegers.grow(to: count)
    var span = otherIntegers.mutableSpan
    try delta.decode(count, from: page, into: &span)
  }
}

extension Span where Element == UInt8 {
  /// The four bytes from an index on as a number, the lowest first.
  func number32(at index: Int) -> UInt32 {
    UInt32(self[index]) | UInt32(self[index + 1]) << 8 | UInt32(self[index + 2]) << 16
      | UInt32(self[index + 3]) << 24
  }
}
