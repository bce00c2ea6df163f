/// Reads the compact protocol of Thrift, in which Parquet writes its metadata.
///
/// No length is believed: each is compared with the bytes that are left.
struct ThriftReader {
  /// The bytes, of which the structure is a part.
  let bytes: [UInt8]
  /// The place of the next byte.
  var position: Int
  /// The place after the last byte.
  let end: Int
  /// The place in the file of the first of the bytes.
  let origin: Int
  /// The number of structures and lists that contain the next byte.
  var depth = 0
  /// The maximum depth; Parquet itself needs 8.
  private static let maximumDepth = 32

  init(_ bytes: [UInt8], in range: Range<Int>, origin: Int) {
    self.bytes = bytes
    self.position = range.lowerBound
    self.end = range.upperBound
    self.origin = origin
  }

  /// A fault at the next byte.
  func fault(_ message: String) -> ParquetFault { fault(.damaged, saying: message) }

  /// A fault of a kind at the next byte.
  func fault(_ kind: ParquetFault.Kind, saying message: String) -> ParquetFault {
    ParquetFault(kind, at: origin + position, message)
  }

  /// Reads one byte.
  mutating func byte() throws(ParquetFault) -> UInt8 {
    guard position < end else { throw fault(.truncated, saying: "the metadata end too early") }
    defer { position += 1 }
    return bytes[position]
  }

  /// Reads a number of at most 64 bits, seven in each byte.
  mutating func number() throws(ParquetFault) -> UInt64 {
    var value: UInt64 = 0
    for shift in stride(from: 0, to: 70, by: 7) {
      let byte = try byte()
      let bits = UInt64(byte & 0x7F)
      guard shift < 63 || bits <= 1 else { break }
      value |= bits << UInt64(shift)
      if byte < 0x80 { return value }
    }
    throw fault("a number in the metadata has more than 64 bits")
  }

  /// Reads a number with a sign.
  mutating func signedNumber() throws(ParquetFault) -> Int64 {
    let value = try number()
    return Int64(bitPattern: value >> 1) ^ -Int64(bitPattern: value & 1)
  }

  /// Reads a count of things, each of which takes at least one byte.
  mutating func length() throws(ParquetFault) -> Int {
    let value = try number()
    guard value <= UInt64(end - position) else {
      throw fault("a length of \(value) in the metadata, of which \(end - position) bytes are left")
    }
    return Int(value)
  }

  /// Reads the fields of a structure.
  ///
  /// - Parameter body: Reads one field; it is skipped if the body reads nothing.
  /// - Throws: ``ParquetFault``.
  mutating func structure(
    _ body: (_ reader: inout ThriftReader, _ field: ThriftField) throws(ParquetFault) -> Void
  ) throws(ParquetFault) {
    try enter()
    var identifier: Int16 = 0
    while true {
      let header = try byte()
      if header == 0 { break }
      guard let type = ThriftType(rawValue: header & 0x0F) else {
        throw fault("the metadata have a field of the unknown type \(header & 0x0F)")
      }
      if header >> 4 == 0 {
        identifier = Int16(truncatingIfNeeded: try signedNumber())
      } else {
        identifier = identifier &+ Int16(header >> 4)
      }
      let start = position
      try body(&self, ThriftField(identifier: identifier, type: type))
      if position == start { try skip(type, isElement: false) }
    }
    depth -= 1
  }

  mutating func enter() throws(ParquetFault) {
    depth += 1
    guard depth <= Self.maximumDepth else {
      throw fault("the metadata are nested more than \(Self.maximumDepth) deep")
    }
  }

  /// Reads the elements of a list.
  ///
  /// - Parameters:
  ///   - field: The field that has the list.
  ///   - type: The type of the elements.
  ///   - body: Reads one element.
  /// - Throws: ``ParquetFault``.
  mutating func list(
    _ field: ThriftField, of type: ThriftType,
    _ body: (_ reader: inout ThriftReader) throws(ParquetFault) -> Void
  ) throws(ParquetFault) {
    try require(field, .list)
    let (count, found) = try listHeader()
    guard found == type || count == 0 else {
      throw fault("the metadata have a list of \(found), where \(type) is expected")
    }
    try enter()
    for _ in 0..<count { try body(&self) }
    depth -= 1
  }

  mutating func listHeader() throws(ParquetFault) -> (count: Int, type: ThriftType) {
    let header = try byte()
    // fastparquet gives empty lists no type.
    if header == 0 { return (0, .byte) }
    guard let type = ThriftType(rawValue: header & 0x0F) else {
      throw fault("the metadata have a list of the unknown type \(header & 0x0F)")
    }
    var count = Int(header >> 4)
    if count == 15 { count = try length() }
    guard count <= end - position else {
      throw fault("a list of \(count) in the metadata, of which \(end - position) bytes are left")
    }
    return (count, type)
  }

  private func require(_ field: ThriftField, _ type: ThriftType) throws(ParquetFault) {
    guard field.type == type else {
      throw fault(
        "field \(field.identifier) of the metadata is of type \(field.type), not \(type)")
    }
  }

  /// Reads an integer.
  mutating func integer(_ field: ThriftField) throws(ParquetFault) -> Int64 {
    switch field.type {
    case .byte: return Int64(Int8(bitPattern: try byte()))
    case .int16, .int32, .int64: return try signedNumber()
    default: throw fault("field \(field.identifier) of the metadata is not a number")
    }
  }

  /// Reads a size, a count or a place: an integer that is not negative.
  mutating func size(_ field: ThriftField) throws(ParquetFault) -> Int {
    let value = try integer(field)
    guard value >= 0 else {
      throw fault("field \(field.identifier) of the metadata is \(value), and may not be negative")
    }
    return Int(value)
  }

  /// Returns the value of a field that is true or false.
  func flag(_ field: ThriftField) throws(ParquetFault) -> Bool {
    switch field.type {
    case .yes: return true
    case .no: return false
    default: throw fault("field \(field.identifier) of the metadata is not true or false")
    }
  }

  /// Reads a byte string.
  mutating func binary(_ field: ThriftField) throws(ParquetFault) -> [UInt8] {
    try require(field, .binary)
    return try binary()
  }

  /// Reads a byte string in a list.
  mutating func binary() throws(ParquetFault) -> [UInt8] {
    let count = try length()
    defer { position += count }
    return Array(bytes[position..<position + count])
  }

  /// Reads a string.
  mutating func string(_ field: ThriftField) throws(ParquetFault) -> String {
    String(decoding: try binary(field), as: UTF8.self)
  }
}
