// The decoders fill buffers that were given their size before, so that nothing grows row by row.
extension ColumnValues {
  /// How many bytes there are after the last value, so that copies may write after their end.
  static let slack = 16

  /// Gives the buffers room for a number of rows, of which none has a value yet.
  mutating func prepare(rows: Int) {
    count = rows
    nullCount = 0
    switch type {
    case .bool: bools.grow(to: rows, with: false)
    case .int32: int32s.grow(to: rows, with: 0)
    case .int64: int64s.grow(to: rows, with: 0)
    case .float: floats.grow(to: rows, with: 0)
    case .double: doubles.grow(to: rows, with: 0)
    case .bytes: offsets.grow(to: rows + 1, with: 0)
    case .fixed(let width): reserveBytes(rows * width + Self.slack)
    }
  }

  /// Gives a mutable view of the bytes of the values of a type of fixed width.
  mutating func withBytes<Result, Failure: Error>(
    _ body: (UnsafeMutableRawBufferPointer) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    switch type {
    case .bool: try unsafe bools.withUnsafeMutableBytesOf(body)
    case .int32: try unsafe int32s.withUnsafeMutableBytesOf(body)
    case .int64: try unsafe int64s.withUnsafeMutableBytesOf(body)
    case .float: try unsafe floats.withUnsafeMutableBytesOf(body)
    case .double: try unsafe doubles.withUnsafeMutableBytesOf(body)
    case .bytes, .fixed: try unsafe bytes.withUnsafeMutableBytesOf(body)
    }
  }

  /// Marks rows as rows without a value, and moves the values, which were decoded without gaps.
  ///
  /// - Parameters:
  ///   - levels: 1 for each row with a value, 0 for others.
  ///   - range: The rows that the levels are for.
  ///   - valueCount: The number of rows with a value.
  mutating func spread(_ levels: Span<UInt32>, over range: Range<Int>, valueCount: Int) {
    if nullCount == 0 { isPresent.grow(to: count, with: true) }
    if nullCount == 0 { for row in 0..<range.lowerBound { isPresent[row] = true } }
    nullCount += range.count - valueCount
    for index in 0..<range.count { isPresent[range.lowerBound + index] = levels[index] == 1 }
    switch type {
    case .bool: bools.spread(levels, over: range, valueCount: valueCount, gap: false)
    case .int32: int32s.spread(levels, over: range, valueCount: valueCount, gap: 0)
    case .int64: int64s.spread(levels, over: range, valueCount: valueCount, gap: 0)
    case .float: floats.spread(levels, over: range, valueCount: valueCount, gap: 0)
    case .double: doubles.spread(levels, over: range, valueCount: valueCount, gap: 0)
    case .bytes: spreadOffsets(levels, over: range, valueCount: valueCount)
    case .fixed(let width): spreadFixed(levels, over: range, valueCount: valueCount, width: width)
    }
  }

  /// Marks rows as rows with a value.
  mutating func markPresent(in range: Range<Int>) {
    guard nullCount > 0 else { return }
    for row in range { isPresent[row] = true }
  }

  private mutating func spreadOffsets(
    _ levels: Span<UInt32>, over range: Range<Int>, valueCount: Int
  ) {
    var source = range.lowerBound + valueCount
    for index in stride(from: range.count - 1, through: 0, by: -1) {
      offsets[range.lowerBound + index + 1] = offsets[source]
      if levels[index] == 1 { source -= 1 }
    }
  }

  private mutating func spreadFixed(
    _ levels: Span<UInt32>, over range: Range<Int>, valueCount: Int, width: Int
  ) {
    var source = range.lowerBound + valueCount
    for index in stride(from: range.count - 1, through: 0, by: -1) {
      let row = range.lowerBound + index
      if levels[index] == 1 { source -= 1 }
      for place in 0..<width {
        bytes[row * width + place] = levels[index] == 1 ? bytes[source * width + place] : 0
      }
    }
  }
}

extension Array {
  /// Adds elements until there are enough.
  mutating func grow(to count: Int, with element: Element) {
    guard self.count < count else { return }
    append(contentsOf: repeatElement(element, count: count - self.count))
  }

  /// Calls a function with the bytes of the elements, which must be plain numbers.
  fileprivate mutating func withUnsafeMutableBytesOf<Result, Failure: Error>(
    _ body: (UnsafeMutableRawBufferPointer) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try unsafe withUnsafeMutableBufferPointer { buffer throws(Failure) in
      try unsafe body(UnsafeMutableRawBufferPointer(buffer))
    }
  }

  /// Moves elements that have no gaps to the rows with a value.
  fileprivate mutating func spread(
    _ levels: Span<UInt32>, over range: Range<Int>, valueCount: Int, gap: Element
  ) {
    var span = mutableSpan
    var source = range.lowerBound + valueCount
    for index in stride(from: range.count - 1, through: 0, by: -1) {
      let row = range.lowerBound + index
      if levels[index] == 1 {
        source -= 1
        span[row] = span[source]
      } else {
        span[row] = gap
      }
    }
  }
}
