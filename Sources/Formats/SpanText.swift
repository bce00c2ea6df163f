extension Span where Element == UInt8 {
  /// The bytes as text; those that are not UTF-8 become U+FFFD.
  package var text: String { String(decoding: bytes(0..<count), as: UTF8.self) }

  /// Copies a range of the bytes.
  package func bytes(_ range: Range<Int>) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(range.count)
    for index in range { bytes.append(self[index]) }
    return bytes
  }
}
