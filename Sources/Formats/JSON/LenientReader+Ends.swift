/// Where the pieces of a faulty text probably end.
extension LenientReader {
  /// The end of a comment; nil if none begins at an offset.
  static func endOfComment(_ text: Span<UInt8>, from start: Int) -> Int? {
    let next = start + 1 < text.count ? text[start + 1] : 0
    switch text[start] {
    case UInt8(ascii: "#"): return endOfLine(text, from: start)
    case UInt8(ascii: "/") where next == UInt8(ascii: "/"): return endOfLine(text, from: start)
    case UInt8(ascii: "/") where next == UInt8(ascii: "*"):
      var index = start + 2
      while index + 1 < text.count {
        if text[index] == UInt8(ascii: "*"), text[index + 1] == UInt8(ascii: "/") {
          return index + 2
        }
        index += 1
      }
      return text.count
    default: return nil
    }
  }

  /// The end of a space or an invisible character that JSON does not know, such as a no-break space or
  /// a control character; nil if none begins at an offset.
  static func endOfOtherSpace(_ text: Span<UInt8>, from start: Int) -> Int? {
    switch text[start] {
    case 0x00..<0x20, 0x7F: return start + 1
    // A no-break space in Latin-1; UTF-8 has this byte only after others.
    case 0xA0: return start + 1
    case 0xC2...: break
    default: return nil
    }
    return otherSpaces.first { space in
      start + space.count <= text.count
        && space.indices.allSatisfy { text[start + $0] == space[$0] }
    }.map { start + $0.count }
  }

  /// Spaces, invisible characters, and those that change the direction of writing, in UTF-8.
  private static let otherSpaces: [[UInt8]] =
    ([0x85, 0xA0, 0xAD, 0x61C, 0x1680, 0x180E, 0x3000, 0xFEFF]
    + (0x2000...0x200F) + (0x2028...0x202F) + (0x205F...0x206F)).compactMap {
      Unicode.Scalar($0 as UInt32).map { Array(String($0).utf8) }
    }

  /// The end of a key without double quotes.
  static func endOfWord(_ text: Span<UInt8>, from start: Int) -> Int {
    var index = start
    if index < text.count, text[index] == UInt8(ascii: "'") {
      index += 1
      while index < text.count, text[index] != UInt8(ascii: "'"), text[index] != 0x0A { index += 1 }
      return Swift.min(index + 1, text.count)
    }
    while index < text.count, !":,{}[]\"\n\r".utf8.contains(text[index]) { index += 1 }
    return index
  }

  /// The end of bytes that are not a value: before a comma, bracket or line end, or after its quotes.
  static func endOfJunk(_ text: Span<UInt8>, from start: Int) -> Int {
    if start < text.count, text[start] == UInt8(ascii: "'") {
      return endOfWord(text, from: start)
    }
    var index = start
    while index < text.count, !",}]\n\r".utf8.contains(text[index]) { index += 1 }
    return index
  }

  /// Whether a value is only a wrong word or a string in wrong quotes, so that the text around it
  /// is what it seems.
  static func isPlainMistake(_ text: Span<UInt8>, at start: Int) -> Bool {
    let end = endOfJunk(text, from: start)
    guard end > start, end < text.count else { return false }
    let inner = start..<end
    let isQuoted = text[start] == UInt8(ascii: "'") || text[start] >= 0x80
    return inner.allSatisfy { index in
      let byte = text[index]
      return SourceExcerpt.isWordByte(byte) || "+-.".utf8.contains(byte)
        || isQuoted && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: ":")
    }
  }

  /// The end of what a line has, before a comma at its end.
  static func endOfLineContent(_ text: Span<UInt8>, from start: Int) -> Int {
    var end = endOfLine(text, from: start)
    while end > start, [0x20, 0x09].contains(text[end - 1]) { end -= 1 }
    while end > start, ",}]".utf8.contains(text[end - 1]) { end -= 1 }
    return end
  }

  /// The end of the line, before its line end.
  static func endOfLine(_ text: Span<UInt8>, from start: Int) -> Int {
    var index = start
    while index < text.count, text[index] != 0x0A, text[index] != 0x0D { index += 1 }
    return index
  }
}

/// Where a string with a fault in it probably ends.
///
/// A string without closing quote ends with its line, before a final comma. One whose next line
/// ends in a quote goes over two lines.
struct StringEnd {
  /// The offset after the string.
  let offset: Int

  init(_ text: Span<UInt8>, from start: Int) {
    let lineEnd = LenientReader.endOfLine(text, from: start)
    if let quote = Self.quote(text, in: start + 1..<lineEnd) {
      offset = quote + 1
    } else if let quote = Self.closingQuote(text, after: lineEnd) {
      offset = quote + 1
    } else {
      offset = Swift.max(LenientReader.endOfLineContent(text, from: start), start + 1)
    }
  }

  /// The first quote in a range that no backslash precedes.
  private static func quote(_ text: Span<UInt8>, in range: Range<Int>) -> Int? {
    var index = range.lowerBound
    while index < range.upperBound {
      if text[index] == UInt8(ascii: "\\") {
        index += 1
      } else if text[index] == UInt8(ascii: "\"") {
        return index
      }
      index += 1
    }
    return nil
  }

  /// The quote that ends the next line's first part, if that looks like the rest of a string.
  private static func closingQuote(_ text: Span<UInt8>, after lineEnd: Int) -> Int? {
    var index = lineEnd
    while index < text.count, [0x20, 0x09, 0x0A, 0x0D].contains(text[index]) { index += 1 }
    guard index < text.count, !"\"{}[]".utf8.contains(text[index]) else { return nil }
    let end = LenientReader.endOfLine(text, from: index)
    guard let quote = quote(text, in: index..<end) else { return nil }
    var next = quote + 1
    while next < text.count, [0x20, 0x09, 0x0A, 0x0D].contains(text[next]) { next += 1 }
    return next < text.count && ",}]".utf8.contains(text[next]) ? quote : nil
  }
}
