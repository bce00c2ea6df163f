/// Quotes pieces of a text, for messages.
enum SourceExcerpt {
  /// Quotes the word at an offset, or the one character there if it is not part of a word.
  ///
  /// Characters that cannot be told apart by eye are named by their code point.
  static func word(in text: Span<UInt8>, at start: Int) -> String {
    guard start < text.count else { return "the end of the document" }
    var end = start
    while end < text.count, end - start < 32, isWordByte(text[end]) { end += 1 }
    guard end == start else { return quoted(in: text, start..<end) }
    return character(in: text, at: start)
  }

  /// Quotes a range of the text; bytes that are not UTF-8 become U+FFFD.
  static func quoted(in text: Span<UInt8>, _ range: Range<Int>) -> String {
    let range = range.clamped(to: 0..<text.count)
    return "\"" + String(decoding: range.map { text[$0] }, as: UTF8.self) + "\""
  }

  /// Quotes one character, or names it if it is invisible, easily mistaken or not a character.
  static func character(in text: Span<UInt8>, at start: Int) -> String {
    let byte = text[start]
    switch byte {
    case 0x21...0x7E: return quoted(in: text, start..<start + 1)
    case 0x0A, 0x0D: return "a line end"
    case 0x20: return "a space"
    case 0x09: return "a tab"
    case 0..<0x80: return "control character " + hexadecimal(byte)
    default: break
    }
    guard let length = UTF8Sequence.length(in: text, at: start) else {
      return "byte " + hexadecimal(byte)
    }
    let bytes = (start..<start + length).map { text[$0] }
    guard let scalar = String(decoding: bytes, as: UTF8.self).unicodeScalars.first else {
      return ""
    }
    let digits = String(scalar.value, radix: 16, uppercase: true)
    let name = "U+" + String(repeating: "0", count: Swift.max(0, 4 - digits.count)) + digits
    return scalar.properties.isWhitespace || scalar.properties.isDefaultIgnorableCodePoint
      ? name : "\"\(scalar)\" (\(name))"
  }

  /// Writes a byte as `0x` and two digits.
  static func hexadecimal(_ byte: UInt8) -> String {
    let digits = String(byte, radix: 16, uppercase: true)
    return "0x" + (digits.count < 2 ? "0" : "") + digits
  }

  /// Tells whether a byte is an ASCII letter, digit or underscore.
  @inline(__always)
  static func isWordByte(_ byte: UInt8) -> Bool {
    byte &- 0x30 < 10 || (byte | 0x20) &- 0x61 < 26 || byte == UInt8(ascii: "_")
  }

  /// Returns the line of an offset, counted from 1.
  static func line(of offset: Int, in text: Span<UInt8>) -> Int {
    var line = 1
    for index in 0..<Swift.min(offset, text.count) where text[index] == UInt8(ascii: "\n") {
      line += 1
    }
    return line
  }
}
