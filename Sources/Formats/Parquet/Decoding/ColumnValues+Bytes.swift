// Byte strings are copied in two passes: the first checks the lengths and sets the offsets, the
// second copies, and trusts them.
extension ColumnValues {
  /// Copies byte strings, each of which follows its length.
  ///
  /// - Parameters:
  ///   - count: How many.
  ///   - page: The page, with ``PackedBits/slack`` after it.
  ///   - position: The place of the first; then the place after the last.
  ///   - end: The place after the page.
  ///   - row: The row that receives the first.
  ///   - limit: The maximum number of bytes of all values.
  /// - Throws: ``ParquetFault``.
  mutating func copyStrings(
    _ count: Int, from page: Span<UInt8>, at position: inout Int, to end: Int, row: Int, limit: Int
  ) throws(ParquetFault) {
    let first = position
    var total = Int(offsets[row])
    for index in row..<row + count {
      guard end - position >= 4 else { throw Self.early }
      let length = Int(UInt32(truncatingIfNeeded: ByteWord(page, at: position).bits))
      position += 4
      guard length <= end - position else {
        throw ParquetFault(
          .damaged, "a value of \(length) bytes, but \(end - position) are left in the page")
      }
      position += length
      total += length
      guard total <= limit else { throw Self.tooLarge(limit) }
      offsets[index + 1] = Int32(truncatingIfNeeded: total)
    }
    reserveBytes(total + Self.slack)
    copyPieces(row..<row + count, from: page, at: first) { place in
      place += 4
      return place
    }
  }

  /// Copies byte strings that lie one after the other.
  ///
  /// - Parameters:
  ///   - lengths: Their lengths.
  ///   - count: How many.
  ///   - page: The page, with ``PackedBits/slack`` after it.
  ///   - position: The place of the first; then the place after the last.
  ///   - end: The place after the page.
  ///   - row: The row that receives the first.
  ///   - limit: The maximum number of bytes of all values.
  /// - Throws: ``ParquetFault``.
  mutating func copyStrings(
    lengths: Span<Int64>, _ count: Int, from page: Span<UInt8>, at position: inout Int, to end: Int,
    row: Int, limit: Int
  ) throws(ParquetFault) {
    let first = position
    var total = Int(offsets[row])
    for index in 0..<count {
      let length = lengths[index]
      guard 0...Int64(end - position) ~= length else {
        throw ParquetFault(
          .damaged, "a value of \(length) bytes, but \(end - position) are left in the page")
      }
      position += Int(length)
      total += Int(length)
      guard total <= limit else { throw Self.tooLarge(limit) }
      offsets[row + index + 1] = Int32(truncatingIfNeeded: total)
    }
    reserveBytes(total + Self.slack)
    let start = Int(offsets[row])
    bytes.copy(from: page, at: first, to: start, count: total - start)
  }

  /// Copies byte strings of a dictionary.
  ///
  /// - Parameters:
  ///   - indexes: The place of each in the dictionary; all exist.
  ///   - count: How many.
  ///   - dictionary: The dictionary.
  ///   - row: The row that receives the first.
  ///   - limit: The maximum number of bytes of all values.
  /// - Throws: ``ParquetFault``.
  mutating func copyStrings(
    _ indexes: Span<UInt32>, _ count: Int, of dictionary: ColumnValues, row: Int, limit: Int
  ) throws(ParquetFault) {
    let places = dictionary.offsets.span
    var total = Int(offsets[row])
    for index in 0..<count {
      let entry = Int(indexes[index])
      total += Int(places[entry + 1] - places[entry])
      guard total <= limit else { throw Self.tooLarge(limit) }
      offsets[row + index + 1] = Int32(truncatingIfNeeded: total)
    }
    reserveBytes(total + Self.slack)
    var next = 0
    copyPieces(row..<row + count, from: dictionary.bytes.span, at: 0) { place in
      place = Int(places[Int(indexes[next])])
      next += 1
      return place
    }
  }

  /// Copies the values of rows, whose offsets are set.
  ///
  /// - Parameters:
  ///   - rows: The rows.
  ///   - source: The bytes, with ``slack`` after each value.
  ///   - start: The place that the first call of `find` is given.
  ///   - find: Returns the place of the next value, given the place after the one before.
  @inline(__always) private mutating func copyPieces(
    _ rows: Range<Int>, from source: Span<UInt8>, at start: Int,
    _ find: (_ place: inout Int) -> Int
  ) {
    let offsets = offsets
    let ends = offsets.span
    var place = start
    unsafe source.withUnsafeBytes { source in
      unsafe bytes.withUnsafeMutableBytes { target in
        guard let from = source.baseAddress, let to = target.baseAddress else { return }
        for row in rows {
          let (start, end) = (Int(ends[row]), Int(ends[row + 1]))
          let (value, copy) = unsafe (from + find(&place), to + start)
          let count = end - start
          place += count
          if count <= 128 {
            var done = 0
            while done < count {
              let piece = unsafe (value + done).loadUnaligned(as: SIMD16<UInt8>.self)
              unsafe (copy + done).storeBytes(of: piece, as: SIMD16<UInt8>.self)
              done += 16
            }
          } else {
            unsafe copy.copyMemory(from: value, byteCount: count)
          }
        }
      }
    }
  }

  /// A fault: a page ends before its values.
  static let early = ParquetFault(
    .damaged, "a page has fewer values than its header says")

  /// A fault: the values have more bytes than allowed.
  static func tooLarge(_ limit: Int) -> ParquetFault {
    ParquetFault(
      .tooLarge, "the values of a column have more than \(limit) bytes in one batch, the limit")
  }
}

extension [UInt8] {
  /// Copies bytes into the array.
  mutating func copy(from source: Span<UInt8>, at start: Int, to target: Int, count: Int) {
    var span = mutableSpan
    span.copy(from: source, at: start, to: target, count: count)
  }
}
