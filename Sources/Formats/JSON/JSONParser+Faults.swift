extension JSONParser {
  /// Describes an unexpected character at the current offset.
  @inline(never)
  func fault(_ text: Span<UInt8>, expected: String) -> SyntaxFault {
    guard offset < text.count else { return unexpectedEnd(text, expected: expected) }
    let found = SourceExcerpt.word(in: text, at: offset)
    let next = offset + 1 < text.count ? text[offset + 1] : 0
    func grammar(_ message: String) -> SyntaxFault {
      SyntaxFault(.grammar, offset: offset, message, expected: expected, found: found)
    }
    switch text[offset] {
    case UInt8(ascii: "#"):
      return SyntaxFault(
        .comment, offset: offset, "JSON has no comments", expected: expected, found: found)
    case UInt8(ascii: "/") where next == UInt8(ascii: "/") || next == UInt8(ascii: "*"):
      return SyntaxFault(
        .comment, offset: offset, "JSON has no comments", expected: expected,
        found: SourceExcerpt.quoted(in: text, offset..<offset + 2))
    case UInt8(ascii: "'"):
      return grammar("JSON strings need double quotes, not single quotes")
    case UInt8(ascii: "\""): return grammar("found a string instead of \(expected)")
    case UInt8(ascii: "]"), UInt8(ascii: "}"): return strayBracket(text, expected: expected)
    case 0x80... where UTF8Sequence.length(in: text, at: offset) == nil:
      return .notUTF8(in: text, at: offset)
    case 0xE2 where next == 0x80 && offset + 2 < text.count && 0x98...0x9F ~= text[offset + 2]:
      return grammar("JSON strings need straight double quotes, not typographic ones")
    default: return grammar("found \(found) instead of \(expected)")
    }
  }

  /// Names the container that was not closed.
  private func unexpectedEnd(_ text: Span<UInt8>, expected: String) -> SyntaxFault {
    var message = "the document ends too early"
    if let container {
      let line = SourceExcerpt.line(of: container.start, in: text)
      message =
        "the \"\(container.isObject ? "{" : "[")\" on line \(line) is not closed"
    }
    return SyntaxFault(
      .unexpectedEnd, offset: text.count, message, expected: expected,
      found: "the end of the document")
  }

  private func strayBracket(_ text: Span<UInt8>, expected: String) -> SyntaxFault {
    let found = SourceExcerpt.word(in: text, at: offset)
    var message = "found \(found) instead of \(expected)"
    let isBrace = text[offset] == UInt8(ascii: "}")
    if let container, container.isObject != isBrace {
      let line = SourceExcerpt.line(of: container.start, in: text)
      message = "\(found) does not close the \(bracket(of: container)) on line \(line)"
    }
    return SyntaxFault(.grammar, offset: offset, message, expected: expected, found: found)
  }

  private func bracket(of container: OpenContainer) -> String {
    container.isObject ? "\"{\"" : "\"[\""
  }

  /// Describes a character that is not the start of a key.
  @inline(never)
  func badKey(_ text: Span<UInt8>) -> SyntaxFault {
    let expected = "a key in double quotes"
    guard SourceExcerpt.isWordByte(byte(text)) else { return fault(text, expected: expected) }
    return SyntaxFault(
      .grammar, offset: offset, "a key is not in double quotes", expected: expected,
      found: SourceExcerpt.word(in: text, at: offset))
  }

  /// Describes content after the outermost value.
  @inline(never)
  func textAfterValue(_ text: Span<UInt8>) -> SyntaxFault {
    var fault = fault(text, expected: "the end of the document")
    if fault.code == .grammar { fault.message = "extra content after the JSON value" }
    return fault
  }

  /// Describes a character that is neither a comma nor a closing bracket.
  @inline(never)
  func missingComma(_ text: Span<UInt8>, close: UInt8) -> SyntaxFault {
    let isObject = close == UInt8(ascii: "}")
    let expected = "\",\" or \"\(isObject ? "}" : "]")\""
    let byte = byte(text)
    guard offset < text.count, startsValue(byte) else { return fault(text, expected: expected) }
    if text[offset - 1] == UInt8(ascii: "\""), SourceExcerpt.isWordByte(byte) {
      return SyntaxFault(
        .grammar, offset: offset, "text follows the closing quote of a string",
        expected: expected + #"; a quote within a string is written \""#,
        found: SourceExcerpt.word(in: text, at: offset))
    }
    // The comma belongs after the previous value, which may be lines above.
    var end = offset
    while end > 0, [0x20, 0x0A, 0x0D, 0x09].contains(text[end - 1]) { end -= 1 }
    return SyntaxFault(
      .missingComma, offset: end,
      "a comma is missing between two \(isObject ? "members" : "elements")",
      expected: expected, found: SourceExcerpt.word(in: text, at: offset))
  }

  private func startsValue(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "{"), UInt8(ascii: "["), UInt8(ascii: "-"): true
    default: SourceExcerpt.isWordByte(byte)
    }
  }

  /// Describes a comma with nothing after it.
  @inline(never)
  func trailingComma(at comma: Int, close: UInt8) -> SyntaxFault {
    SyntaxFault(
      .trailingComma, offset: comma,
      "trailing comma before the closing \"\(Character(Unicode.Scalar(close)))\"",
      expected: "another value, or no comma", found: "\",\"")
  }
}
