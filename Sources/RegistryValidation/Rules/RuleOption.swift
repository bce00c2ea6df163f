/// A number that a rule goes by and that the configuration may change.
public struct RuleOption: Sendable, Hashable {
  /// What its value counts.
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    /// Anything; the description says what.
    case integer
    /// Seconds, written as `30s`, `36h`, `7d` or as an ISO 8601 duration.
    case duration
  }

  /// The name, in kebab-case.
  public var name: String
  /// What its value counts.
  public var kind: Kind
  /// The value where the configuration says nothing, in the unit of the kind.
  public var defaultValue: Int
  /// The values allowed.
  public var range: ClosedRange<Int>
  /// What it changes, in one line.
  public var description: String

  /// Writes a value as people write it.
  ///
  /// - Parameter value: The value, in the unit of the kind.
  /// - Returns: A text that ``value(of:)`` reads.
  public func text(_ value: Int) -> String {
    switch kind {
    case .integer: String(value)
    case .duration: TimeSpan(milliseconds: value * 1000).text
    }
  }

  /// Reads a value; nil if the text is none of its kind.
  ///
  /// - Parameter text: The text.
  /// - Returns: The value in the unit of the kind, be it in range or not.
  public func value(of text: String) -> Int? {
    switch kind {
    case .integer: Int(text)
    case .duration:
      TimeSpan(text).flatMap { $0.milliseconds % 1000 == 0 ? $0.seconds : nil }
    }
  }
}
