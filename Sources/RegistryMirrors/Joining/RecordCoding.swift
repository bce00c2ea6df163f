internal import Formats
internal import ObjectStorage
internal import SharedCloudRegistry

/// Records as bytes of a temporary file.
extension RecordBatch {
  /// The number of bytes before the strings of a record.
  static let headSize = 40

  /// Appends a record in the form of a temporary file.
  func encode(_ record: Record, into output: inout [UInt8]) {
    let start = output.count
    output.append(contentsOf: repeatElement(0, count: Self.headSize))
    output.store(record.keyEnd - record.start, at: start)
    output.store(record.etagEnd - record.keyEnd, at: start + 4)
    output.store(record.noteEnd - record.etagEnd, at: start + 8)
    output.store(record.dataset, at: start + 12)
    output.store(record.size, at: start + 16)
    output.store(record.modified, at: start + 24)
    output.store(record.year, at: start + 32)
    output.store(record.pair, at: start + 34)
    output.store(record.encryption.rawValue, at: start + 35)
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
      let lengths = (
        Int(span.value(at: offset, as: UInt32.self)),
        Int(span.value(at: offset + 4, as: UInt32.self)),
        Int(span.value(at: offset + 8, as: UInt32.self))
      )
      let start = offset + Self.headSize
      let end = start + lengths.0 + lengths.1 + lengths.2
      guard end <= input.count else { break }
      var record = Record()
      record.dataset = span.value(at: offset + 12)
      record.size = span.value(at: offset + 16)
      record.modified = span.value(at: offset + 24)
      record.year = span.value(at: offset + 32)
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
