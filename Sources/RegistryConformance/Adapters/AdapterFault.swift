/// A violation of the protocol by an adapter.
public struct AdapterFault: Error, Sendable, Hashable, CustomStringConvertible {
  /// The kinds of fault.
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    /// It can't be started.
    case cannotStart = "cannot-start"
    /// It did not answer in time.
    case timedOut = "timed-out"
    /// It ended before it answered.
    case exited
    /// A signal ended it.
    case crashed
    /// It wrote something other than one JSON object per line.
    case garbage
    /// It wrote a line that is longer than allowed.
    case tooLong = "too-long"
    /// It answered a request other than the last one.
    case wrongSequence = "wrong-sequence"
    /// Its answer does not fit the request.
    case wrongAnswer = "wrong-answer"
    /// The schema of the protocol does not allow its answer.
    case protocolViolation = "protocol-violation"
  }
  /// The kind.
  public let kind: Kind
  /// What happened, in one line.
  public let detail: String

  init(_ kind: Kind, detail: String) {
    self.kind = kind
    self.detail = detail
  }

  /// What happened, in one line.
  public var description: String { detail }
}
