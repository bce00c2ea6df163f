package import Formats

extension JSONValue {
  /// Makes an object of the members that are not nil, in order.
  package static func present(_ members: [(String, JSONValue?)]) -> JSONValue {
    .object(members.compactMap { name, value in value.map { (key: name, value: $0) } })
  }

  /// Makes a string; nil for nil.
  static func text(_ text: String?) -> JSONValue? { text.map { .string($0) } }

  /// Makes a number; nil for nil.
  static func count(_ number: Int?) -> JSONValue? { number.map { .number($0) } }
}
