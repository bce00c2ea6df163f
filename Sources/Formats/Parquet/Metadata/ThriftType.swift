/// The types of the compact protocol of Thrift.
enum ThriftType: UInt8, Sendable {
  /// The value true of a field; in lists, true or false.
  case yes = 1
  /// The value false of a field.
  case no = 2
  case byte = 3
  case int16 = 4
  case int32 = 5
  case int64 = 6
  case double = 7
  case binary = 8
  case list = 9
  case set = 10
  case map = 11
  case structure = 12
  case uuid = 13
}

/// The start of a field in the compact protocol of Thrift.
struct ThriftField {
  /// The number of the field.
  let identifier: Int16
  /// The type of its value.
  let type: ThriftType
}
