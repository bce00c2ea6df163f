internal import Formats
internal import RegistryValidation

/// Reads members of JSON objects as values of given types.
///
/// Repeats those checks of the schema without which the program could fail.
struct MemberReader {
  /// The largest number, and the largest sum of the numbers of a file.
  static let limit = 1 << 50
  /// The sum of the counts read so far.
  private var sum = 0

  /// A required string.
  func text(_ object: Node, at key: String) throws(MemberFault) -> String {
    guard let text = try optionalText(object, at: key) else {
      throw MemberFault(object, "\(key) is missing")
    }
    return text
  }

  /// A string; nil if the member is absent.
  func optionalText(_ object: Node, at key: String) throws(MemberFault) -> String? {
    guard let node = object[key] else { return nil }
    guard let text = node.string else { throw MemberFault(node, "\(key) is not a string") }
    return text
  }

  /// A Boolean; false if the member is absent.
  func flag(_ object: Node, at key: String) throws(MemberFault) -> Bool {
    guard let node = object[key] else { return false }
    guard let flag = node.bool else { throw MemberFault(node, "\(key) is not true or false") }
    return flag
  }

  /// A whole number; nil if the member is absent.
  func number(_ object: Node, at key: String) throws(MemberFault) -> Int? {
    guard let node = object[key] else { return nil }
    return try number(node, called: key)
  }

  /// A whole number, at least 0.
  func number(_ node: Node, called name: String) throws(MemberFault) -> Int {
    guard let number = node.integer, (0...Self.limit).contains(number) else {
      throw MemberFault(node, "\(name) is not a whole number from 0 to \(Self.limit)")
    }
    return number
  }

  /// A count, which is added to the sum; 0 if the member is absent.
  mutating func count(_ object: Node, at key: String) throws(MemberFault) -> Int {
    guard let node = object[key] else { return 0 }
    return try count(node, called: key)
  }

  /// A count, which is added to the sum.
  mutating func count(_ node: Node, called name: String) throws(MemberFault) -> Int {
    let number = try number(node, called: name)
    sum += number
    guard sum <= Self.limit else {
      throw MemberFault(node, "\(name): the counts of the file add up to more than \(Self.limit)")
    }
    return number
  }

  /// A value of an enumeration; nil if the member is absent.
  func optionalWord<Word: RawRepresentable>(
    _ object: Node, at key: String, of type: Word.Type
  ) throws(MemberFault) -> Word? where Word.RawValue == String {
    guard let node = object[key] else { return nil }
    return try word(node, called: key, of: type)
  }

  /// A required value of an enumeration.
  func word<Word: RawRepresentable>(
    _ object: Node, at key: String, of type: Word.Type
  ) throws(MemberFault) -> Word where Word.RawValue == String {
    guard let word = try optionalWord(object, at: key, of: type) else {
      throw MemberFault(object, "\(key) is missing")
    }
    return word
  }

  /// A value of an enumeration.
  func word<Word: RawRepresentable>(
    _ node: Node, called name: String, of type: Word.Type
  ) throws(MemberFault) -> Word where Word.RawValue == String {
    guard let text = node.string, let word = Word(rawValue: text) else {
      throw MemberFault(node, "\(name) has a value that this version doesn't know: \(node.text)")
    }
    return word
  }
}
