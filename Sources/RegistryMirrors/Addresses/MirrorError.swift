/// Why a mirror can't be verified as asked.
public struct MirrorError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The kinds of error that callers can act on.
  public enum Kind: Sendable, Hashable {
    /// The user asked for something that has no meaning; another command line helps.
    case usage
    /// Something could not be read, so nothing is known.
    case undetermined
    /// A result could not be written.
    case output
    /// The task was cancelled; a state has what is finished.
    case interrupted
  }

  /// The kind of error.
  public let kind: Kind
  /// What happened, the value, and what to do.
  public let description: String

  /// Creates an error.
  ///
  /// - Parameters:
  ///   - kind: The kind of error.
  ///   - description: What happened, the value, and what to do.
  public init(_ kind: Kind, saying description: String) {
    self.kind = kind
    self.description = description
  }
}
