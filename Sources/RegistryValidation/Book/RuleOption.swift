/// A number in a rule that the configuration may change.
public struct RuleOption: Sendable, Hashable {
  /// The unit of its value.
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    /// Any number; the description gives the unit.
    case integer
    /// Seconds, written as `30s`, `36h`, `7d` or as an ISO 8601 duration.
    case duration
  }

  /// The name, in kebab-case.
  public var name: String
  /// The unit of its value.
  public var kind: Kind
  /// The default value, in the unit of the kind.
  public var defaultValue: Int
  /// The allowed values.
  public var range: ClosedRange<Int>
  /// What it changes, in one line.
  public var description: String

  /// Formats a value for people.
  ///
  /// - Parameter value: The value, in the unit of the kind.
  /// - Returns: A string that ``value(of:)`` can read.
  public func text(_ value: Int) -> String {
    switch kind {
    case .integer: String(value)
    case .duration: TimeSpan(milliseconds: value * 1000).text
    }
  }

  /// Reads a value; nil if the string has another form.
  ///
  /// - Parameter text: The string.
  /// - Returns: The value in the unit of the kind, in range or not.
  public func value(of text: String) -> Int? {
    switch kind {
    case .integer: Int(text)
    case .duration:
      TimeSpan(text).flatMap { $0.milliseconds % 1000 == 0 ? $0.seconds : nil }
    }
  }
}
