public import SharedCloudRegistry

/// What a validation found, complete enough to be written in any format.
public struct Report: Sendable {
  /// The verdict in three values.
  public enum Verdict: String, Sendable, Hashable {
    /// No finding at or above the fail level, and everything was looked at.
    case noViolations = "no-violations"
    /// At least one finding at or above the fail level.
    case violations
    /// No such finding, but something could not be looked at.
    case undetermined
  }

  /// One thing that was checked.
  public struct Target: Sendable, Hashable {
    /// The path or address.
    public var uri: String
    /// What it is: `registry`, `catalog`, `dataset`, `info`, `index` or `bucket`.
    public var kind: String
    /// The size in bytes.
    public var size: Int?
    /// The version it declares.
    public var declared: String?
    /// The dialect it was checked in.
    public var dialect: Dialect?
  }

  /// What was checked, in the order of the paths.
  public var targets: [Target] = []
  /// The findings listed, by target, place and code.
  public var findings: [Finding] = []
  /// The number of findings by rule, listed or not.
  public var counts: [String: Int] = [:]
  /// The number of findings by rule that are counted but not listed.
  public var unlisted: [String: Int] = [:]
  /// The number of findings by dataset.
  public var countsByDataset: [String: Int] = [:]
  /// What was looked at.
  public var coverage = Coverage()
  /// What could not be done.
  public var notices: [Notice] = []
  /// The profile of severities.
  public var profile: Profile
  /// The rules that were in force.
  public var rules: RuleBook
  /// The least severity that makes the verdict `violations`.
  public var failLevel: Severity
  /// How each rule fared, in the order of the codes.
  public var outcomes: [Coverage.RuleOutcome] = []

  /// The number of findings of a severity, listed or not.
  ///
  /// - Parameter severity: The severity after the profile.
  /// - Returns: The exact number.
  public func count(of severity: Severity) -> Int {
    counts.reduce(0) { sum, entry in
      rules[entry.key]?.severities[profile] == severity ? sum + entry.value : sum
    }
  }

  /// Whether every applicable rule was evaluated on all of its input.
  public var isComplete: Bool { coverage.obstacles.isEmpty && notices.isEmpty }

  /// The verdict.
  public var verdict: Verdict {
    let isViolated = Severity.allCases.contains { $0 >= failLevel && count(of: $0) > 0 }
    if isViolated { return .violations }
    return isComplete ? .noViolations : .undetermined
  }
}
