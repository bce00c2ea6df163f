/// Writes JSON: the same value always gives the same bytes.
///
/// It can write several values one after the other, such as the lines of newline-delimited
/// JSON.
package struct JSONWriter {
  /// How values are laid out.
  package enum Layout: Sendable, Hashable {
    /// Two spaces per level, one element or member per line, and a line end after the value.
    case indented
    /// All on one line, without spaces and without a line end.
    case singleLine
  }

  /// What has been written so far.
  package private(set) var bytes: [UInt8] = []
  private let layout: Layout
  private var depth = 0
  /// A line end and spaces, as many as the deepest line so far begins with.
  private var lineStart = [UInt8(ascii: "\n")]

  package init(layout: Layout = .indented) { self.layout = layout }

  /// Returns the text of one value.
  package static func write(_ value: JSONValue, layout: Layout = .indented) -> [UInt8] {
    var writer = JSONWriter(layout: layout)
    writer.write(value)
    return writer.bytes
  }

  /// Returns the text of one value of a document.
  ///
  /// Keys, strings and numbers are written as they are in the source if that is JSON.
  package static func write(_ node: Node, layout: Layout = .indented) -> [UInt8] {
    write(.node(node), layout: layout)
  }

  /// Writes a value; in the indented layout with a line end.
  package mutating func write(_ value: JSONValue) {
    append(value)
    if layout == .indented { bytes.append(UInt8(ascii: "\n")) }
  }

  /// Ends a line, as between the values of newline-delimited JSON.
  package mutating func endLine() { bytes.append(UInt8(ascii: "\n")) }

  /// Forgets the output, to reuse its memory.
  package mutating func removeAll() { bytes.removeAll(keepingCapacity: true) }
}

// MARK: - Values

extension JSONWriter {
  private mutating func append(_ value: JSONValue) {
    switch value {
    case .null: append("null")
    case .bool(let value): append(value ? "true" : "false")
    case .number(let text): append(text)
    case .string(let text): JSONText.appendString(text, to: &bytes)
    case .utf8(let text): JSONText.appendString(text[...], to: &bytes)
    case .array(let elements): append(count: elements.count) { elements[$0] }
    case .elements(let count, let element): append(count: count, element)
    case .object(let members): append(members)
    case .node(let node): append(node)
    case .raw(let text): bytes.append(contentsOf: text)
    }
  }

  private mutating func append(_ text: String) { bytes.append(contentsOf: text.utf8) }

  private mutating func append(count: Int, _ element: (Int) -> JSONValue) {
    beginContainer(UInt8(ascii: "["))
    for index in 0..<count {
      beginItem(isFirst: index == 0)
      append(element(index))
    }
    endContainer(UInt8(ascii: "]"), isEmpty: count == 0)
  }

  private mutating func append(_ members: [(key: String, value: JSONValue)]) {
    beginContainer(UInt8(ascii: "{"))
    for (index, member) in members.enumerated() {
      beginItem(isFirst: index == 0)
      JSONText.appendString(member.key, to: &bytes)
      appendColon()
      append(member.value)
    }
    endContainer(UInt8(ascii: "}"), isEmpty: members.isEmpty)
  }
}

// MARK: - Layout

extension JSONWriter {
  private mutating func beginContainer(_ bracket: UInt8) {
    bytes.append(bracket)
    depth += 1
  }

  private mutating func beginItem(isFirst: Bool) {
    if !isFirst { bytes.append(UInt8(ascii: ",")) }
    beginLine()
  }

  private mutating func endContainer(_ bracket: UInt8, isEmpty: Bool) {
    depth -= 1
    if !isEmpty { beginLine() }
    bytes.append(bracket)
  }

  private mutating func beginLine() {
    guard layout == .indented else { return }
    let length = 1 + 2 * depth
    while lineStart.count < length { lineStart.append(UInt8(ascii: " ")) }
    bytes.append(contentsOf: lineStart[..<length])
  }

  private mutating func appendColon() {
    bytes.append(UInt8(ascii: ":"))
    if layout == .indented { bytes.append(UInt8(ascii: " ")) }
  }
}

// MARK: - Nodes

extension JSONWriter {
  /// A container of a document whose end has not been written.
  private struct OpenContainer {
    var isObject: Bool
    var count: Int
    /// The number of elements or members to write.
    var left: Int
  }

  // Without recursion: a document may be nested deeper than the stack allows.
  private mutating func append(_ node: Node) {
    var open: [OpenContainer] = []
    var index = node.index
    let end = node.nextIndex
    while index < end {
      if let container = beginContainer(of: node.document, at: index) {
        open.append(container)
      } else {
        appendScalar(of: node.document, at: index)
      }
      index += 1
      while let last = open.last, last.left == 0 {
        endContainer(UInt8(ascii: last.isObject ? "}" : "]"), isEmpty: last.count == 0)
        open.removeLast()
      }
      guard let last = open.last else { continue }
      beginItem(isFirst: last.left == last.count)
      open[open.count - 1].left -= 1
      guard last.isObject else { continue }
      appendScalar(of: node.document, at: index)
      appendColon()
      index += 1
    }
  }

  private mutating func beginContainer(of document: Document, at index: Int) -> OpenContainer? {
    let kind = document.kind(at: index)
    guard kind == .object || kind == .array else { return nil }
    beginContainer(kind == .object ? UInt8(ascii: "{") : UInt8(ascii: "["))
    let count = document.count(at: index)
    return OpenContainer(isObject: kind == .object, count: count, left: count)
  }

  private mutating func appendScalar(of document: Document, at index: Int) {
    if document.format == .json {
      bytes.append(contentsOf: document.source[document.sourceRange(at: index)])
      return
    }
    switch document.kind(at: index) {
    case .null: append("null")
    case .true: append("true")
    case .false: append("false")
    case .number: bytes.append(contentsOf: document.text(at: index))
    case .string: JSONText.appendString(document.text(at: index), to: &bytes)
    case .array, .object: break
    }
  }
}
