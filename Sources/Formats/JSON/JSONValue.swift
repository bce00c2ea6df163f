/// A value to write as JSON, made by the program instead of read from a document.
package enum JSONValue: Sendable {
  case null
  case bool(Bool)
  /// A number by its text, which must be a JSON number.
  case number(String)
  case string(String)
  /// A string by its bytes; those that are not UTF-8 are written as U+FFFD.
  case utf8([UInt8])
  case array([JSONValue])
  /// An array whose elements are made as they are written, so that they are never all in memory.
  case elements(count: Int, @Sendable (Int) -> JSONValue)
  /// An object whose members keep their order.
  case object([(key: String, value: JSONValue)])
  /// A value from a document, written as it was read.
  case node(Node)
  /// JSON text, written unchanged.
  case raw([UInt8])

  /// Makes a number.
  package static func number(_ value: some BinaryInteger) -> JSONValue {
    .number(String(value))
  }

  /// Makes a number, or null if the value is not finite.
  package static func number(_ value: Double) -> JSONValue {
    value.isFinite ? .number("\(value)") : .null
  }
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByStringInterpolation {
  /// Makes a string.
  package init(stringLiteral value: String) { self = .string(value) }
}

extension JSONValue: ExpressibleByIntegerLiteral {
  /// Makes a number.
  package init(integerLiteral value: Int) { self = .number(String(value)) }
}

extension JSONValue: ExpressibleByBooleanLiteral {
  /// Makes `true` or `false`.
  package init(booleanLiteral value: Bool) { self = .bool(value) }
}

extension JSONValue: ExpressibleByNilLiteral {
  /// Makes null.
  package init(nilLiteral: ()) { self = .null }
}

extension JSONValue: ExpressibleByArrayLiteral {
  /// Makes an array.
  package init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
}

extension JSONValue: ExpressibleByDictionaryLiteral {
  /// Makes an object whose members have the order of the literal.
  package init(dictionaryLiteral elements: (String, JSONValue)...) {
    self = .object(elements.map { (key: $0.0, value: $0.1) })
  }
}
