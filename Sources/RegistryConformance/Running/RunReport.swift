internal import RegistryValidation

/// The report of a run of a suite against one implementation.
public struct RunReport: Sendable {
  /// The verdict on the implementation.
  public enum Verdict: String, Sendable, Hashable {
    /// It passed every MUST case of the classes and features it claims.
    case conformant
    /// It failed at least one.
    case notConformant = "not-conformant"
    /// It failed no case, but did not answer all, or not all were run.
    case undetermined
  }

  /// The number of cases of a kind, by outcome.
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

  /// The string that names the adapter.
  public var adapter: String
  /// What the adapter says about its implementation.
  public var implementation: Implementation
  /// The version of the suite.
  public var suiteVersion: String
  /// The SHA-256 of `suite.json`.
  public var suiteDigest: String
  /// The selected cases.
  public var filter: CaseFilter
  /// The grade up to which answers were judged.
  public var grade: Grade
  /// Whether trees were served as buckets.
  public var isServed: Bool
  /// The results of the cases, in the order of the suite.
  public var results: [CaseResult]
  /// The number of selected cases that the implementation does not claim.
  public var unclaimed: Int
  /// The entries of the list of known failures that do not match the results.
  public var misfits: [KnownFailures.Misfit]
  /// Other oddities of the adapter.
  public var notices: [String]
  /// When the run began, as an RFC 3339 time; nil in a reproducible report.
  public var started: String?
  /// How long it took.
  public var seconds: Double?
  /// The version of this program.
  public var toolVersion: String

  /// Counts cases.
  ///
  /// - Parameter isMeant: Tells whether to count a case.
  /// - Returns: Their number, by outcome.
  public func count(where isMeant: (CaseResult) -> Bool = { _ in true }) -> Count {
    results.lazy.filter(isMeant).reduce(into: Count()) { $0.add($1.outcome) }
  }

  /// The MUST cases that decide on conformance.
  public var decisive: Count { count { $0.counts && $0.level == .must } }

  /// Whether all cases that the implementation claims were run.
  public var isWhole: Bool {
    filter.ids.isEmpty && filter.areas.isEmpty && filter.kinds.isEmpty
      && filter.requirements.isEmpty
  }

  /// The verdict on the implementation.
  public var verdict: Verdict {
    if decisive.failed > 0 { return .notConformant }
    guard isWhole, decisive.total > 0 else { return .undetermined }
    return decisive.passed == decisive.total ? .conformant : .undetermined
  }

  /// The exit code of the process.
  ///
  /// 0: nothing unexpected. 1: cases failed unexpectedly, or the list of known failures
  /// does not match. 2: nothing was run. 3: cases were not answered, and nothing worse.
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

  /// The parts of the spec with results, in order.
  public var areas: [String] {
    var seen: Set<String> = []
    return results.map(\.area).filter { seen.insert($0).inserted }
  }
}
