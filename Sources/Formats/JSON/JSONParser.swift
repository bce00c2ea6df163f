/// Reads JSON strictly by RFC 8259, keeping the place of every value.
///
/// The parser stops at the first departure from the grammar. What RFC 8259 only advises against,
/// such as repeated keys, is kept as a ``Document/Remark``.
package struct JSONParser {
  private let limits: TextLimits
  private let source: [UInt8]
  private var offset = 0
  private var entries: [Document.Entry] = []
  private var pool: [UInt8] = []
  private var remarks: [Document.Remark] = []
  /// The containers that are open, outermost first.
  private var open: [OpenContainer] = []

  /// A container whose end has not been reached.
  private struct OpenContainer {
    var entry: Int
    var count = 0
    var isObject: Bool
  }

  /// Reads a whole text.
  ///
  /// - Parameters:
  ///   - source: The bytes of the text, in UTF-8.
  ///   - limits: How large and deep the text may be.
  /// - Throws: The first fault that keeps the text from being JSON.
  /// - Complexity: O(*n*) in the length of the text.
  package static func parse(
    _ source: [UInt8], limits: TextLimits = .standard
  ) throws(SyntaxFault) -> Document {
    guard source.count <= limits.size else {
      throw SyntaxFault(
        .tooLarge, offset: limits.size, "text has more than \(limits.size) bytes",
        expected: "at most \(limits.size) bytes", found: "\(source.count) bytes")
    }
    var parser = JSONParser(source: source, limits: limits)
    try parser.parseText()
    return Document(
      source: source, pool: parser.pool, entries: parser.entries,
      remarks: parser.remarks.sorted { $0.offset < $1.offset })
  }

  private init(source: [UInt8], limits: TextLimits) {
    self.source = source
    self.limits = limits
    entries.reserveCapacity(source.count / 24 + 8)
  }

  private mutating func parseText() throws(SyntaxFault) {
    if source.starts(with: [0xEF, 0xBB, 0xBF]) {
      remarks.append(.init(.byteOrderMark, offset: 0))
      offset = 3
    }
    skipBlanks()
    guard offset < source.count else {
      throw SyntaxFault(
        .unexpectedEnd, offset: offset, "the text is empty", expected: "a JSON value",
        found: "the end of the text")
    }
    try parseValue()
    while !open.isEmpty { try parseNext() }
    skipBlanks()
    guard offset == source.count else {
      throw fault(at: offset, expected: "the end of the text after the value")
    }
  }

  /// Goes on inside the innermost open container, up to and with one value or its end.
  private mutating func parseNext() throws(SyntaxFault) {
    let container = open[open.count - 1]
    let close = UInt8(ascii: container.isObject ? "}" : "]")
    skipBlanks()
    if byte == close {
      offset += 1
      return closeContainer()
    }
    if container.count > 0 {
      guard byte == UInt8(ascii: ",") else { throw missingComma(isObject: container.isObject) }
      let comma = offset
      offset += 1
      skipBlanks()
      if byte == close { throw trailingComma(at: comma) }
    }
    open[open.count - 1].count += 1
    if container.isObject { try parseKey(of: container.entry) }
    try parseValue()
  }

  private mutating func parseKey(of object: Int) throws(SyntaxFault) {
    guard byte == UInt8(ascii: "\"") else {
      throw fault(at: offset, expected: "a key in double quotes")
    }
    try parseString()
    skipBlanks()
    guard byte == UInt8(ascii: ":") else {
      throw fault(at: offset, expected: "\":\" after the key")
    }
    offset += 1
    skipBlanks()
  }

  private mutating func parseValue() throws(SyntaxFault) {
    guard entries.count < limits.values else {
      throw SyntaxFault(
        .tooLarge, offset: offset, "the text has more than \(limits.values) values")
    }
    switch byte {
    case UInt8(ascii: "\""): try parseString()
    case UInt8(ascii: "{"): try openContainer(isObject: true)
    case UInt8(ascii: "["): try openContainer(isObject: false)
    case UInt8(ascii: "t"): try parseWord("true", .true)
    case UInt8(ascii: "f"): try parseWord("false", .false)
    case UInt8(ascii: "n"): try parseWord("null", .null)
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): try parseNumber()
    default: throw fault(at: offset, expected: "a value")
    }
  }

  private mutating func openContainer(isObject: Bool) throws(SyntaxFault) {
    guard open.count < limits.depth else {
      throw SyntaxFault(
        .tooDeep, offset: offset, "values are nested more than \(limits.depth) deep",
        expected: "at most \(limits.depth) levels")
    }
    open.append(OpenContainer(entry: entries.count, isObject: isObject))
    entries.append(
      .init(kind: isObject ? .object : .array, start: offset, end: offset, next: 0))
    offset += 1
  }

  private mutating func closeContainer() {
    let container = open.removeLast()
    entries[container.entry].end = UInt32(truncatingIfNeeded: offset)
    entries[container.entry].textStart = UInt32(truncatingIfNeeded: container.count)
    entries[container.entry].next = UInt32(truncatingIfNeeded: entries.count)
    if container.isObject, container.count > 1 { remarkDuplicateKeys(of: container.entry) }
  }

  private mutating func parseWord(_ word: StaticString, _ kind: Node.Kind) throws(SyntaxFault) {
    let start = offset
    let text = Array("\(word)".utf8)
    var end = offset
    while end < source.count, isWordByte(source[end]) { end += 1 }
    guard source[start..<end].elementsEqual(text) else {
      throw fault(at: start, expected: "a value")
    }
    offset = end
    appendScalar(kind, from: start, text: start..<end)
  }

  private mutating func parseNumber() throws(SyntaxFault) {
    let start = offset
    if byte == UInt8(ascii: "-") { offset += 1 }
    if byte == UInt8(ascii: "0") {
      offset += 1
      if isDigit(byte) {
        throw SyntaxFault(
          .grammar, offset: start, "number has a leading zero", expected: "a number without it",
          found: quoted(from: start))
      }
    } else {
      try parseDigits("a digit", of: start)
    }
    if byte == UInt8(ascii: ".") {
      offset += 1
      try parseDigits("a digit after the decimal point", of: start)
    }
    if byte == UInt8(ascii: "e") || byte == UInt8(ascii: "E") {
      offset += 1
      if byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-") { offset += 1 }
      try parseDigits("a digit in the exponent", of: start)
    }
    appendScalar(.number, from: start, text: start..<offset)
  }

  private mutating func parseDigits(_ expected: String, of start: Int) throws(SyntaxFault) {
    guard isDigit(byte) else {
      throw fault(at: offset, expected: expected)
    }
    while isDigit(byte) { offset += 1 }
  }

  private mutating func appendScalar(_ kind: Node.Kind, from start: Int, text: Range<Int>) {
    entries.append(
      .init(
        kind: kind, start: start, end: offset, textStart: text.lowerBound,
        textEnd: text.upperBound, next: entries.count + 1))
  }
}

// MARK: - Strings

extension JSONParser {
  private mutating func parseString() throws(SyntaxFault) {
    let start = offset
    var index = offset + 1
    while true {
      guard index < source.count else { throw unterminatedString(from: start) }
      let byte = source[index]
      if byte == UInt8(ascii: "\"") { break }
      if byte == UInt8(ascii: "\\") { return try parseEscapedString(from: start) }
      if byte < 0x20 { throw bareControl(at: index, stringStart: start) }
      index += byte < 0x80 ? 1 : checkedSequenceLength(at: index)
    }
    offset = index + 1
    appendScalar(.string, from: start, text: start + 1..<index)
  }

  /// Reads a string that has escapes, which need another place for its text.
  private mutating func parseEscapedString(from start: Int) throws(SyntaxFault) {
    let poolStart = pool.count
    var index = start + 1
    while true {
      guard index < source.count else { throw unterminatedString(from: start) }
      let byte = source[index]
      if byte == UInt8(ascii: "\"") { break }
      if byte < 0x20 { throw bareControl(at: index, stringStart: start) }
      if byte == UInt8(ascii: "\\") {
        index = try parseEscape(at: index)
      } else {
        let length = byte < 0x80 ? 1 : checkedSequenceLength(at: index)
        pool.append(contentsOf: source[index..<index + length])
        index += length
      }
    }
    offset = index + 1
    entries.append(
      .init(
        kind: .string, isPooled: true, start: start, end: offset, textStart: poolStart,
        textEnd: pool.count, next: entries.count + 1))
  }

  /// Appends what an escape stands for and returns the offset past it.
  private mutating func parseEscape(at index: Int) throws(SyntaxFault) -> Int {
    guard index + 1 < source.count else { throw unterminatedString(from: index) }
    switch source[index + 1] {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): pool.append(source[index + 1])
    case UInt8(ascii: "b"): pool.append(0x08)
    case UInt8(ascii: "f"): pool.append(0x0C)
    case UInt8(ascii: "n"): pool.append(0x0A)
    case UInt8(ascii: "r"): pool.append(0x0D)
    case UInt8(ascii: "t"): pool.append(0x09)
    case UInt8(ascii: "u"): return try parseUnicodeEscape(at: index)
    default:
      throw SyntaxFault(
        .grammar, offset: index, "string has an escape that JSON does not know",
        expected: #"one of \" \\ \/ \b \f \n \r \t \uXXXX"#, found: quoted(from: index, count: 2))
    }
    return index + 2
  }

  private mutating func parseUnicodeEscape(at index: Int) throws(SyntaxFault) -> Int {
    let first = try hexDigits(at: index + 2, escape: index)
    guard (0xD800...0xDFFF).contains(first) else {
      appendScalarValue(first)
      return index + 6
    }
    if first < 0xDC00, index + 7 < source.count, source[index + 6] == UInt8(ascii: "\\"),
      source[index + 7] == UInt8(ascii: "u")
    {
      let second = try hexDigits(at: index + 8, escape: index + 6)
      if (0xDC00...0xDFFF).contains(second) {
        appendScalarValue(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
        return index + 12
      }
    }
    remarks.append(.init(.loneSurrogate, offset: index))
    appendScalarValue(first)
    return index + 6
  }

  private func hexDigits(at index: Int, escape: Int) throws(SyntaxFault) -> UInt32 {
    var value: UInt32 = 0
    for position in index..<index + 4 {
      guard position < source.count, let digit = hexValue(source[position]) else {
        throw SyntaxFault(
          .grammar, offset: escape, "\\u is not followed by four hexadecimal digits",
          expected: "four hexadecimal digits", found: quoted(from: escape, count: 6))
      }
      value = value << 4 | digit
    }
    return value
  }

  /// Appends a code point in UTF-8; a lone surrogate keeps its three bytes.
  private mutating func appendScalarValue(_ value: UInt32) {
    func tail(_ shift: UInt32) -> UInt8 { UInt8(0x80 | value >> shift & 0x3F) }
    switch value {
    case 0..<0x80: pool.append(UInt8(value))
    case 0x80..<0x800: pool.append(contentsOf: [UInt8(0xC0 | value >> 6), tail(0)])
    case 0x800..<0x10000:
      pool.append(contentsOf: [UInt8(0xE0 | value >> 12), tail(6), tail(0)])
    default:
      pool.append(contentsOf: [UInt8(0xF0 | value >> 18), tail(12), tail(6), tail(0)])
    }
  }

  /// Returns the length of the UTF-8 sequence at an index, or 1 with a remark if it is none.
  private mutating func checkedSequenceLength(at index: Int) -> Int {
    if let length = UTF8Sequence.length(in: source.span, at: index) { return length }
    remarks.append(.init(.invalidUTF8(byte: source[index]), offset: index))
    return 1
  }
}

// MARK: - Duplicate keys

extension JSONParser {
  private mutating func remarkDuplicateKeys(of object: Int) {
    var seen: [ArraySlice<UInt8>: Int] = [:]
    let count = Int(entries[object].textStart)
    // Up to this many keys, comparing each with each is cheaper than hashing.
    let isSmall = count <= 24
    var keys: [Int] = []
    var index = object + 1
    for _ in 0..<count {
      if isSmall {
        if let first = keys.first(where: { hasSameText($0, index) }) {
          remark(index, repeating: first)
        }
        keys.append(index)
      } else if let first = seen[text(of: index)] {
        remark(index, repeating: first)
      } else {
        seen[text(of: index)] = index
      }
      index = Int(entries[index + 1].next)
    }
  }

  private mutating func remark(_ key: Int, repeating first: Int) {
    remarks.append(
      .init(
        .duplicateKey(firstOffset: Int(entries[first].start)), offset: Int(entries[key].start)))
  }

  private func text(of key: Int) -> ArraySlice<UInt8> {
    let entry = entries[key]
    let range = Int(entry.textStart)..<Int(entry.textEnd)
    return entry.isPooled ? pool[range] : source[range]
  }

  private func hasSameText(_ first: Int, _ second: Int) -> Bool {
    let left = entries[first]
    let right = entries[second]
    guard left.textEnd - left.textStart == right.textEnd - right.textStart else { return false }
    return text(of: first) == text(of: second)
  }
}

// MARK: - Bytes

extension JSONParser {
  /// The byte at the current offset; 0 past the end.
  private var byte: UInt8 { offset < source.count ? source[offset] : 0 }

  private mutating func skipBlanks() {
    while offset < source.count {
      switch source[offset] {
      case 0x20, 0x0A, 0x0D, 0x09: offset += 1
      default: return
      }
    }
  }

  private func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }

  private func isWordByte(_ byte: UInt8) -> Bool {
    isDigit(byte) || byte | 0x20 &- 0x61 < 26 || byte == UInt8(ascii: "_") || byte >= 0x80
  }

  private func hexValue(_ byte: UInt8) -> UInt32? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte - 0x30)
    case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt32(byte - 0x61 + 10)
    case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt32(byte - 0x41 + 10)
    default: nil
    }
  }
}

// MARK: - Faults

extension JSONParser {
  /// Describes what stands at an offset where something else was expected.
  private func fault(at offset: Int, expected: String) -> SyntaxFault {
    guard offset < source.count else {
      return SyntaxFault(
        .unexpectedEnd, offset: source.count, "the text ends too early", expected: expected,
        found: "the end of the text")
    }
    switch source[offset] {
    case UInt8(ascii: "#"), UInt8(ascii: "/"):
      return SyntaxFault(
        .comment, offset: offset, "JSON has no comments", expected: expected,
        found: quoted(from: offset))
    case UInt8(ascii: "'"):
      return SyntaxFault(
        .grammar, offset: offset, "JSON strings stand in double quotes", expected: expected,
        found: quoted(from: offset, count: 1))
    case 0x80...:
      return nonASCIIFault(at: offset, expected: expected)
    default:
      return SyntaxFault(
        .grammar, offset: offset, "expected \(expected)", expected: expected,
        found: quoted(from: offset))
    }
  }

  private func nonASCIIFault(at offset: Int, expected: String) -> SyntaxFault {
    let hasScalar = UTF8Sequence.length(in: source.span, at: offset) != nil
    return SyntaxFault(
      hasScalar ? .grammar : .encoding, offset: offset,
      hasScalar ? "expected \(expected)" : "byte \(hexadecimal(source[offset])) is not UTF-8",
      expected: expected, found: quoted(from: offset, count: 4))
  }

  private func missingComma(isObject: Bool) -> SyntaxFault {
    let thing = isObject ? "member" : "element"
    let close = isObject ? "}" : "]"
    let startsValue = offset < source.count && startsValue(source[offset])
    guard startsValue else { return fault(at: offset, expected: "\",\" or \"\(close)\"") }
    // The comma belongs behind the value before, which may be lines above.
    var end = offset
    while end > 0, [0x20, 0x0A, 0x0D, 0x09].contains(source[end - 1]) { end -= 1 }
    return SyntaxFault(
      .missingComma, offset: end, "a comma is missing between two \(thing)s",
      expected: "\",\" or \"\(close)\"", found: quoted(from: offset))
  }

  private func startsValue(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "{"), UInt8(ascii: "["), UInt8(ascii: "-"): true
    default: isWordByte(byte)
    }
  }

  private func trailingComma(at comma: Int) -> SyntaxFault {
    SyntaxFault(
      .trailingComma, offset: comma,
      "a comma stands before the closing \"\(Character(Unicode.Scalar(byte)))\"",
      expected: "another value, or no comma", found: "\",\"")
  }

  private func unterminatedString(from start: Int) -> SyntaxFault {
    SyntaxFault(
      .unexpectedEnd, offset: start, "the text ends inside a string", expected: "a closing quote",
      found: "the end of the text")
  }

  private func bareControl(at index: Int, stringStart: Int) -> SyntaxFault {
    let isLineEnd = source[index] == 0x0A || source[index] == 0x0D
    return SyntaxFault(
      .grammar, offset: index,
      isLineEnd
        ? "the line ends inside a string"
        : "control character \(hexadecimal(source[index])) stands bare in a string",
      expected: isLineEnd ? "a closing quote" : #"an escape such as \u0000"#,
      found: isLineEnd ? "a line end" : hexadecimal(source[index]))
  }

  /// Quotes the word, or the bytes, at an offset for a message.
  private func quoted(from start: Int, count: Int? = nil) -> String {
    var end = start
    if let count {
      end = Swift.min(start + count, source.count)
    } else {
      while end < source.count, end - start < 24, isWordByte(source[end]) || end == start {
        end += 1
      }
    }
    return "\"" + String(decoding: source[start..<end], as: UTF8.self) + "\""
  }

  private func hexadecimal(_ byte: UInt8) -> String {
    let digits = String(byte, radix: 16, uppercase: true)
    return "0x" + (digits.count < 2 ? "0" : "") + digits
  }
}
