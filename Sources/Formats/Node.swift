/// One value of a document, or one key of an object, and its place in the text.
///
/// A node is two words and cheap to pass around. Members of an object keep the order of the text;
/// if a key repeats, looking it up gives the last one.
@frozen @usableFromInline package struct Node: Sendable {
  /// The document the value belongs to.
  @usableFromInline package let document: Document
  /// The value's place among the entries of the document.
  @usableFromInline package let index: Int

  @inlinable package init(document: Document, index: Int) {
    self.document = document
    self.index = index
  }

  /// The kinds of value.
  @frozen @usableFromInline package enum Kind: UInt8, Sendable, Hashable {
    case null
    case `true`
    case `false`
    case number
    case string
    case array
    case object
  }

  /// The kind of value.
  @inlinable package var kind: Kind { document.kind(at: index) }

  /// Where the value is in the source, with its quotes or brackets, as byte offsets.
  @inlinable package var sourceRange: Range<Int> { document.sourceRange(at: index) }

  /// The number of elements of an array or members of an object; 0 for anything else.
  @inlinable package var count: Int { document.count(at: index) }

  /// The index of the entry that follows this value and all it contains.
  @inlinable package var nextIndex: Int { document.nextIndex(after: index) }
}

// MARK: - Scalars

extension Node {
  /// Calls the body with the bytes of a scalar: a string without quotes and escapes, a number
  /// as written, `true`, `false` or `null`; of a container, nothing.
  @inlinable @inline(__always)
  package func withText<Result, Failure: Error>(
    _ body: (Span<UInt8>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try document.withText(at: index, body)
  }

  /// The text of a scalar, as in ``withText(_:)``; bytes that are not UTF-8 become U+FFFD.
  package var text: String {
    withText { span in
      var bytes: [UInt8] = []
      bytes.reserveCapacity(span.count)
      for index in 0..<span.count { bytes.append(span[index]) }
      return String(decoding: bytes, as: UTF8.self)
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
    document.hasText(other, at: index)
  }
}

// MARK: - Containers

extension Node {
  /// The elements of an array; nothing for anything else.
  @inlinable package var elements: Elements {
    Elements(document: document, position: index + 1, left: kind == .array ? count : 0)
  }

  /// The members of an object in the order of the text; nothing for anything else.
  @inlinable package var members: Members {
    Members(document: document, position: index + 1, left: kind == .object ? count : 0)
  }

  /// The value of a member of an object; nil if it has none or this is not an object.
  package subscript(key: String) -> Node? { member(key)?.value }

  /// The key and value of a member of an object, the last if a key repeats; nil if there
  /// is no such member or this is not an object.
  package func member(_ key: String) -> Member? {
    guard let value = document.value(ofKey: Array(key.utf8), at: index) else { return nil }
    return Member(
      key: Node(document: document, index: value - 1),
      value: Node(document: document, index: value))
  }

  /// A key and the value that belongs to it.
  @frozen @usableFromInline package struct Member: Sendable {
    /// The key, a node of kind string.
    @usableFromInline package let key: Node
    /// The value.
    @usableFromInline package let value: Node

    @inlinable package init(key: Node, value: Node) {
      self.key = key
      self.value = value
    }
  }

  /// Walks over the elements of an array.
  @frozen @usableFromInline package struct Elements: Sequence, IteratorProtocol {
    @usableFromInline let document: Document
    @usableFromInline var position: Int
    @usableFromInline var left: Int

    @inlinable init(document: Document, position: Int, left: Int) {
      self.document = document
      self.position = position
      self.left = left
    }

    @inlinable package mutating func next() -> Node? {
      guard left > 0 else { return nil }
      left -= 1
      let node = Node(document: document, index: position)
      position = node.nextIndex
      return node
    }
  }

  /// Walks over the members of an object.
  @frozen @usableFromInline package struct Members: Sequence, IteratorProtocol {
    @usableFromInline let document: Document
    @usableFromInline var position: Int
    @usableFromInline var left: Int

    @inlinable init(document: Document, position: Int, left: Int) {
      self.document = document
      self.position = position
      self.left = left
    }

    @inlinable package mutating func next() -> Member? {
      guard left > 0 else { return nil }
      left -= 1
      let key = Node(document: document, index: position)
      let value = Node(document: document, index: position + 1)
      position = value.nextIndex
      return Member(key: key, value: value)
    }
  }
}
