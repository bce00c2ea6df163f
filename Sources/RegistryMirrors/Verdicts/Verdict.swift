/// What was found about one object.
public enum Verdict: String, Sendable, Hashable, CaseIterable {
  /// The two copies are the same at the stated level, which is at least the required one.
  case same
  /// The two copies are known to differ.
  case differs
  /// The mirror lacks the object.
  case missing
  /// The mirror has an object that the source neither lists nor has.
  case extra
  /// The mirror's object agrees with the index and the source's does not.
  case stale
  /// It changed while it was looked at.
  case moving
  /// It could not be told at the required level.
  case unknown
  /// It is outside the scope, so the mirror need not have it.
  case notMirrored = "not-mirrored"
}

/// The verdict on one object, with its level and reason.
public struct Judgement: Sendable, Hashable {
  /// The verdict.
  public var verdict: Verdict
  /// The level that was reached.
  public var level: AssuranceLevel
  /// Why it is not `same`, or why no higher level was reached; nil if there is nothing to say.
  public var reason: String?
  /// What the verdict rests on, such as `listing`, `head`, `index`, `content`.
  public var evidence: [String]
  /// Whether the mirror's object disagrees with the mirror's own index.
  public var isDamaged = false
  /// Whether the source's index lists the object, and neither the source nor the mirror has it.
  public var isLost = false
  /// Whether the two sides differ only since the mirror lags by no more than is allowed.
  public var isLagging = false

  /// How the reason of an object begins of which the source's copy disagrees with the source's
  /// index, and the mirror's agrees with it.
  static let sourceAgainstIndex = "the source's object was replaced after its index was written"

  /// Creates a judgement.
  ///
  /// - Parameters:
  ///   - verdict: The verdict.
  ///   - level: The level that was reached.
  ///   - reason: Why.
  ///   - evidence: What the verdict rests on.
  public init(
    _ verdict: Verdict, level: AssuranceLevel = .unknown, reason: String? = nil,
    evidence: [String] = []
  ) {
    self.verdict = verdict
    self.level = level
    self.reason = reason
    self.evidence = evidence
  }
}
