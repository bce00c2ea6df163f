/// The values of one column for a number of rows, in buffers that are used again and again.
///
/// Only the buffers of the column's type are in use. A row without a value has zero, false, or an
/// empty byte string in them.
package struct ColumnValues: Sendable {
  /// How the values lie in memory.
  package let type: ColumnType
  /// The number of rows.
  package internal(set) var count = 0
  /// The number of rows without a value.
  package internal(set) var nullCount = 0
  /// Whether each row has a value; of use only if ``nullCount`` is more than zero.
  package internal(set) var isPresent: [Bool] = []
  /// The values of a column of type `bool`.
  package internal(set) var bools: [Bool] = []
  /// The values of a column of type `int32`.
  package internal(set) var int32s: [Int32] = []
  /// The values of a column of type `int64`.
  package internal(set) var int64s: [Int64] = []
  /// The values of a column of type `float`.
  package internal(set) var floats: [Float] = []
  /// The values of a column of type `double`.
  package internal(set) var doubles: [Double] = []
  /// Where the value of each row begins in ``bytes``, and after the last row where it ends; for
  /// a column of type `bytes`.
  package internal(set) var offsets: [Int32] = []
  /// The bytes of a column of type `bytes` or `fixed`; there may be more after the last value.
  package internal(set) var bytes: [UInt8] = []

  /// Makes a column without rows.
  ///
  /// - Parameter type: How the values lie in memory.
  package init(_ type: ColumnType) {
    self.type = type
    if type == .bytes { offsets = [0] }
  }

  /// Whether a row has a value.
  package func hasValue(at row: Int) -> Bool { nullCount == 0 || isPresent[row] }

  /// The place in ``bytes`` of the value of a row, of a column of type `bytes` or `fixed`.
  package func byteRange(at row: Int) -> Range<Int> {
    if case .fixed(let width) = type { return row * width..<(row + 1) * width }
    return Int(offsets[row])..<Int(offsets[row + 1])
  }

  /// Removes all rows and keeps the buffers.
  package mutating func removeAll() {
    count = 0
    nullCount = 0
  }
}
