/// Reads JSON strictly by RFC 8259, keeping the place of every value.
///
/// The parser stops at the first violation of the grammar; ``JSONRecovery`` goes on. Anything RFC 8259 only advises against,
/// such as repeated keys, becomes a ``Document/Remark``.
package struct JSONParser {
  let limits: TextLimits
  /// The text again as an array, from which ranges are copied to the pool.
  let source: [UInt8]
  /// The current offset.
  var offset = 0
  var document: DocumentBuilder
  private var duplicateKeys: DuplicateKeys
  /// The innermost open container; nil outside the outermost.
  var container: OpenContainer?
  /// The containers around the innermost, outermost first.
  private(set) var outerContainers: [OpenContainer] = []

  /// A container whose end has not been reached.
  struct OpenContainer {
    /// The index of its entry.
    var entry: Int
    /// The elements or members so far.
    var count = 0
    var isObject: Bool
    /// The offset of its bracket.
    var start: Int
  }

  /// Reads a whole text.
  ///
  /// - Parameters:
  ///   - source: The bytes of the text, in UTF-8.
  ///   - limits: How large and deep the text may be.
  /// - Returns: The document.
  /// - Throws: The first fault that keeps the text from being JSON.
  /// - Complexity: O(*n*) in the length of the text.
  package static func parse(
    _ source: [UInt8], limits: TextLimits = .standard
  ) throws(SyntaxFault) -> Document {
    try SyntaxFault.requireSize(of: source, atMost: limits.size)
    var parser = JSONParser(source: source, limits: limits)
    try parser.parse(source.span)
    return parser.document.finish(format: .json, source: source)
  }

  init(source: [UInt8], limits: TextLimits) {
    self.source = source
    self.limits = limits
    document = DocumentBuilder(limits: limits)
    duplicateKeys = DuplicateKeys(source: source)
    // Real catalogs have a value or key in 25 bytes or more.
    document.entries.reserveCapacity(Swift.min(source.count / 16 + 8, 4 << 20))
  }

  private mutating func parse(_ text: Span<UInt8>) throws(SyntaxFault) {
    if TextEncoding.hasByteOrderMark(text) {
      document.remark(.byteOrderMark, at: 0)
      offset = 3
    }
    try TextEncoding.requireByteEncoding(text)
    skipBlanks(text)
    guard offset < text.count else {
      throw SyntaxFault(
        .unexpectedEnd, offset: offset, "the document is empty", expected: "a JSON value",
        found: "the end of the document")
    }
    try parseValue(text)
    while let container {
      if container.isObject { try parseMember(text) } else { try parseElement(text) }
    }
    skipBlanks(text)
    guard offset == text.count else { throw textAfterValue(text) }
  }
}

// MARK: - Containers

extension JSONParser {
  /// Continues an array with one element or the end.
  @inline(__always)
  private mutating func parseElement(_ text: Span<UInt8>) throws(SyntaxFault) {
    if try parseSeparator(text, close: UInt8(ascii: "]")) { return closeContainer() }
    try parseValue(text)
  }

  /// Continues an object with one member or the end.
  @inline(__always)
  private mutating func parseMember(_ text: Span<UInt8>) throws(SyntaxFault) {
    if try parseSeparator(text, close: UInt8(ascii: "}")) { return closeContainer() }
    guard byte(text) == UInt8(ascii: "\"") else { throw badKey(text) }
    try parseString(text)
    skipBlanks(text)
    guard byte(text) == UInt8(ascii: ":") else {
      throw fault(text, expected: "\":\" after the key")
    }
    offset += 1
    skipBlanks(text)
    try parseValue(text)
  }

  /// Skips the comma before a value, if one is needed, and tells if the end came instead.
  @inline(__always)
  private mutating func parseSeparator(
    _ text: Span<UInt8>, close: UInt8
  ) throws(SyntaxFault) -> Bool {
    skipBlanks(text)
    let found = byte(text)
    if found == close {
      offset += 1
      return true
    }
    if container?.count ?? 0 > 0 {
      guard found == UInt8(ascii: ",") else { throw missingComma(text, close: close) }
      let comma = offset
      offset += 1
      skipBlanks(text)
      if byte(text) == close { throw trailingComma(at: comma, close: close) }
    }
    container?.count += 1
    return false
  }

  @inline(__always)
  mutating func parseValue(_ text: Span<UInt8>) throws(SyntaxFault) {
    guard document.entries.count < limits.values else {
      throw SyntaxFault.tooManyValues(at: offset, limit: limits.values)
    }
    switch byte(text) {
    case UInt8(ascii: "\""): try parseString(text)
    case UInt8(ascii: "{"): try openContainer(isObject: true)
    case UInt8(ascii: "["): try openContainer(isObject: false)
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): try parseNumber(text)
    default: try parseWord(text)
    }
  }

  private mutating func openContainer(isObject: Bool) throws(SyntaxFault) {
    if let container { outerContainers.append(container) }
    guard outerContainers.count < limits.depth else {
      throw SyntaxFault.tooDeep(at: offset, limit: limits.depth)
    }
    let entry = document.openContainer(isObject ? .object : .array, at: offset)
    container = OpenContainer(entry: entry, isObject: isObject, start: offset)
    offset += 1
  }

  mutating func closeContainer() {
    guard let closed = container else { return }
    document.closeContainer(closed.entry, count: closed.count, end: offset)
    container = outerContainers.popLast()
    guard closed.isObject, closed.count > 1 else { return }
    let duplicates = duplicateKeys.find(
      in: closed.entry, entries: document.entries, pool: document.pool)
    for duplicate in duplicates {
      let first = Int(document.entries[duplicate.first].start)
      document.remark(
        .duplicateKey(firstOffset: first), at: Int(document.entries[duplicate.key].start))
    }
  }
}

// MARK: - Bytes

extension JSONParser {
  /// The byte at the current offset; 0 after the end.
  @inline(__always)
  func byte(_ text: Span<UInt8>) -> UInt8 { offset < text.count ? text[offset] : 0 }

  /// Skips spaces, tabs and line ends.
  @inline(__always)
  mutating func skipBlanks(_ text: Span<UInt8>) {
    // Indented text has long runs of spaces, compact text has none.
    guard offset < text.count, text[offset] <= 0x20 else { return }
    skipSomeBlanks(text)
  }

  private mutating func skipSomeBlanks(_ text: Span<UInt8>) {
    var index = offset
    while index < text.count {
      switch text[index] {
      case 0x20, 0x0A, 0x0D, 0x09: index += 1
      default:
        offset = index
        return
      }
      // After a line end comes the indentation.
      while index &+ 8 <= text.count {
        let difference = ByteWord(text, at: index).bits ^ 0x2020_2020_2020_2020
        index += difference == 0 ? 8 : ByteWord.firstIndex(in: difference)
        if difference != 0 { break }
      }
    }
    offset = index
  }
}
