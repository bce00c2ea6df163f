/// One value of a document, or one key of an object, and its place in the text.
///
/// A node is two words and cheap to pass on. Members of an object keep the order of the text;
/// where a key stands twice, looking it up gives the last one.
package struct Node: Sendable {
  /// The document the value belongs to.
  package let document: Document
  /// The value's place among the entries of the document.
  package let index: Int

  @inlinable package init(document: Document, index: Int) {
    self.document = document
    self.index = index
  }

  /// What sorts of value there are.
  @frozen package enum Kind: UInt8, Sendable, Hashable {
    case null
    case `true`
    case `false`
    case number
    case string
    case array
    case object
  }

  @inlinable var entry: Document.Entry { document.entries[index] }

  /// What sort of value this is.
  @inlinable package var kind: Kind { entry.kind }

  /// Where the value stands in the source, with its quotes or brackets, as byte offsets.
  @inlinable package var sourceRange: Range<Int> {
    let entry = entry
    return Int(entry.start)..<Int(entry.end)
  }

  /// The number of elements of an array or members of an object; 0 for anything else.
  @inlinable package var count: Int {
    let entry = entry
    return entry.kind.rawValue >= Kind.array.rawValue ? Int(entry.textStart) : 0
  }

  /// The index of the entry that follows this value and all it contains.
  @inlinable package var nextIndex: Int { Int(entry.next) }
}

// MARK: - Scalars

extension Node {
  /// Calls the body with the bytes of a scalar: a string without quotes and escapes, a number
  /// as written, `true`, `false` or `null`; of a container, nothing.
  @inlinable package func withText<Result>(_ body: (Span<UInt8>) -> Result) -> Result {
    let entry = entry
    let isScalar = entry.kind.rawValue < Kind.array.rawValue
    let range = isScalar ? Int(entry.textStart)..<Int(entry.textEnd) : 0..<0
    let bytes = entry.isPooled ? document.pool : document.source
    return body(bytes.span.extracting(range))
  }

  /// The text of a scalar, as in ``withText(_:)``; bytes that are not UTF-8 become U+FFFD.
  package var text: String {
    withText { span in
      String(decoding: (0..<span.count).map { span[$0] }, as: UTF8.self)
    }
  }

  /// The text of a string; nil for anything else.
  package var string: String? { kind == .string ? text : nil }

  /// The value of `true` and `false`; nil for anything else.
  package var bool: Bool? {
    switch kind {
    case .true: true
    case .false: false
    default: nil
    }
  }

  /// The value of a number that is written as an integer and fits; nil for anything else.
  package var integer: Int? { kind == .number ? Int(text) : nil }

  /// The number as written; nil for anything else.
  package var numberText: String? { kind == .number ? text : nil }

  /// Tells whether the text of this scalar is exactly the given one.
  @inlinable package func hasText(_ other: [UInt8]) -> Bool {
    withText { span in
      guard span.count == other.count else { return false }
      for index in 0..<span.count where span[index] != other[index] { return false }
      return true
    }
  }
}

// MARK: - Containers

extension Node {
  /// The elements of an array; nothing for anything else.
  package var elements: Elements {
    Elements(document: document, position: index + 1, left: kind == .array ? count : 0)
  }

  /// The members of an object in the order of the text; nothing for anything else.
  package var members: Members {
    Members(document: document, position: index + 1, left: kind == .object ? count : 0)
  }

  /// The value of a member of an object; nil if there is none or this is no object.
  package subscript(key: String) -> Node? { member(key)?.value }

  /// The key and value of a member of an object; nil if there is none or this is no object.
  package func member(_ key: String) -> Member? {
    let bytes = Array(key.utf8)
    var found: Member?
    for member in members where member.key.hasText(bytes) { found = member }
    return found
  }

  /// A key and the value that belongs to it.
  package struct Member: Sendable {
    /// The key, a node of kind string.
    package let key: Node
    /// The value.
    package let value: Node
  }

  /// Walks over the elements of an array.
  package struct Elements: Sequence, IteratorProtocol {
    let document: Document
    var position: Int
    var left: Int

    package mutating func next() -> Node? {
      guard left > 0 else { return nil }
      left -= 1
      let node = Node(document: document, index: position)
      position = node.nextIndex
      return node
    }
  }

  /// Walks over the members of an object.
  package struct Members: Sequence, IteratorProtocol {
    let document: Document
    var position: Int
    var left: Int

    package mutating func next() -> Member? {
      guard left > 0 else { return nil }
      left -= 1
      let key = Node(document: document, index: position)
      let value = Node(document: document, index: position + 1)
      position = value.nextIndex
      return Member(key: key, value: value)
    }
  }
}
