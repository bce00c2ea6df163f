/// Reads XML 1.0 as servers of data write it: elements and text, in UTF-8.
///
/// Document types with definitions, and entities other than the five of XML itself, are refused,
/// so that no text can expand to more than itself.
package struct XMLParser {
  private let bytes: [UInt8]
  private let limits: TextLimits
  private var position = 0
  private var elements = 0

  private init(_ bytes: [UInt8], _ limits: TextLimits) {
    self.bytes = bytes
    self.limits = limits
  }

  /// Reads a document.
  ///
  /// - Parameters:
  ///   - bytes: The text.
  ///   - limits: Bounds on depth, size and the number of elements.
  /// - Returns: The one element that holds all others.
  /// - Throws: ``SyntaxFault`` for the first violation of the grammar.
  package static func parse(
    _ bytes: [UInt8], limits: TextLimits = TextLimits(depth: 64, size: 64 << 20, values: 1_000_000)
  ) throws(SyntaxFault) -> XMLElement {
    try SyntaxFault.requireSize(of: bytes, atMost: limits.size)
    var parser = XMLParser(bytes, limits)
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { parser.position = 3 }
    return try parser.document()
  }

  // MARK: Markup

  /// An element whose end has not come yet.
  private struct OpenElement {
    var qualifiedName: Range<Int>
    var text: [UInt8] = []
    var children: [XMLElement] = []
    var attributes: [String: String]
  }

  private mutating func document() throws(SyntaxFault) -> XMLElement {
    var open: [OpenElement] = []
    while position < bytes.count {
      if bytes[position] != UInt8(ascii: "<") {
        try text(into: &open)
      } else if starts(with: "<!--") {
        try skip(past: "-->")
      } else if starts(with: "<?") {
        try skip(past: "?>")
      } else if starts(with: "<![CDATA[") {
        try characterData(into: &open)
      } else if starts(with: "<!") {
        try skipDocumentType(isFirst: open.isEmpty)
      } else if starts(with: "</") {
        if let root = try endTag(&open) {
          try requireNothingMore()
          return root
        }
      } else if let root = try startTag(&open) {
        try requireNothingMore()
        return root
      }
    }
    throw SyntaxFault(
      .unexpectedEnd, offset: bytes.count, "the document ends before its last element")
  }

  /// Reads a start tag; returns the element if it is empty and the outermost.
  private mutating func startTag(_ open: inout [OpenElement]) throws(SyntaxFault) -> XMLElement? {
    elements += 1
    guard elements <= limits.values else {
      throw SyntaxFault.tooManyValues(at: position, limit: limits.values)
    }
    guard open.count < limits.depth else {
      throw SyntaxFault.tooDeep(at: position, limit: limits.depth)
    }
    position += 1
    let name = try self.name()
    var quote: UInt8?
    var attributes: [String: String] = [:]
    var valueStart = 0
    while position < bytes.count {
      let byte = bytes[position]
      if let mark = quote {
        if byte == mark {
          quote = nil
          let value = try self.value(valueStart..<position)
          attributes[attributeName(before: valueStart - 1)] = value
        }
        if byte == UInt8(ascii: "<") { throw fault("an attribute has \"<\" in it") }
      } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
        quote = byte
        valueStart = position + 1
      } else if byte == UInt8(ascii: ">") {
        position += 1
        open.append(OpenElement(qualifiedName: name, attributes: attributes))
        // The name of an element without attributes may end in the slash of an empty one.
        guard bytes[position - 2] == UInt8(ascii: "/") else { return nil }
        return try close(&open)
      } else if byte == UInt8(ascii: "<") {
        throw fault("a tag begins within a tag")
      }
      position += 1
    }
    throw SyntaxFault(.unexpectedEnd, offset: bytes.count, "the document ends within a tag")
  }

  private mutating func endTag(_ open: inout [OpenElement]) throws(SyntaxFault) -> XMLElement? {
    let start = position
    position += 2
    let name = try self.name()
    skipBlanks()
    guard position < bytes.count, bytes[position] == UInt8(ascii: ">") else {
      throw fault("an end tag is not closed")
    }
    position += 1
    guard let last = open.last, bytes[last.qualifiedName] == bytes[name] else {
      throw SyntaxFault(
        .grammar, offset: start, "the end tag matches no open element",
        found: String(decoding: bytes[name], as: UTF8.self))
    }
    return try close(&open)
  }

  /// Adds the innermost element to its parent; returns it if it is the outermost.
  private func close(_ open: inout [OpenElement]) throws(SyntaxFault) -> XMLElement? {
    guard let closed = open.popLast() else { return nil }
    let qualified = bytes[closed.qualifiedName]
    let local = qualified.firstIndex(of: UInt8(ascii: ":")).map { qualified[($0 + 1)...] }
    guard let text = String(validating: closed.text, as: UTF8.self),
      let name = String(validating: local ?? qualified, as: UTF8.self)
    else {
      throw SyntaxFault(.encoding, offset: closed.qualifiedName.lowerBound, "not UTF-8")
    }
    let element = XMLElement(
      name: name, text: text, children: closed.children, attributes: closed.attributes)
    guard !open.isEmpty else { return element }
    open[open.count - 1].children.append(element)
    return nil
  }

  /// Skips a document type that only names itself; one that defines something is refused.
  private mutating func skipDocumentType(isFirst: Bool) throws(SyntaxFault) {
    let start = position
    while position < bytes.count, isFirst, starts(with: "<!DOCTYPE") || position > start {
      let byte = bytes[position]
      if byte == UInt8(ascii: "[") || byte == UInt8(ascii: "<") && position > start { break }
      position += 1
      if byte == UInt8(ascii: ">") { return }
    }
    throw SyntaxFault(.grammar, offset: start, "a document type is not accepted")
  }

  private mutating func requireNothingMore() throws(SyntaxFault) {
    while position < bytes.count {
      if starts(with: "<!--") {
        try skip(past: "-->")
      } else if starts(with: "<?") {
        try skip(past: "?>")
      } else if Self.isBlank(bytes[position]) {
        position += 1
      } else {
        throw fault("something follows the last element")
      }
    }
  }

  private mutating func name() throws(SyntaxFault) -> Range<Int> {
    let start = position
    while position < bytes.count, Self.isNameByte(bytes[position]) { position += 1 }
    guard position > start else { throw fault("a tag has no name") }
    return start..<position
  }
}

// MARK: - Attributes

extension XMLParser {
  /// The name before `=` and the quote of a value.
  private func attributeName(before quote: Int) -> String {
    var end = quote
    while end > 0, Self.isBlank(bytes[end - 1]) || bytes[end - 1] == UInt8(ascii: "=") { end -= 1 }
    var start = end
    while start > 0, Self.isNameByte(bytes[start - 1]) { start -= 1 }
    return String(decoding: bytes[start..<end], as: UTF8.self)
  }

  /// The text of a value, with escapes undone.
  private mutating func value(_ range: Range<Int>) throws(SyntaxFault) -> String {
    let after = position
    defer { position = after }
    position = range.lowerBound
    var text: [UInt8] = []
    while position < range.upperBound {
      if bytes[position] == UInt8(ascii: "&") {
        text += try reference()
      } else {
        text.append(bytes[position])
        position += 1
      }
    }
    guard let text = String(validating: text, as: UTF8.self) else {
      throw SyntaxFault(.encoding, offset: range.lowerBound, "not UTF-8")
    }
    return text
  }
}

// MARK: - Text

extension XMLParser {
  private mutating func text(into open: inout [OpenElement]) throws(SyntaxFault) {
    while position < bytes.count, bytes[position] != UInt8(ascii: "<") {
      let byte = bytes[position]
      if open.isEmpty {
        guard Self.isBlank(byte) else { throw fault("text outside all elements") }
        position += 1
      } else if byte == UInt8(ascii: "&") {
        open[open.count - 1].text += try reference()
      } else {
        open[open.count - 1].text.append(byte)
        position += 1
      }
    }
  }

  private mutating func characterData(into open: inout [OpenElement]) throws(SyntaxFault) {
    guard !open.isEmpty else { throw fault("text outside all elements") }
    let start = position + "<![CDATA[".utf8.count
    try skip(past: "]]>")
    open[open.count - 1].text += bytes[start..<(position - 3)]
  }

  /// Reads `&…;`.
  private mutating func reference() throws(SyntaxFault) -> [UInt8] {
    let end = bytes[position...].prefix(16).firstIndex(of: UInt8(ascii: ";"))
    guard let end else { throw fault("\"&\" does not begin a reference") }
    let name = String(decoding: bytes[(position + 1)..<end], as: UTF8.self)
    let scalar: Unicode.Scalar?
    switch name {
    case "lt": scalar = "<"
    case "gt": scalar = ">"
    case "amp": scalar = "&"
    case "quot": scalar = "\""
    case "apos": scalar = "'"
    default: scalar = Self.scalar(ofReference: name)
    }
    guard let scalar else { throw fault("unknown reference") }
    position = end + 1
    return Array(String(scalar).utf8)
  }

  private static func scalar(ofReference name: String) -> Unicode.Scalar? {
    guard name.hasPrefix("#") else { return nil }
    let digits = name.dropFirst()
    let value =
      digits.hasPrefix("x") ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits, radix: 10)
    return value.flatMap(Unicode.Scalar.init)
  }
}

// MARK: - Bytes

extension XMLParser {
  private func starts(with text: StaticString) -> Bool {
    bytes[position...].starts(with: "\(text)".utf8)
  }

  private mutating func skip(past mark: StaticString) throws(SyntaxFault) {
    let mark = Array("\(mark)".utf8)
    var index = position
    while index + mark.count <= bytes.count {
      if bytes[index] == mark[0], bytes[index..<(index + mark.count)].elementsEqual(mark) {
        position = index + mark.count
        return
      }
      index += 1
    }
    throw SyntaxFault(
      .unexpectedEnd, offset: bytes.count,
      "the document ends before \(String(decoding: mark, as: UTF8.self))")
  }

  private mutating func skipBlanks() {
    while position < bytes.count, Self.isBlank(bytes[position]) { position += 1 }
  }

  private static func isBlank(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D
  }

  private static func isNameByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: ":"), UInt8(ascii: "_"),
      UInt8(ascii: "-"), UInt8(ascii: "."), 0x80...0xFF:
      true
    default: false
    }
  }

  private func fault(_ message: String) -> SyntaxFault {
    SyntaxFault(.grammar, offset: position, message)
  }
}
