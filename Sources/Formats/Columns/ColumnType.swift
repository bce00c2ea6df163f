/// How the values of a column lie in memory.
package enum ColumnType: Sendable, Hashable {
  /// True or false.
  case bool
  /// Integers of 32 bits.
  case int32
  /// Integers of 64 bits.
  case int64
  /// Floating-point numbers of 32 bits.
  case float
  /// Floating-point numbers of 64 bits.
  case double
  /// Byte strings of any length, for example UTF-8.
  case bytes
  /// Byte strings that all have the same number of bytes.
  case fixed(Int)

  /// The number of bytes of a value; nil if values differ in length, or are single bits.
  var width: Int? {
    switch self {
    case .bool, .bytes: nil
    case .int32, .float: 4
    case .int64, .double: 8
    case .fixed(let width): width
    }
  }
}
