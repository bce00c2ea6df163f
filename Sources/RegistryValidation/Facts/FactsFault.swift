package import Formats

/// A value of a file of facts that is missing or can't be one.
package struct FactsFault: Error, Sendable, Hashable {
  /// What is wrong.
  package var detail: String

  /// Makes a fault.
  ///
  /// - Parameter detail: What is wrong.
  package init(_ detail: String) { self.detail = detail }
}

/// Reads the members of an object that this program wrote.
///
/// The names are short, since a part of a plan has many of them.
package struct FactsObject {
  private let node: Node

  /// Takes a value.
  ///
  /// - Parameter node: The value.
  /// - Throws: ``FactsFault`` if it is not an object.
  package init(_ node: Node) throws(FactsFault) {
    guard node.kind == .object else { throw FactsFault("a value is not an object") }
    self.node = node
  }

  /// A required string.
  package func text(_ key: String) throws(FactsFault) -> String {
    guard let text = try optionalText(key) else { throw FactsFault("\(key) is missing") }
    return text
  }

  /// A string; nil if the member is absent.
  package func optionalText(_ key: String) throws(FactsFault) -> String? {
    guard let value = node[key] else { return nil }
    guard let text = value.string else { throw FactsFault("\(key) is not a string") }
    return text
  }

  /// A required whole number.
  package func number(_ key: String) throws(FactsFault) -> Int {
    guard let number = try optionalNumber(key) else { throw FactsFault("\(key) is missing") }
    return number
  }

  /// A whole number; nil if the member is absent.
  package func optionalNumber(_ key: String) throws(FactsFault) -> Int? {
    guard let value = node[key] else { return nil }
    return try Self.number(value, at: key)
  }

  /// A whole number; 0 if the member is absent.
  package func count(_ key: String) throws(FactsFault) -> Int { try optionalNumber(key) ?? 0 }

  /// Whether a member is true.
  package func flag(_ key: String) -> Bool { node[key]?.bool ?? false }

  /// One of the words of a type; nil if the member is absent.
  package func word<Word: RawRepresentable>(
    _ key: String, of type: Word.Type
  ) throws(FactsFault) -> Word? where Word.RawValue == String {
    guard let text = try optionalText(key) else { return nil }
    guard let word = Word(rawValue: text) else { throw FactsFault("\(key) can't be \(text)") }
    return word
  }

  /// The elements of a list; none if the member is absent.
  package func list(_ key: String) -> [Node] { node[key]?.elements.map(\.self) ?? [] }

  /// The strings of a list.
  package func texts(_ key: String) throws(FactsFault) -> [String] {
    try list(key).map { element throws(FactsFault) in
      guard let text = element.string else { throw FactsFault("\(key) has no strings") }
      return text
    }
  }

  /// The numbers of a list.
  package func numbers(_ key: String) throws(FactsFault) -> [Int] {
    try list(key).map { element throws(FactsFault) in try Self.number(element, at: key) }
  }

  /// The objects of a list.
  package func objects(_ key: String) throws(FactsFault) -> [FactsObject] {
    try list(key).map { element throws(FactsFault) in try FactsObject(element) }
  }

  /// An object; nil if the member is absent.
  package func object(_ key: String) throws(FactsFault) -> FactsObject? {
    guard let value = node[key] else { return nil }
    return try FactsObject(value)
  }

  /// The members of an object with any names; none if it is absent.
  package func members(_ key: String) -> [(key: String, value: Node)] {
    node[key]?.members.map { ($0.key.text, $0.value) } ?? []
  }

  /// A value of any kind; nil if the member is absent.
  package func value(_ key: String) -> Node? { node[key] }

  /// Whether there is such a member.
  package func has(_ key: String) -> Bool { node[key] != nil }

  /// A whole number.
  package static func number(_ node: Node, at key: String) throws(FactsFault) -> Int {
    guard let number = node.integer else { throw FactsFault("\(key) is not a whole number") }
    return number
  }
}
