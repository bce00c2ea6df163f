extension JSONParser {
  /// Reads a string or key, whose opening quote is at the current offset.
  mutating func parseString(_ text: Span<UInt8>) throws(SyntaxFault) {
    let start = offset
    var index = start + 1
    while true {
      index = JSONText.endOfPlainText(text, from: index)
      guard index < text.count else { throw unterminatedString(from: start) }
      switch text[index] {
      case UInt8(ascii: "\""):
        offset = index + 1
        return document.appendScalar(
          .string, at: start..<offset, text: start + 1..<index)
      case UInt8(ascii: "\\"): return try parseEscapedString(text, from: start, escape: index)
      case 0x80...: index = endOfNonASCII(text, from: index)
      default: throw bareControl(text, at: index)
      }
    }
  }

  /// Reads a string that has escapes, whose text has to go to the pool.
  private mutating func parseEscapedString(
    _ text: Span<UInt8>, from start: Int, escape: Int
  ) throws(SyntaxFault) {
    let poolStart = document.pool.count
    document.pool.append(contentsOf: source[start + 1..<escape])
    var index = escape
    while true {
      guard index < text.count else { throw unterminatedString(from: start) }
      let runStart = index
      switch text[index] {
      case UInt8(ascii: "\""):
        offset = index + 1
        return document.appendScalar(
          .string, at: start..<offset, text: poolStart..<document.pool.count, isPooled: true)
      case UInt8(ascii: "\\"):
        index = try parseEscape(text, at: index, stringStart: start)
        continue
      case 0x80...: index = endOfNonASCII(text, from: index)
      case 0x20...: index = JSONText.endOfPlainText(text, from: index)
      default: throw bareControl(text, at: index)
      }
      document.pool.append(contentsOf: source[runStart..<index])
    }
  }

  /// Skips characters that are not ASCII, with a remark at the first of adjacent stray bytes.
  private mutating func endOfNonASCII(_ text: Span<UInt8>, from start: Int) -> Int {
    var index = start
    var isStray = false
    while index < text.count, text[index] >= 0x80 {
      if let length = UTF8Sequence.length(in: text, at: index) {
        isStray = false
        index += length
      } else {
        if !isStray { document.remark(.invalidUTF8(byte: text[index]), at: index) }
        isStray = true
        index += 1
      }
    }
    return index
  }
}

// MARK: - Escapes

extension JSONParser {
  /// Appends the meaning of an escape to the pool and returns the offset after it.
  private mutating func parseEscape(
    _ text: Span<UInt8>, at index: Int, stringStart: Int
  ) throws(SyntaxFault) -> Int {
    guard index + 1 < text.count else { throw unterminatedString(from: stringStart) }
    switch text[index + 1] {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"):
      document.pool.append(text[index + 1])
    case UInt8(ascii: "b"): document.pool.append(0x08)
    case UInt8(ascii: "f"): document.pool.append(0x0C)
    case UInt8(ascii: "n"): document.pool.append(0x0A)
    case UInt8(ascii: "r"): document.pool.append(0x0D)
    case UInt8(ascii: "t"): document.pool.append(0x09)
    case UInt8(ascii: "u"): return try parseUnicodeEscape(text, at: index)
    default: throw unknownEscape(text, at: index)
    }
    return index + 2
  }

  private mutating func parseUnicodeEscape(
    _ text: Span<UInt8>, at index: Int
  ) throws(SyntaxFault) -> Int {
    let first = try hexDigits(text, ofEscape: index)
    guard (0xD800...0xDFFF).contains(first) else {
      appendCodePoint(first)
      return index + 6
    }
    if first < 0xDC00, index + 7 < text.count, text[index + 6] == UInt8(ascii: "\\"),
      text[index + 7] == UInt8(ascii: "u")
    {
      let second = try hexDigits(text, ofEscape: index + 6)
      if (0xDC00...0xDFFF).contains(second) {
        appendCodePoint(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
        return index + 12
      }
    }
    document.remark(.loneSurrogate, at: index)
    appendCodePoint(first)
    return index + 6
  }

  /// Returns the value of the four digits after `\u`.
  private func hexDigits(
    _ text: Span<UInt8>, ofEscape escape: Int
  ) throws(SyntaxFault) -> UInt32 {
    var value: UInt32 = 0
    for index in escape + 2..<escape + 6 {
      guard index < text.count, let digit = hexValue(text[index]) else {
        throw incompleteEscape(text, at: escape)
      }
      value = value << 4 | digit
    }
    return value
  }

  private func hexValue(_ byte: UInt8) -> UInt32? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte - 0x30)
    case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt32(byte - 0x61 + 10)
    case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt32(byte - 0x41 + 10)
    default: nil
    }
  }

  /// Appends a code point in UTF-8; a lone surrogate also gets three bytes, so that it survives.
  private mutating func appendCodePoint(_ value: UInt32) {
    func tail(_ shift: UInt32) -> UInt8 { UInt8(0x80 | value >> shift & 0x3F) }
    switch value {
    case 0..<0x80: document.pool.append(UInt8(value))
    case 0x80..<0x800:
      document.pool.append(UInt8(0xC0 | value >> 6))
      document.pool.append(tail(0))
    case 0x800..<0x10000:
      document.pool.append(UInt8(0xE0 | value >> 12))
      document.pool.append(tail(6))
      document.pool.append(tail(0))
    default:
      document.pool.append(UInt8(0xF0 | value >> 18))
      document.pool.append(tail(12))
      document.pool.append(tail(6))
      document.pool.append(tail(0))
    }
  }
}
