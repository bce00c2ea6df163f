/// Writes the compact protocol of Thrift, in which Parquet writes its metadata.
struct ThriftWriter {
  /// What was written.
  private(set) var bytes: [UInt8] = []
  /// The number of the field before, in each structure that is open.
  private var fields: [Int16] = [0]

  /// Starts a field of the structure that is open.
  private mutating func start(_ field: Int16, type: ThriftType) {
    let step = field - fields[fields.count - 1]
    if 1...15 ~= step {
      bytes.append(UInt8(step) << 4 | type.rawValue)
    } else {
      bytes.append(type.rawValue)
      append(signed: Int64(field))
    }
    fields[fields.count - 1] = field
  }

  /// Writes a field of 32 bits.
  mutating func write(_ value: Int32, field: Int16) {
    start(field, type: .int32)
    append(signed: Int64(value))
  }

  /// Writes a field of 64 bits.
  mutating func write(_ value: Int64, field: Int16) {
    start(field, type: .int64)
    append(signed: value)
  }

  /// Writes a field that is true or false.
  mutating func write(_ value: Bool, field: Int16) {
    start(field, type: value ? .yes : .no)
  }

  /// Writes a field that is a byte string.
  mutating func write(_ value: [UInt8], field: Int16) {
    start(field, type: .binary)
    append(value)
  }

  /// Writes a field that is a string.
  mutating func write(_ value: String, field: Int16) { write(Array(value.utf8), field: field) }

  /// Writes a field that is a structure.
  mutating func structure(field: Int16, _ body: (_ writer: inout ThriftWriter) -> Void) {
    start(field, type: .structure)
    element(body)
  }

  /// Writes a structure: the outermost, or an element of a list.
  mutating func element(_ body: (_ writer: inout ThriftWriter) -> Void) {
    fields.append(0)
    body(&self)
    fields.removeLast()
    bytes.append(0)
  }

  /// Starts a field that is a list, of which the caller writes the elements.
  mutating func list(field: Int16, of type: ThriftType, count: Int) {
    start(field, type: .list)
    if count < 15 {
      bytes.append(UInt8(count) << 4 | type.rawValue)
    } else {
      bytes.append(0xF0 | type.rawValue)
      append(UInt64(count))
    }
  }

  /// Writes a number that is an element of a list.
  mutating func append(signed value: Int64) {
    append(UInt64(bitPattern: value << 1 ^ value >> 63))
  }

  /// Writes a byte string that is an element of a list.
  mutating func append(_ value: [UInt8]) {
    append(UInt64(value.count))
    bytes += value
  }

  private mutating func append(_ value: UInt64) { bytes.append(sevenBits: value) }
}

extension [UInt8] {
  /// Adds a number, seven bits in each byte, the lowest first.
  mutating func append(sevenBits value: UInt64) {
    var rest = value
    while rest >= 0x80 {
      append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    append(UInt8(rest))
  }
}
