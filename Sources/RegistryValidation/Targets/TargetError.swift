internal import Formats

/// Why a target can't be validated.
public struct TargetError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The target as given.
  public let target: String
  /// What is wrong with it.
  public let detail: String

  init(_ target: String, _ detail: String) {
    self.target = target
    self.detail = detail
  }

  /// The target and what is wrong with it.
  public var description: String { Redaction.of("\(target): \(detail)") }
}
