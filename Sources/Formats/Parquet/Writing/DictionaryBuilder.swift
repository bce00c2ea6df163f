/// Finds the distinct values of a column and numbers them, if that makes the column smaller.
struct DictionaryBuilder {
  /// The row in which each distinct value is first.
  private(set) var rows: [Int32] = []
  /// The number of the value of each row that has one.
  private(set) var indexes: [UInt32] = []
  /// The number of bits of an index.
  var width: Int { rows.count <= 1 ? 0 : Int.bitWidth - (rows.count - 1).leadingZeroBitCount }
  /// The distinct values by their hashes; the number of a value plus one, or zero.
  private var table: [UInt32] = []

  /// The number of values after which most columns are known to have no dictionary.
  private static let sample = 1024

  /// Numbers the values of a column.
  ///
  /// - Parameter values: The column.
  /// - Returns: Whether a dictionary pays: values occur four times or more.
  mutating func build(_ values: ColumnValues) -> Bool {
    rows.removeAll(keepingCapacity: true)
    indexes.removeAll(keepingCapacity: true)
    if values.type == .bool { return false }
    let most = values.count / 4
    guard values.count >= 16 else { return false }
    let slots = Swift.max(64, (most * 2).roundedUpToPowerOfTwo)
    table.removeAll(keepingCapacity: true)
    table.append(contentsOf: repeatElement(0, count: slots))
    for row in 0..<values.count where values.hasValue(at: row) {
      number(row, of: values, mask: slots - 1)
      if rows.count > most { return false }
      if indexes.count == Self.sample, rows.count > Self.sample / 2 { return false }
    }
    return !rows.isEmpty
  }

  private mutating func number(_ row: Int, of values: ColumnValues, mask: Int) {
    var slot = values.hash(at: row) & mask
    while true {
      let entry = table[slot]
      if entry == 0 {
        rows.append(Int32(row))
        table[slot] = UInt32(rows.count)
        indexes.append(UInt32(rows.count - 1))
        return
      }
      if values.isSame(row, as: Int(rows[Int(entry) - 1])) {
        indexes.append(entry - 1)
        return
      }
      slot = (slot + 1) & mask
    }
  }
}

extension ColumnValues {
  /// A number that is the same for the same values.
  fileprivate func hash(at row: Int) -> Int {
    var hash: UInt64 = 0
    switch type {
    case .bytes, .fixed:
      let range = byteRange(at: row)
      let span = bytes.span
      var index = range.lowerBound
      while index + 8 <= range.upperBound {
        hash = (hash ^ ByteWord(span, at: index).bits) &* 0x9E37_79B9_7F4A_7C15
        hash ^= hash >> 29
        index += 8
      }
      while index < range.upperBound {
        hash = (hash ^ UInt64(span[index])) &* 0x9E37_79B9_7F4A_7C15
        index += 1
      }
    case .int64: hash = UInt64(bitPattern: int64s[row]) &* 0x9E37_79B9_7F4A_7C15
    case .double: hash = doubles[row].bitPattern &* 0x9E37_79B9_7F4A_7C15
    case .int32: hash = UInt64(UInt32(bitPattern: int32s[row])) &* 0x9E37_79B9_7F4A_7C15
    case .float: hash = UInt64(floats[row].bitPattern) &* 0x9E37_79B9_7F4A_7C15
    case .bool: hash = bools[row] ? 1 : 0
    }
    return Int(truncatingIfNeeded: hash >> 20)
  }

  /// Whether two rows have the same bits.
  fileprivate func isSame(_ row: Int, as other: Int) -> Bool {
    switch type {
    case .bytes, .fixed:
      bytes.span.isSame(byteRange(at: row), as: byteRange(at: other))
    case .int64: int64s[row] == int64s[other]
    case .double: doubles[row].bitPattern == doubles[other].bitPattern
    case .int32: int32s[row] == int32s[other]
    case .float: floats[row].bitPattern == floats[other].bitPattern
    case .bool: bools[row] == bools[other]
    }
  }
}

extension Span where Element == UInt8 {
  /// Whether two parts have the same bytes.
  fileprivate func isSame(_ left: Range<Int>, as right: Range<Int>) -> Bool {
    guard left.count == right.count else { return false }
    var index = 0
    while index + 8 <= left.count {
      let (one, other) = (left.lowerBound + index, right.lowerBound + index)
      if ByteWord(self, at: one).bits != ByteWord(self, at: other).bits { return false }
      index += 8
    }
    while index < left.count {
      if self[left.lowerBound + index] != self[right.lowerBound + index] { return false }
      index += 1
    }
    return true
  }
}

extension Int {
  /// The least power of two that is not less.
  fileprivate var roundedUpToPowerOfTwo: Int {
    self <= 1 ? 1 : 1 << (Int.bitWidth - (self - 1).leadingZeroBitCount)
  }
}
