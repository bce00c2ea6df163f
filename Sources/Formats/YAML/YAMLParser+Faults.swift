extension YAMLParser {
  /// Turns a failure of libyaml into a fault with a byte offset.
  func fault(_ failure: YAMLFailure) -> SyntaxFault {
    let text = source.span
    let offset = Swift.min(failure.byte ?? offset(failure.scalar), text.count)
    var rest = offset
    while rest < text.count, [0x20, 0x09, 0x0A, 0x0D].contains(text[rest]) { rest += 1 }
    var message = explanation(of: failure.problem, at: offset)
    if let context = failure.context {
      let line = SourceExcerpt.line(of: self.offset(failure.contextStart), in: text)
      message += ", \(context) that begins on line \(line)"
    }
    return SyntaxFault(
      rest == text.count ? .unexpectedEnd : .grammar, offset: offset, message,
      found: SourceExcerpt.word(in: text, at: offset))
  }

  /// Names the most common cause of a problem that libyaml reports, or repeats the problem.
  private func explanation(of problem: String, at offset: Int) -> String {
    let found = SourceExcerpt.word(in: source.span, at: offset)
    switch problem {
    case "found character that cannot start any token":
      let isTab = offset < source.count && source[offset] == 0x09
      return isTab
        ? "a tab in the indentation; YAML allows only spaces"
        : "\(found) cannot begin a string without quotes"
    case "mapping values are not allowed in this context":
      return "\":\" is not allowed here; a string with \": \" in it needs quotes"
    case "control characters are not allowed":
      return "\(found) is not allowed in YAML"
    case "could not find expected ':'": return "a key has no \":\" on its line"
    case "did not find expected key": return "no key here at the indentation of the others"
    case "did not find expected '-' indicator":
      return "no \"-\" here at the indentation of the others"
    case "found unexpected end of stream": return "the closing quote is missing"
    case "did not find expected node content": return "found \(found) instead of a value"
    default: return problem
    }
  }

  /// Says that the text holds more than one document.
  func secondDocument(at offset: Int) -> SyntaxFault {
    SyntaxFault(
      .grammar, offset: offset, "a second document begins here", expected: "one document",
      found: SourceExcerpt.word(in: source.span, at: offset))
  }

  /// Says that a key is a sequence or mapping.
  func keyIsNoScalar(at offset: Int, isObject: Bool) -> SyntaxFault {
    let found = isObject ? "a mapping" : "a sequence"
    return SyntaxFault(
      .grammar, offset: offset, "\(found) is used as a key", expected: "a scalar as the key",
      found: found)
  }

  /// Names both places of a repeated key.
  func duplicateKey(_ duplicate: DuplicateKeys.Duplicate) -> SyntaxFault {
    let key = document.entries[duplicate.key]
    let first = LineIndex(source).position(at: Int(document.entries[duplicate.first].start))
    let end = Swift.min(key.textEnd, key.textStart + 40)
    let name = SourceExcerpt.quoted(in: document.pool.span, Int(key.textStart)..<Int(end))
    return SyntaxFault(
      .duplicateKey, offset: Int(key.start),
      "key \(name) repeats the key on line \(first.line), column \(first.column)",
      expected: "each key once", found: name)
  }

  /// Says that JSON has no such number.
  func notANumberOfJSON(_ scalar: YAMLScalar, event: YAMLEvent, at offset: Int) -> SyntaxFault {
    let found = excerpt(of: event)
    return SyntaxFault(
      .grammar, offset: offset,
      scalar == .tooLong
        ? "number \(found) has more than 64 bits" : "JSON has no number \(found)",
      expected: "a decimal number, or a string in quotes", found: found)
  }
}
