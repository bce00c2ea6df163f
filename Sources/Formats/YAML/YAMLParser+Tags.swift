extension YAMLParser {
  private static let corePrefix = Array("tag:yaml.org,2002:".utf8)

  /// Returns the short name of a scalar's tag; nil if it has none.
  func scalarTag(_ tag: [UInt8]?, at offset: Int) throws(SyntaxFault) -> String? {
    guard let name = try coreName(of: tag, at: offset) else { return nil }
    guard ["str", "int", "float", "bool", "null"].contains(name) else {
      throw mismatch(tag: name, at: offset, found: "a scalar")
    }
    return name
  }

  /// Throws a fault if a container has a tag other than the one of its kind.
  func requireTag(_ tag: [UInt8]?, of kind: String, at offset: Int) throws(SyntaxFault) {
    // A lone "!" only says that the kind of node decides.
    if tag == [UInt8(ascii: "!")] { return }
    guard let name = try coreName(of: tag, at: offset), name != kind else { return }
    throw mismatch(tag: name, at: offset, found: kind == "map" ? "a mapping" : "a sequence")
  }

  /// Throws a fault if the text of a scalar is not of the kind its tag names.
  func requireTag(
    _ tag: String?, on scalar: YAMLScalar, event: YAMLEvent, at offset: Int
  ) throws(SyntaxFault) {
    guard let tag else { return }
    let fits =
      switch (tag, scalar) {
      case ("null", .null), ("bool", .true), ("bool", .false): true
      case ("int", .tooLong), ("float", .tooLong), ("float", .notFinite), ("float", .number): true
      case ("int", .number(let text)): !text.contains { [0x2E, 0x45, 0x65].contains($0) }
      default: false
      }
    if !fits { throw mismatch(tag: tag, at: offset, found: excerpt(of: event)) }
  }

  /// Throws a fault if there are so many lines that begin with `%TAG` that libyaml, which
  /// compares each with each, would take very long.
  static func requireFewTagDirectives(in text: Span<UInt8>) throws(SyntaxFault) {
    var count = 0
    for index in 0..<Swift.max(0, text.count - 3)
    where text[index] == UInt8(ascii: "%") && text[index + 1] == UInt8(ascii: "T")
      && text[index + 2] == UInt8(ascii: "A") && (index == 0 || text[index - 1] < 0x20)
    {
      count += 1
      guard count > 100 else { continue }
      throw SyntaxFault(
        .tooLarge, offset: index, "the document has more than 100 %TAG directives",
        expected: "at most 100 %TAG directives")
    }
  }

  /// Quotes the text of a scalar for a message.
  func excerpt(of event: YAMLEvent) -> String {
    let end = Swift.min(event.text.upperBound, event.text.lowerBound + 40)
    return SourceExcerpt.quoted(in: document.pool.span, event.text.lowerBound..<end)
  }

  private func coreName(of tag: [UInt8]?, at offset: Int) throws(SyntaxFault) -> String? {
    guard let tag else { return nil }
    if tag == [UInt8(ascii: "!")] { return "str" }
    let name = String(decoding: tag.dropFirst(Self.corePrefix.count), as: UTF8.self)
    let names: Set = ["str", "int", "float", "bool", "null", "seq", "map"]
    guard tag.starts(with: Self.corePrefix), names.contains(name) else {
      let found = String(decoding: tag.prefix(40), as: UTF8.self)
      throw SyntaxFault(
        .grammar, offset: offset, "tag \"\(found)\" is not one of the core schema",
        expected: "!!str, !!int, !!float, !!bool, !!null, !!seq, !!map or no tag",
        found: "\"\(found)\"")
    }
    return name
  }

  private func mismatch(tag: String, at offset: Int, found: String) -> SyntaxFault {
    SyntaxFault(
      .grammar, offset: offset, "\(found) does not fit the tag !!\(tag)",
      expected: "a value that fits the tag !!\(tag)", found: found)
  }
}
