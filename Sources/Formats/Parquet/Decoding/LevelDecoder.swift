/// Tells which rows have a value, from the definition levels of a column that is not nested.
enum LevelDecoder {
  /// Every row has a value, and there are no levels.
  case none
  /// Repetitions and packed bits.
  case runs(RunLengthDecoder)
  /// A bit a row, the first in the highest bit of a byte; the place of the next in bits.
  case bits(next: Int)

  /// Reads the levels of rows.
  ///
  /// - Parameters:
  ///   - count: The number of rows.
  ///   - page: The page.
  ///   - levels: Receives 1 for each row with a value and 0 for others, unless all have one.
  /// - Returns: The number of rows with a value.
  /// - Throws: ``ParquetFault``.
  mutating func decode(
    _ count: Int, from page: Span<UInt8>, into levels: inout [UInt32]
  ) throws(ParquetFault) -> Int {
    switch self {
    case .none: return count
    case .runs(var runs):
      let skipped = try runs.skipRun(of: 1, atMost: count, page: page)
      if skipped < count {
        levels.grow(to: count)
        for index in 0..<skipped { levels[index] = 1 }
        var span = levels.mutableSpan
        try runs.decode(count - skipped, from: page, into: &span, at: skipped)
      }
      self = .runs(runs)
      return skipped == count ? count : try Self.sum(levels, count)
    case .bits(let next):
      levels.grow(to: count)
      for index in 0..<count {
        let bit = next + index
        levels[index] = UInt32(page[bit >> 3] >> UInt8(7 - bit & 7)) & 1
      }
      self = .bits(next: next + count)
      return try Self.sum(levels, count)
    }
  }

  private static func sum(_ levels: [UInt32], _ count: Int) throws(ParquetFault) -> Int {
    var sum = 0
    var all: UInt32 = 0
    for index in 0..<count {
      sum += Int(levels[index])
      all |= levels[index]
    }
    guard all <= 1 else {
      throw ParquetFault(.damaged, "a definition level of \(all); the maximum is 1")
    }
    return sum
  }
}

extension LevelDecoder {
  /// Finds the definition levels of a page.
  ///
  /// - Parameters:
  ///   - page: The page.
  ///   - first: The place of its first byte.
  ///   - header: Its header.
  ///   - isNullable: Whether the column has levels.
  /// - Returns: The levels, and the place of the values.
  /// - Throws: ``ParquetFault``.
  static func start(
    of page: Span<UInt8>, at first: Int, header: ParquetPageHeader, isNullable: Bool
  ) throws(ParquetFault) -> (levels: LevelDecoder, values: Int) {
    if header.kind == .dataVersion2 {
      let start = first + header.repetitionSize
      let end = start + header.definitionSize
      if !isNullable { return (.none, end) }
      return (.runs(try RunLengthDecoder(width: 1, from: start, to: end)), end)
    }
    if !isNullable { return (.none, first) }
    let size = header.uncompressedSize
    if header.levelEncoding == .bitPacked {
      guard (header.valueCount + 7) / 8 <= size else { throw ColumnValues.early }
      return (.bits(next: first * 8), first + (header.valueCount + 7) / 8)
    }
    let length = size < 4 ? 0 : Int(page.number32(at: first))
    guard size >= 4, length <= size - 4 else {
      throw ParquetFault(
        .damaged, "definition levels of \(length) bytes in a page of \(size) bytes")
    }
    let start = first + 4
    return (.runs(try RunLengthDecoder(width: 1, from: start, to: start + length)), start + length)
  }
}

extension Array where Element: FixedWidthInteger {
  /// Adds zeros until there are enough elements.
  mutating func grow(to count: Int) {
    if self.count < count { append(contentsOf: repeatElement(0, count: count - self.count)) }
  }
}
