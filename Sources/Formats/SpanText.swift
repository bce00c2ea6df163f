extension Span where Element == UInt8 {
  /// The bytes as text; those that are not UTF-8 become U+FFFD.
  package var text: String {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(count)
    for index in 0..<count { bytes.append(self[index]) }
    return String(decoding: bytes, as: UTF8.self)
  }
}
