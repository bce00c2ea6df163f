/// Splits JSON that is too large for memory into its items, as the bytes arrive.
///
/// An item is an element of the outermost array, a member of the outermost object, or an element of
/// an array that is such a member. Several documents may follow one another. Inside an item
/// only brackets and quotes are checked: ``JSONParser`` reads the rest.
package struct JSONItemSplitter {
  /// One item.
  package struct Item: Sendable, Hashable {
    /// The kinds of item.
    package enum Kind: Sendable, Hashable {
      /// An element of the outermost array, or of an array that is a member.
      case element
      /// A member of the outermost object that is not an array, or is an empty one.
      case member
      /// The end of an outermost value.
      case end
    }
    /// The kind of item.
    package var kind: Kind
    /// The key of the member it belongs to; empty in an array.
    package var name: String
    /// Its text; empty if it is longer than allowed.
    package var bytes: [UInt8]
    /// Whether it is longer than allowed.
    package var isTooLong = false
    /// The line on which it begins, counted from 1.
    package var line: Int
  }

  /// What may come next.
  private enum State {
    case outside
    case firstElement, element, afterElement
    case firstKey, key, afterKey, memberValue, afterMember
    case firstInnerElement, innerElement, afterInnerElement
  }

  /// The current state.
  private enum Capture {
    case none
    case container(depth: Int)
    case string
    case scalar
  }

  private let limit: Int
  private var state = State.outside
  private var capture = Capture.none
  private var isInString = false
  private var isEscaped = false
  private var current: [UInt8] = []
  private var isTooLong = false
  private var name = ""
  private var startLine = 1
  /// The current line, counted from 1.
  package private(set) var line = 1
  /// The number of bytes read.
  package private(set) var offset = 0
  /// The number of outermost values that were read to their end.
  package private(set) var texts = 0

  /// Starts before the first byte.
  ///
  /// - Parameter limit: The maximum number of bytes of an item.
  package init(limit: Int = 1 << 20) { self.limit = limit }

  /// Reads more bytes.
  ///
  /// - Parameters:
  ///   - bytes: The next bytes.
  ///   - items: Receives the items that end in it.
  /// - Throws: ``SyntaxFault`` for anything that is not JSON; the splitter is unusable after that.
  package mutating func read(
    _ bytes: Span<UInt8>, into items: inout [Item]
  ) throws(SyntaxFault) {
    var index = 0
    while index < bytes.count {
      let byte = bytes[index]
      switch capture {
      case .none:
        try begin(byte, into: &items)
        advance(byte)
        index += 1
      case .container, .string:
        index = try readCaptured(bytes, from: index, into: &items)
      case .scalar:
        if Self.endsScalar(byte) {
          try finishItem(&items)
        } else {
          keep(byte)
          advance(byte)
          index += 1
        }
      }
    }
  }

  /// Ends the text.
  ///
  /// - Throws: ``SyntaxFault`` if the text ends inside a value.
  package mutating func finish() throws(SyntaxFault) {
    guard case .outside = state, case .none = capture else {
      throw SyntaxFault(
        .unexpectedEnd, offset: offset, "the last bracket is not closed")
    }
  }

  private mutating func advance(_ byte: UInt8) {
    offset += 1
    if byte == 0x0A { line += 1 }
  }

  private mutating func keep(_ byte: UInt8) {
    if current.count < limit { current.append(byte) } else { isTooLong = true }
  }

  private static func endsScalar(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x20, 0x0A, 0x0D, 0x09, UInt8(ascii: ","), UInt8(ascii: "]"), UInt8(ascii: "}"): true
    default: false
    }
  }
}

// MARK: - Items

extension JSONItemSplitter {
  /// Reads on inside a string or container and returns the index after the last byte read.
  private mutating func readCaptured(
    _ bytes: Span<UInt8>, from start: Int, into items: inout [Item]
  ) throws(SyntaxFault) -> Int {
    var index = start
    while index < bytes.count {
      let byte = bytes[index]
      keep(byte)
      advance(byte)
      index += 1
      if isInString {
        if isEscaped {
          isEscaped = false
        } else if byte == UInt8(ascii: "\\") {
          isEscaped = true
        } else if byte == UInt8(ascii: "\"") {
          isInString = false
          if case .string = capture { return try finished(&items, at: index) }
        }
        continue
      }
      guard case .container(let depth) = capture else { return index }
      switch byte {
      case UInt8(ascii: "\""): isInString = true
      case UInt8(ascii: "{"), UInt8(ascii: "["): capture = .container(depth: depth + 1)
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        capture = .container(depth: depth - 1)
        if depth == 1 { return try finished(&items, at: index) }
      default: break
      }
    }
    return index
  }

  private mutating func finished(
    _ items: inout [Item], at index: Int
  ) throws(SyntaxFault) -> Int {
    try finishItem(&items)
    return index
  }

  private mutating func beginItem(_ byte: UInt8) {
    current.removeAll(keepingCapacity: true)
    isTooLong = false
    startLine = line
    current.append(byte)
    switch byte {
    case UInt8(ascii: "{"), UInt8(ascii: "["): capture = .container(depth: 1)
    case UInt8(ascii: "\""):
      capture = .string
      isInString = true
    default: capture = .scalar
    }
  }

  private mutating func finishItem(_ items: inout [Item]) throws(SyntaxFault) {
    capture = .none
    switch state {
    case .firstKey, .key:
      guard !isTooLong else {
        throw SyntaxFault(.tooLarge, offset: offset, "a key is longer than \(limit) bytes")
      }
      name = try JSONParser.parse(current).root.text
      state = .afterKey
    case .memberValue:
      items.append(item(.member))
      state = .afterMember
    case .firstElement, .element:
      items.append(item(.element))
      state = .afterElement
    default:
      items.append(item(.element))
      state = .afterInnerElement
    }
  }

  private func item(_ kind: Item.Kind) -> Item {
    Item(
      kind: kind, name: name, bytes: isTooLong ? [] : current, isTooLong: isTooLong,
      line: startLine)
  }
}

// MARK: - Between items

extension JSONItemSplitter {
  /// Takes a byte that is outside all items, or begins one.
  private mutating func begin(_ byte: UInt8, into items: inout [Item]) throws(SyntaxFault) {
    if byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { return }
    switch (state, byte) {
    case (.outside, UInt8(ascii: "[")):
      name = ""
      state = .firstElement
    case (.outside, UInt8(ascii: "{")): state = .firstKey
    case (.firstElement, UInt8(ascii: "]")), (.afterElement, UInt8(ascii: "]")),
      (.firstKey, UInt8(ascii: "}")), (.afterMember, UInt8(ascii: "}")):
      state = .outside
      texts += 1
      items.append(Item(kind: .end, name: "", bytes: [], line: line))
    case (.firstInnerElement, UInt8(ascii: "]")):
      items.append(Item(kind: .member, name: name, bytes: Array("[]".utf8), line: line))
      state = .afterMember
    case (.afterInnerElement, UInt8(ascii: "]")): state = .afterMember
    case (.afterElement, UInt8(ascii: ",")): state = .element
    case (.afterMember, UInt8(ascii: ",")): state = .key
    case (.afterInnerElement, UInt8(ascii: ",")): state = .innerElement
    case (.afterKey, UInt8(ascii: ":")): state = .memberValue
    case (.memberValue, UInt8(ascii: "[")): state = .firstInnerElement
    case (.firstKey, UInt8(ascii: "\"")), (.key, UInt8(ascii: "\"")): beginItem(byte)
    case (.firstElement, _), (.element, _), (.memberValue, _), (.firstInnerElement, _),
      (.innerElement, _):
      guard !Self.endsScalar(byte), byte != UInt8(ascii: ":") else { throw unexpected(byte) }
      beginItem(byte)
    default: throw unexpected(byte)
    }
  }

  private func unexpected(_ byte: UInt8) -> SyntaxFault {
    let found =
      byte > 0x20 && byte < 0x7F
      ? "\"\(Character(Unicode.Scalar(byte)))\"" : "byte \(String(byte, radix: 16))"
    return SyntaxFault(
      .grammar, offset: offset, "\(found) is not allowed here", found: found)
  }
}
