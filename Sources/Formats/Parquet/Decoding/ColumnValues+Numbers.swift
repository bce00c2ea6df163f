extension ColumnValues {
  /// Copies values of fixed width that lie one after the other.
  mutating func copyPlain(
    _ count: Int, from page: Span<UInt8>, at position: inout Int, to end: Int, row: Int
  ) throws(ParquetFault) {
    guard let width = type.width, count <= (end - position) / width else { throw Self.early }
    let start = position
    unsafe withBytes { target in
      unsafe page.withUnsafeBytes { source in
        unsafe UnsafeMutableRawBufferPointer(rebasing: target[row * width..<(row + count) * width])
          .copyMemory(
            from: UnsafeRawBufferPointer(rebasing: source[start..<start + count * width]))
      }
    }
    position += count * width
  }

  /// Copies values whose first bytes come first, then the second bytes, and so on.
  mutating func copySplit(
    _ count: Int, from page: Span<UInt8>, start: Int, next: Int, all: Int, row: Int
  ) {
    guard let width = type.width else { return }
    unsafe withBytes { target in
      for place in 0..<width {
        let stream = page.extracting(
          start + place * all + next..<start + place * all + next + count)
        for index in 0..<count {
          unsafe target[(row + index) * width + place] = stream[index]
        }
      }
    }
  }

  /// Reads integers that are written as differences.
  mutating func copyDelta(
    _ count: Int, from page: Span<UInt8>, _ delta: inout DeltaDecoder, row: Int,
    room: inout DecodingRoom
  ) throws(ParquetFault) {
    if type == .int64 {
      var span = int64s.mutableSpan
      try delta.decode(count, from: page, into: &span, at: row)
    } else {
      try room.readIntegers(count, page, &delta)
      for index in 0..<count {
        int32s[row + index] = Int32(truncatingIfNeeded: room.integers[index])
      }
    }
  }

  /// Copies values of a dictionary.
  ///
  /// - Parameters:
  ///   - indexes: The place of each in the dictionary.
  ///   - count: How many.
  ///   - dictionary: The dictionary.
  ///   - row: The row that receives the first.
  ///   - limit: The maximum number of bytes of all values.
  /// - Throws: ``ParquetFault``.
  mutating func copy(
    _ indexes: Span<UInt32>, _ count: Int, of dictionary: ColumnValues, row: Int, limit: Int
  ) throws(ParquetFault) {
    var greatest: UInt32 = 0
    for index in 0..<count { greatest = Swift.max(greatest, indexes[index]) }
    guard count == 0 || Int(greatest) < dictionary.count else {
      throw ParquetFault(
        .damaged, "value \(greatest) of the dictionary, which has \(dictionary.count) values")
    }
    switch type {
    case .bool: bools.gather(indexes, count, of: dictionary.bools, at: row)
    case .int32: int32s.gather(indexes, count, of: dictionary.int32s, at: row)
    case .int64: int64s.gather(indexes, count, of: dictionary.int64s, at: row)
    case .float: floats.gather(indexes, count, of: dictionary.floats, at: row)
    case .double: doubles.gather(indexes, count, of: dictionary.doubles, at: row)
    case .bytes: try copyStrings(indexes, count, of: dictionary, row: row, limit: limit)
    case .fixed(let width):
      for index in 0..<count {
        let source = Int(indexes[index]) * width
        bytes.copy(
          from: dictionary.bytes.span, at: source, to: (row + index) * width, count: width)
      }
    }
  }
}

extension Array {
  /// Copies elements of another array, by their indexes.
  fileprivate mutating func gather(
    _ indexes: Span<UInt32>, _ count: Int, of other: [Element], at start: Int
  ) {
    var span = mutableSpan
    let source = other.span
    for index in 0..<count { span[start + index] = source[Int(indexes[index])] }
  }
}
