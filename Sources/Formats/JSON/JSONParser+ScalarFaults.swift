extension JSONParser {
  /// Describes something that is not a value, and what the author probably meant.
  @inline(never)
  func badValue(_ text: Span<UInt8>) -> SyntaxFault {
    let byte = byte(text)
    let next = offset + 1 < text.count ? text[offset + 1] : 0
    let isNumberWithoutStart =
      (byte == UInt8(ascii: "+") || byte == UInt8(ascii: "."))
      && (next &- 0x30 < 10 || next == UInt8(ascii: "."))
    if isNumberWithoutStart { return badNumber(text, from: offset) }
    guard SourceExcerpt.isWordByte(byte) else { return fault(text, expected: "a value") }
    let found = SourceExcerpt.word(in: text, at: offset)
    let (message, expected) = advice(on: found.dropFirst().dropLast().lowercased(), found: found)
    return SyntaxFault(.grammar, offset: offset, message, expected: expected, found: found)
  }

  private func advice(on word: String, found: String) -> (message: String, expected: String) {
    switch word {
    case "nan", "infinity", "inf":
      ("JSON has no number \(found)", "a number, a string or null")
    case "true", "false", "null": ("JSON writes \(found) in lowercase", "\"\(word)\"")
    case "none", "nil", "undefined": ("\(found) is not a JSON value", "\"null\"")
    default: ("\(found) is not in double quotes", "a value")
    }
  }

  /// Describes what is wrong with the number that begins at an offset.
  @inline(never)
  func badNumber(_ text: Span<UInt8>, from start: Int) -> SyntaxFault {
    var end = start
    while end < text.count, end - start < 32, isNumberByte(text[end]) { end += 1 }
    let digits = text[start] == UInt8(ascii: "-") ? start + 1 : start
    func fault(_ message: String, expected: String) -> SyntaxFault {
      SyntaxFault(
        .grammar, offset: start, message, expected: expected,
        found: SourceExcerpt.quoted(in: text, start..<end))
    }
    let first = digits < text.count ? text[digits] : 0
    let second = digits + 1 < text.count ? text[digits + 1] : 0
    switch first {
    case UInt8(ascii: "+"):
      return fault("JSON numbers have no leading \"+\"", expected: "a number without it")
    case UInt8(ascii: "."):
      return fault(
        "JSON numbers need a digit before the decimal point", expected: "a number such as 0.5")
    case UInt8(ascii: "0") where second &- 0x30 < 10:
      return fault("JSON numbers have no leading zeros", expected: "a number without them")
    case UInt8(ascii: "0") where [0x62, 0x6F, 0x78].contains(second | 0x20):
      return fault("JSON numbers are decimal", expected: "a decimal number")
    case UInt8(ascii: "I"), UInt8(ascii: "i"), UInt8(ascii: "N"), UInt8(ascii: "n"):
      return fault("JSON has no such number", expected: "a number, a string or null")
    default: break
    }
    if end == text.count, offset == text.count {
      return SyntaxFault(
        .unexpectedEnd, offset: text.count, "the document ends inside a number",
        expected: "a digit",
        found: "the end of the document")
    }
    return fault("not a valid JSON number", expected: "a number such as -12.5 or 1e6")
  }

  private func isNumberByte(_ byte: UInt8) -> Bool {
    SourceExcerpt.isWordByte(byte) || [0x2B, 0x2D, 0x2E].contains(byte)
  }

  /// Describes a string without closing quote, at its opening one.
  @inline(never)
  func unterminatedString(from start: Int) -> SyntaxFault {
    SyntaxFault(
      .unexpectedEnd, offset: start, "this string is not closed",
      expected: "a closing quote", found: "the end of the document")
  }

  /// Describes a line end or control character in a string.
  @inline(never)
  func bareControl(_ text: Span<UInt8>, at index: Int) -> SyntaxFault {
    let isLineEnd = text[index] == 0x0A || text[index] == 0x0D
    let found = SourceExcerpt.character(in: text, at: index)
    return SyntaxFault(
      .grammar, offset: index,
      isLineEnd ? "the line ends inside a string" : "\(found) in a string must be escaped",
      expected: isLineEnd ? #"a closing quote, or \n"# : #"an escape such as \t or \u0000"#,
      found: found)
  }

  /// Describes an escape other than those of RFC 8259.
  @inline(never)
  func unknownEscape(_ text: Span<UInt8>, at index: Int) -> SyntaxFault {
    let length = UTF8Sequence.length(in: text, at: index + 1) ?? 1
    return SyntaxFault(
      .grammar, offset: index, "unknown escape in a string",
      expected: #"one of \" \\ \/ \b \f \n \r \t \uXXXX"#,
      found: SourceExcerpt.quoted(in: text, index..<index + 1 + length))
  }

  /// Describes `\u` without its four digits.
  @inline(never)
  func incompleteEscape(_ text: Span<UInt8>, at index: Int) -> SyntaxFault {
    SyntaxFault(
      .grammar, offset: index, #"\u needs four hexadecimal digits"#,
      expected: #"four hexadecimal digits after \u"#,
      found: SourceExcerpt.quoted(in: text, index..<index + 6))
  }
}
