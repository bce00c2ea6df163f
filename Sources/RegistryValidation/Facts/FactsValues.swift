package import Formats
internal import ObjectStorage
package import SharedCloudRegistry

/// Makes the values of facts, omitting what is nil, 0 or empty.
package struct FactsMembers {
  /// The members so far.
  package private(set) var members: [(key: String, value: JSONValue)] = []

  /// The object.
  package var value: JSONValue { .object(members) }

  /// Makes an object without members.
  package init() {}

  /// Adds a member that is always there.
  package mutating func add(_ key: String, always value: JSONValue) { members.append((key, value)) }

  /// Adds a string, if there is one.
  package mutating func add(_ key: String, _ text: String?) {
    if let text { members.append((key, .string(text))) }
  }

  /// Adds a number, if there is one.
  package mutating func add(_ key: String, _ number: Int?) {
    if let number { members.append((key, .number(number))) }
  }

  /// Adds a count, unless it is 0.
  package mutating func add(_ key: String, count: Int) {
    if count != 0 { members.append((key, .number(count))) }
  }

  /// Adds a flag, if it is true.
  package mutating func add(_ key: String, flag: Bool) {
    if flag { members.append((key, true)) }
  }

  /// Adds a list, unless it is empty.
  package mutating func add(_ key: String, list: [JSONValue]) {
    if !list.isEmpty { members.append((key, .array(list))) }
  }

  /// Adds an object, unless it is empty.
  package mutating func add(_ key: String, object: [(key: String, value: JSONValue)]) {
    if !object.isEmpty { members.append((key, .object(object))) }
  }
}

extension SCRTime {
  /// The time as a list: seconds, nanoseconds, the bytes of its text, 1 for a leap second.
  package var facts: JSONValue {
    [
      .number(Int(seconds)), .number(Int(nanoseconds)), .number(precision.textLength),
      .number(isLeapSecond ? 1 : 0),
    ]
  }

  /// Reads a time; nil if the member is absent.
  package init?(facts object: FactsObject, _ key: String) throws(FactsFault) {
    let parts = try object.numbers(key)
    guard !parts.isEmpty else { return nil }
    guard parts.count == 4, (0..<1_000_000_000).contains(parts[1]),
      let precision = Self.precision(length: parts[2])
    else { throw FactsFault("\(key) is not a time") }
    self.init(
      seconds: Int64(parts[0]), nanoseconds: Int32(parts[1]), precision: precision,
      isLeapSecond: parts[3] == 1)
  }
}

extension SCRTime {
  private static func precision(length: Int) -> Precision? {
    switch length {
    case 5: .year
    case 8: .month
    default: Precision(textLength: length)
    }
  }
}

/// Bytes as a value: a string, or hexadecimal digits in an object if they are not UTF-8.
package enum FactsBytes {
  /// Writes bytes.
  package static func value(_ bytes: [UInt8]) -> JSONValue {
    if UTF8Sequence.isWellFormed(bytes.span) { return .utf8(bytes) }
    let digits = Array("0123456789abcdef".utf8)
    return ["hex": .utf8(bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] })]
  }

  /// Reads bytes.
  package static func read(_ node: Node?) throws(FactsFault) -> [UInt8] {
    guard let node else { return [] }
    if let text = node.string { return Array(text.utf8) }
    guard let hex = node["hex"]?.string, hex.utf8.count % 2 == 0 else {
      throw FactsFault("a value is not a string of bytes")
    }
    var bytes: [UInt8] = []
    var high: UInt8?
    for digit in hex.utf8 {
      guard let value = Self.value(of: digit) else {
        throw FactsFault("a value has a letter that is not a hexadecimal digit")
      }
      if let first = high {
        bytes.append(first << 4 | value)
        high = nil
      } else {
        high = value
      }
    }
    return bytes
  }

  private static func value(of digit: UInt8) -> UInt8? {
    switch digit {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
    default: nil
    }
  }
}

extension StoreError {
  /// The error as a value.
  var facts: JSONValue {
    [
      "code": .string(code.rawValue), "address": .string(address), "detail": .string(detail),
    ]
  }

  /// Reads an error.
  init(facts object: FactsObject) throws(FactsFault) {
    guard let code = try object.word("code", of: Code.self) else {
      throw FactsFault("code is missing")
    }
    self.init(code, address: try object.text("address"), detail: try object.text("detail"))
  }
}
