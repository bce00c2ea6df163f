/// Finds well-formed UTF-8 characters in bytes.
package enum UTF8Sequence {
  /// Returns the number of bytes of the well-formed sequence at an index; nil if it is malformed.
  ///
  /// Overlong forms, surrogates and values above U+10FFFF are not well-formed.
  ///
  /// Spec: Unicode 15, table 3-7.
  @inlinable package static func length(in text: Span<UInt8>, at index: Int) -> Int? {
    let first = text[index]
    func isTail(_ distance: Int, in range: ClosedRange<UInt8> = 0x80...0xBF) -> Bool {
      index + distance < text.count && range.contains(text[index + distance])
    }
    switch first {
    case 0x00...0x7F: return 1
    case 0xC2...0xDF: return isTail(1) ? 2 : nil
    case 0xE0: return isTail(1, in: 0xA0...0xBF) && isTail(2) ? 3 : nil
    case 0xED: return isTail(1, in: 0x80...0x9F) && isTail(2) ? 3 : nil
    case 0xE1...0xEF: return isTail(1) && isTail(2) ? 3 : nil
    case 0xF0: return isTail(1, in: 0x90...0xBF) && isTail(2) && isTail(3) ? 4 : nil
    case 0xF1...0xF3: return isTail(1) && isTail(2) && isTail(3) ? 4 : nil
    case 0xF4: return isTail(1, in: 0x80...0x8F) && isTail(2) && isTail(3) ? 4 : nil
    default: return nil
    }
  }
}

extension UTF8Sequence {
  /// Tells whether a whole text is UTF-8.
  package static func isWellFormed(_ text: Span<UInt8>) -> Bool {
    var index = 0
    while index < text.count {
      // Most text is ASCII.
      while index &+ 8 <= text.count, ByteWord(text, at: index).nonASCIIBytes == 0 { index += 8 }
      guard index < text.count else { return true }
      guard let length = length(in: text, at: index) else { return false }
      index += length
    }
    return true
  }
}
