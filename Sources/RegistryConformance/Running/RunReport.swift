internal import RegistryValidation

/// What a run of a suite against one implementation showed.
public struct RunReport: Sendable {
  /// What follows for the implementation.
  public enum Verdict: String, Sendable, Hashable {
    /// It passed every MUST case of the classes and features it claims.
    case conformant
    /// It failed at least one.
    case notConformant = "not-conformant"
    /// It failed none, but did not answer all, or not all were asked.
    case undetermined
  }

  /// How many cases of a kind there were, and what became of them.
  public struct Count: Sendable, Hashable {
    /// Those that passed.
    public var passed = 0
    /// Those that failed.
    public var failed = 0
    /// Those that were skipped.
    public var skipped = 0
    /// Those without answer.
    public var errored = 0

    /// All of them.
    public var total: Int { passed + failed + skipped + errored }

    mutating func add(_ outcome: CaseResult.Outcome) {
      switch outcome {
      case .passed: passed += 1
      case .failed: failed += 1
      case .skipped: skipped += 1
      case .errored: errored += 1
      }
    }
  }

  /// The text that names the adapter.
  public var adapter: String
  /// What the adapter says of its implementation.
  public var implementation: Implementation
  /// The version of the suite.
  public var suiteVersion: String
  /// The SHA-256 of `suite.json`.
  public var suiteDigest: String
  /// Which cases were meant.
  public var filter: CaseFilter
  /// The grade up to which answers were judged.
  public var grade: Grade
  /// Whether trees were served as buckets.
  public var isServed: Bool
  /// What became of the cases, in the order of the suite.
  public var results: [CaseResult]
  /// The number of cases meant that the implementation does not claim.
  public var unclaimed: Int
  /// The entries of the list of known failures that do not fit.
  public var misfits: [KnownFailures.Misfit]
  /// What else was odd about the adapter.
  public var notices: [String]
  /// When the run began, as an RFC 3339 time; nil in a report that is the same in every run.
  public var started: String?
  /// How long it took.
  public var seconds: Double?
  /// The version of this program.
  public var toolVersion: String

  /// Counts cases.
  ///
  /// - Parameter isMeant: Which ones.
  /// - Returns: Their number, by what became of them.
  public func count(where isMeant: (CaseResult) -> Bool = { _ in true }) -> Count {
    results.lazy.filter(isMeant).reduce(into: Count()) { $0.add($1.outcome) }
  }

  /// The MUST cases that decide on conformance.
  public var decisive: Count { count { $0.counts && $0.level == .must } }

  /// Whether the run was of all cases that the implementation claims.
  public var isWhole: Bool {
    filter.ids.isEmpty && filter.areas.isEmpty && filter.kinds.isEmpty
      && filter.requirements.isEmpty
  }

  /// What follows for the implementation.
  public var verdict: Verdict {
    if decisive.failed > 0 { return .notConformant }
    guard isWhole, decisive.total > 0 else { return .undetermined }
    return decisive.passed == decisive.total ? .conformant : .undetermined
  }

  /// What the process is to exit with.
  ///
  /// 0: nothing unexpected. 1: cases failed that nobody expected to, or the list of known failures
  /// does not fit. 2: nothing was run. 3: cases were not answered, and nothing worse.
  public var exitCode: Int32 {
    if results.isEmpty { return 2 }
    if !misfits.isEmpty || results.contains(where: { $0.isUnexpected && $0.outcome == .failed }) {
      return 1
    }
    let isOpen = results.contains { result in
      result.isUnexpected || result.counts && result.level == .must && result.outcome == .skipped
    }
    return isOpen ? 3 : 0
  }

  /// The parts of the spec that were asked about, in order.
  public var areas: [String] {
    var seen: Set<String> = []
    return results.map(\.area).filter { seen.insert($0).inserted }
  }
}
