/// What an adapter did that it must not do.
public struct AdapterFault: Error, Sendable, Hashable, CustomStringConvertible {
  /// The kinds that are told apart.
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    /// It can't be started.
    case cannotStart = "cannot-start"
    /// It gave no answer in time.
    case timedOut = "timed-out"
    /// It ended before it had answered.
    case exited
    /// A signal ended it.
    case crashed
    /// It wrote something that is not one JSON object a line.
    case garbage
    /// It wrote a line that is longer than allowed.
    case tooLong = "too-long"
    /// It answered another request than the last one.
    case wrongSequence = "wrong-sequence"
    /// It wrote an answer that is none to the request.
    case wrongAnswer = "wrong-answer"
    /// It wrote an answer that the schema of the protocol does not allow.
    case protocolViolation = "protocol-violation"
  }
  /// The kind.
  public let kind: Kind
  /// What happened, in one line.
  public let detail: String

  init(_ kind: Kind, _ detail: String) {
    self.kind = kind
    self.detail = detail
  }

  /// What happened, in one line.
  public var description: String { detail }
}
