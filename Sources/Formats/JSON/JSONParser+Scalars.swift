extension JSONParser {
  /// Reads `true`, `false` or `null`.
  mutating func parseWord(_ text: Span<UInt8>) throws(SyntaxFault) {
    switch byte(text) {
    case UInt8(ascii: "t") where hasBytes(0x6575_7274, in: text, at: offset):
      appendWord(.true, length: 4)
    case UInt8(ascii: "f") where hasBytes(0x6573_6C61, in: text, at: offset + 1):
      appendWord(.false, length: 5)
    case UInt8(ascii: "n") where hasBytes(0x6C6C_756E, in: text, at: offset):
      appendWord(.null, length: 4)
    default:
      throw badValue(text)
    }
  }

  /// Tells whether the four given letters, the first in the lowest bits, end a word.
  @inline(__always)
  private func hasBytes(_ letters: UInt32, in text: Span<UInt8>, at index: Int) -> Bool {
    let end = index + 4
    guard end <= text.count else { return false }
    let four = text.extracting(index..<end)
    let bits =
      UInt32(four[0]) | UInt32(four[1]) << 8 | UInt32(four[2]) << 16 | UInt32(four[3]) << 24
    return bits == letters && (end == text.count || !SourceExcerpt.isWordByte(text[end]))
  }

  private mutating func appendWord(_ kind: Node.Kind, length: Int) {
    let place = offset..<offset + length
    document.appendScalar(kind, at: place, text: place)
    offset += length
  }

  /// Reads a number; its text is kept as written.
  mutating func parseNumber(_ text: Span<UInt8>) throws(SyntaxFault) {
    let start = offset
    if byte(text) == UInt8(ascii: "-") { offset += 1 }
    if byte(text) == UInt8(ascii: "0") {
      offset += 1
    } else {
      try parseDigits(text, of: start)
    }
    if byte(text) == UInt8(ascii: ".") {
      offset += 1
      try parseDigits(text, of: start)
    }
    if byte(text) | 0x20 == UInt8(ascii: "e") {
      offset += 1
      if byte(text) == UInt8(ascii: "+") || byte(text) == UInt8(ascii: "-") { offset += 1 }
      try parseDigits(text, of: start)
    }
    let next = byte(text)
    guard !SourceExcerpt.isWordByte(next), next != UInt8(ascii: ".") else {
      throw badNumber(text, from: start)
    }
    document.appendScalar(.number, at: start..<offset, text: start..<offset)
  }

  @inline(__always)
  private mutating func parseDigits(_ text: Span<UInt8>, of start: Int) throws(SyntaxFault) {
    guard isDigit(byte(text)) else { throw badNumber(text, from: start) }
    repeat { offset += 1 } while isDigit(byte(text))
  }

  @inline(__always)
  private func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }
}
