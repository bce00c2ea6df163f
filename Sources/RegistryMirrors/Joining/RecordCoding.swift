internal import Formats
internal import SharedCloudRegistry

/// Records as bytes of a temporary file.
extension RecordBatch {
  /// The number of bytes before the strings of a record.
  static let headSize = 40

  /// Appends a record in the form of a temporary file.
  func encode(_ record: Record, into output: inout [UInt8]) {
    let start = output.count
    output.append(contentsOf: repeatElement(0, count: Self.headSize))
    unsafe output.withUnsafeMutableBytes { output in
      func put(_ value: some FixedWidthInteger, at place: Int) {
        unsafe output.storeBytes(
          of: value.littleEndian, toByteOffset: start + place, as: type(of: value))
      }
      put(record.keyEnd - record.start, at: 0)
      put(record.etagEnd - record.keyEnd, at: 4)
      put(record.noteEnd - record.etagEnd, at: 8)
      put(record.dataset, at: 12)
      put(record.size, at: 16)
      put(record.modified, at: 24)
      put(record.year, at: 32)
      put(record.pair, at: 34)
      put(record.encryption.rawValue, at: 35)
    }
    output.append(bytes.span.extracting(Int(record.start)..<Int(record.noteEnd)))
  }

  /// Reads the records that are complete in bytes of a temporary file.
  ///
  /// - Parameter input: The bytes.
  /// - Returns: The number of bytes of complete records.
  mutating func decode(_ input: [UInt8]) -> Int {
    let span = input.span
    var offset = 0
    while offset + Self.headSize <= input.count {
      func get<Value: FixedWidthInteger>(_ place: Int, as type: Value.Type) -> Value {
        unsafe input.withUnsafeBytes {
          unsafe Value(
            littleEndian: $0.loadUnaligned(fromByteOffset: offset + place, as: Value.self))
        }
      }
      let lengths = (
        Int(get(0, as: UInt32.self)), Int(get(4, as: UInt32.self)), Int(get(8, as: UInt32.self))
      )
      let start = offset + Self.headSize
      let end = start + lengths.0 + lengths.1 + lengths.2
      guard end <= input.count else { break }
      var record = Record()
      record.dataset = get(12, as: Int32.self)
      record.size = get(16, as: Int64.self)
      record.modified = get(24, as: Int64.self)
      record.year = get(32, as: Int16.self)
      record.pair = input[offset + 34]
      record.encryption = Encryption(rawValue: input[offset + 35]) ?? .unknown
      let keyEnd = start + lengths.0
      append(
        record, key: span.extracting(start..<keyEnd),
        etag: span.extracting(keyEnd..<keyEnd + lengths.1),
        note: span.extracting(keyEnd + lengths.1..<end))
      offset = end
    }
    return offset
  }
}
