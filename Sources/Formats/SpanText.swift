extension Span where Element == UInt8 {
  /// The bytes as text; those that are not UTF-8 become U+FFFD.
  package var text: String { String(decoding: bytes(0..<count), as: UTF8.self) }

  /// Copies a range of the bytes.
  package func bytes(_ range: Range<Int>) -> [UInt8] {
    let part = extracting(range)
    return unsafe part.withUnsafeBufferPointer { unsafe Array($0) }
  }
}

extension [UInt8] {
  /// Appends bytes.
  package mutating func append(_ other: Span<UInt8>) {
    unsafe other.withUnsafeBufferPointer { unsafe append(contentsOf: $0) }
  }
}
