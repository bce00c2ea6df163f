internal import Formats
internal import SharedCloudRegistry

/// Compares values by meaning: times as instants, numbers as numbers.
enum Sameness {
  /// Tells whether two strings are equal, or the same time.
  static func texts(_ left: String, and right: String) -> Bool {
    if left == right { return true }
    guard let first = time(left), let second = time(right) else { return false }
    return first == second
  }

  /// Tells whether an answer has the expected values.
  ///
  /// Objects of the answer may have more members; arrays must have the same length and order.
  ///
  /// - Parameters:
  ///   - expected: The expected value.
  ///   - actual: The answer.
  ///   - pointer: The place of both.
  /// - Returns: The JSON Pointer to the first difference; nil if there is no difference.
  static func difference(_ expected: Node, actual: Node?, at pointer: String = "") -> String? {
    // A null member counts as a missing one.
    guard let actual else { return expected.kind == .null ? nil : pointer }
    switch expected.kind {
    case .object:
      guard actual.kind == .object else { return pointer }
      for member in expected.members {
        let name = member.key.text
        if let place = difference(member.value, actual: actual[name], at: pointer + "/" + name) {
          return place
        }
      }
      return nil
    case .array:
      guard actual.kind == .array, actual.count == expected.count else { return pointer }
      for (number, pair) in zip(expected.elements, actual.elements).enumerated() {
        if let place = difference(pair.0, actual: pair.1, at: "\(pointer)/\(number)") {
          return place
        }
      }
      return nil
    case .string: return actual.string.map { texts(expected.text, and: $0) } == true ? nil : pointer
    case .number:
      guard actual.kind == .number else { return pointer }
      return expected.text == actual.text || Double(expected.text) == Double(actual.text)
        ? nil : pointer
    case .null, .true, .false: return actual.kind == expected.kind ? nil : pointer
    }
  }

  private static func time(_ text: String) -> SCRTime? { try? SCRTime(parsing: text) }
}
