/// The spelling of strings in JSON.
package enum JSONText {
  /// Appends a string in quotes, with no more escapes than RFC 8259 demands.
  ///
  /// Quotes, backslashes and control characters are escaped; slashes and non-ASCII characters are
  /// not. A lone surrogate gets its escape back, and a byte that belongs to no
  /// character becomes U+FFFD.
  package static func appendString(_ text: ArraySlice<UInt8>, to bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "\""))
    let span = text.span
    var runStart = 0
    var index = endOfPlainText(span, from: 0)
    while index < span.count {
      let byte = span[index]
      if byte >= 0x80, let length = UTF8Sequence.length(in: span, at: index) {
        index = endOfPlainText(span, from: index + length)
        continue
      }
      bytes.append(contentsOf: text[text.startIndex + runStart..<text.startIndex + index])
      index +=
        byte < 0x80 ? appendEscape(byte, to: &bytes) : appendStray(span, at: index, to: &bytes)
      runStart = index
      index = endOfPlainText(span, from: index)
    }
    bytes.append(contentsOf: text[text.startIndex + runStart..<text.endIndex])
    bytes.append(UInt8(ascii: "\""))
  }

  /// Appends a string in quotes.
  package static func appendString(_ text: String, to bytes: inout [UInt8]) {
    // Most strings need no escape; checking them in place saves a copy of each.
    let isPlain = text.utf8.allSatisfy { byte in
      byte &- 0x20 < 0x60 && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
    }
    guard isPlain else { return appendString(Array(text.utf8)[...], to: &bytes) }
    bytes.append(UInt8(ascii: "\""))
    bytes.append(contentsOf: text.utf8)
    bytes.append(UInt8(ascii: "\""))
  }

  /// Returns the index of the first byte that is a quote, a backslash, a control character or
  /// not ASCII, or the end.
  @inlinable @inline(__always)
  package static func endOfPlainText(_ text: Span<UInt8>, from start: Int) -> Int {
    var index = start
    while index &+ 8 <= text.count {
      let word = ByteWord(text, at: index)
      let ends =
        word.bytes(equalTo: UInt8(ascii: "\"")) | word.bytes(equalTo: UInt8(ascii: "\\"))
        | word.bytes(lessThan: 0x20) | word.nonASCIIBytes
      if ends != 0 { return index + ByteWord.firstIndex(in: ends) }
      index += 8
    }
    while index < text.count {
      switch text[index] {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"), ..<0x20, 0x80...: return index
      default: index += 1
      }
    }
    return index
  }

  /// Appends the escape of an ASCII character and returns 1, the number of bytes it replaces.
  private static func appendEscape(_ byte: UInt8, to bytes: inout [UInt8]) -> Int {
    let letter: UInt8
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"): letter = byte
    case 0x08: letter = UInt8(ascii: "b")
    case 0x09: letter = UInt8(ascii: "t")
    case 0x0A: letter = UInt8(ascii: "n")
    case 0x0C: letter = UInt8(ascii: "f")
    case 0x0D: letter = UInt8(ascii: "r")
    default:
      appendUnicodeEscape(UInt16(byte), to: &bytes)
      return 1
    }
    bytes.append(UInt8(ascii: "\\"))
    bytes.append(letter)
    return 1
  }

  /// Appends a replacement for bytes that are not UTF-8 and returns their number.
  private static func appendStray(
    _ text: Span<UInt8>, at index: Int, to bytes: inout [UInt8]
  ) -> Int {
    if index + 2 < text.count, text[index] == 0xED, 0xA0...0xBF ~= text[index + 1],
      0x80...0xBF ~= text[index + 2]
    {
      let bits = UInt16(text[index + 1] & 0x3F) << 6 | UInt16(text[index + 2] & 0x3F)
      appendUnicodeEscape(0xD000 | bits, to: &bytes)
      return 3
    }
    bytes.append(contentsOf: [0xEF, 0xBF, 0xBD])
    return 1
  }

  private static func appendUnicodeEscape(_ unit: UInt16, to bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "\\"))
    bytes.append(UInt8(ascii: "u"))
    for shift: UInt16 in [12, 8, 4, 0] {
      let digit = UInt8(unit >> shift & 0xF)
      bytes.append(digit + (digit < 10 ? UInt8(ascii: "0") : UInt8(ascii: "a") - 10))
    }
  }
}
