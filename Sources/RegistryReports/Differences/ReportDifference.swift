public import RegistryValidation

/// The difference between a report and a later one.
///
/// Findings are the same if their fingerprints are, wherever their lines have moved to, and
/// whether they count or not. If a report does not list all findings of a rule and file, their
/// number shows how many are new.
public struct ReportDifference: Sendable {
  /// The state of findings.
  public enum State: String, Sendable, Hashable, CaseIterable {
    /// Only the new report has them, and the old run checked for them.
    case new
    /// Only the old report has them, and the new run checked for them.
    case fixed
    /// Only one of the reports has them, and the other run did not check for them.
    case unknown
    /// Both have them.
    case still
  }

  /// Findings of one fingerprint, or of a rule in a file.
  public struct Item: Sendable, Hashable {
    /// Their state.
    public var state: State
    /// The finding, or one of them.
    public var finding: Finding
    /// Their number.
    public var count: Int
    /// Whether only their number is certain, not their identity.
    public var isByCount: Bool
    /// Whether the new report has them.
    public var isPresent: Bool
  }

  /// The findings, by state, then by target, place and code.
  public let items: [Item]
  /// How the coverage of datasets differs; it does not count for the verdict.
  public let coverage: [CoverageChange]
  /// The lowest severity at which a new finding makes the difference a failure.
  public let failLevel: Severity
  /// The rules of both reports.
  public let rules: RuleBook
  private let isComplete: Bool

  /// Compares two reports.
  ///
  /// - Parameters:
  ///   - old: The earlier report.
  ///   - new: The later report.
  ///   - failLevel: The lowest severity that counts; nil for that of the later report.
  public init(from old: Report, to new: Report, failLevel: Severity? = nil) {
    var comparison = ReportComparison(old, new: new)
    items = comparison.items().sorted { left, right in
      if left.state != right.state { return left.state.rank < right.state.rank }
      return Report.isBefore(left.finding, right.finding)
    }
    coverage = CoverageChange.all(from: old, to: new)
    self.failLevel = failLevel ?? new.settings.failLevel
    isComplete = new.isComplete
    let gone = old.rules.rules.filter { new.rules[$0.code] == nil }
    rules = gone.isEmpty ? new.rules : RuleBook(rules: new.rules.rules + gone)
  }

  /// The number of findings in a state.
  public func count(of state: State) -> Int {
    items.reduce(0) { $0 + ($1.state == state ? $1.count : 0) }
  }

  /// The verdict: violations if a new finding counts.
  public var verdict: Report.Verdict {
    let isWorse = items.contains {
      $0.state == .new && $0.finding.isActive && $0.finding.severity >= failLevel
    }
    if isWorse { return .violations }
    return isComplete && count(of: .unknown) == 0 ? .noViolations : .undetermined
  }
}

extension ReportDifference.State {
  /// The order for people.
  fileprivate var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}
