package import Formats
public import SharedCloudRegistry

/// The result of a validation, complete enough to be written in any format, read back and merged.
public struct Report: Sendable {
  /// The verdict in three values.
  public enum Verdict: String, Sendable, Hashable {
    /// No finding at or above the fail level, and everything was checked.
    case noViolations = "no-violations"
    /// At least one finding at or above the fail level.
    case violations
    /// No such finding, but something could not be checked.
    case undetermined
  }

  /// One thing that was checked.
  public struct Target: Sendable, Hashable {
    /// The path or address.
    public var uri: String
    /// The kind: `registry`, `catalog`, `dataset`, `info` or `index`.
    public var kind: String
    /// The size in bytes.
    public var size: Int?
    /// The version it declares.
    public var declared: String?
    /// The dialect it was checked in.
    public var dialect: Dialect?
    /// A short digest of its contents, if it has a path; nil for an address.
    public var digest: String?
    /// What was checked for it: for a catalog, the index files of its bucket too.
    public var coverage = Coverage()

    /// Makes a target without coverage.
    package init(
      uri: String, kind: String, size: Int? = nil, declared: String? = nil,
      dialect: Dialect? = nil, digest: String? = nil
    ) {
      self.uri = uri
      self.kind = kind
      self.size = size
      self.declared = declared
      self.dialect = dialect
      self.digest = digest
    }
  }

  /// How many findings there are in one file.
  public struct FileCounts: Sendable, Hashable {
    /// By rule, listed or not.
    public var rules: [String: Tally] = [:]
    /// By dataset, listed or not.
    public var datasets: [String: Int] = [:]

    /// Makes counts.
    package init(rules: [String: Tally] = [:], datasets: [String: Int] = [:]) {
      self.rules = rules
      self.datasets = datasets
    }
  }

  /// The settings of the run that made the report.
  public struct Settings: Sendable, Hashable {
    /// The profile of severities.
    public var profile: Profile
    /// The lowest severity that makes the verdict `violations`.
    public var failLevel: Severity
    /// Why rules were off, by code.
    public var reasonsOff: [String: String]
    /// The severities of the rules on the configuration that are not those of the profile.
    ///
    /// Their findings are recomputed when reports are merged.
    public var severities: [String: Severity] = [:]

    /// Makes settings.
    package init(
      profile: Profile, failLevel: Severity, reasonsOff: [String: String],
      severities: [String: Severity] = [:]
    ) {
      self.profile = profile
      self.failLevel = failLevel
      self.reasonsOff = reasonsOff
      self.severities = severities
    }
  }

  /// The parts of a report; everything else is derived from them.
  package struct Parts: Sendable {
    /// What was checked.
    package var targets: [Target] = []
    /// What the index files list over time.
    package var timelines: [Timeline] = []
    /// The counts, by file.
    package var files: ExactDictionary<FileCounts> = [:]
    /// The listed findings.
    package var findings: [Finding] = []
    /// The problems of the run.
    package var notices: [Notice] = []
    /// How the suppressions were used.
    package var suppressions: [SuppressionUse] = []
    /// How the baseline was used; nil without one.
    package var baseline: BaselineUse?
    /// What a verification of mirrors counted; nil for a validation.
    package var mirror: MirrorSummary?
    /// The lines of a part of a plan, for its merge; empty for other reports.
    package var shardLines: [[UInt8]] = []
    /// The settings of the run.
    package var settings: Settings
    /// The rules of the run.
    package var rules: RuleBook

    /// Makes the parts of a report on nothing.
    package init(settings: Settings, rules: RuleBook) {
      self.settings = settings
      self.rules = rules
    }
  }

  /// The parts, from which everything else is derived.
  package let parts: Parts
  /// The number of findings by rule, listed or not, by how they count.
  public let tallies: [String: Tally]
  /// The number of findings by rule that are counted but not listed.
  public let unlisted: [String: Int]
  /// The number of findings by dataset.
  public let countsByDataset: [String: Int]
  /// What was checked.
  public let coverage: Coverage
  /// The outcome of each rule, in the order of the codes.
  public let outcomes: [Coverage.RuleOutcome]

  /// Makes the report of its parts.
  package init(_ parts: Parts) {
    self.parts = parts
    var tallies: [String: Tally] = [:]
    var byDataset: [String: Int] = [:]
    for (_, counts) in parts.files {
      for (rule, tally) in counts.rules { tallies[rule, default: Tally()].add(tally) }
      byDataset.merge(counts.datasets, uniquingKeysWith: +)
    }
    self.tallies = tallies
    countsByDataset = byDataset
    let listed = Dictionary(parts.findings.map { ($0.rule, $0.occurrences) }, uniquingKeysWith: +)
    unlisted = tallies.compactMapValues { $0.total }.reduce(into: [:]) { unlisted, entry in
      let rest = entry.value - listed[entry.key, default: 0]
      if rest > 0 { unlisted[entry.key] = rest }
    }
    var coverage = Coverage()
    for target in parts.targets { coverage.add(target.coverage) }
    let uses = parts.suppressions.count + (parts.baseline == nil ? 0 : 1)
    if uses > 0 { coverage.note(.configuration, count: uses) }
    self.coverage = coverage
    outcomes = coverage.outcomes(
      of: parts.rules.rules, counts: tallies.mapValues(\.total),
      reasonsOff: parts.reasonsNotAsked.merging(parts.settings.reasonsOff) { $1 })
  }
}

extension Report.Parts {
  /// Why rules on the configuration had no input, by code.
  fileprivate var reasonsNotAsked: [String: String] {
    var reasons: [String: String] = [:]
    if suppressions.isEmpty {
      for rule in ConfigurationFindings.rules {
        reasons[rule] = "the configuration has no suppressions"
      }
    }
    if let mirror { reasons.merge(mirror.notAsked) { own, _ in own } }
    if baseline == nil { reasons[BaselineUse.staleRule] = "there is no baseline" }
    return reasons
  }
}

extension Report {
  /// What was checked, in the order of the paths.
  public var targets: [Target] { parts.targets }
  /// What the index files list over time, by target and dataset.
  public var timelines: [Timeline] { parts.timelines }
  /// The findings listed, by target, place and code.
  public var findings: [Finding] { parts.findings }
  /// The problems of the run.
  public var notices: [Notice] { parts.notices }
  /// The number of findings in each file that has any, by path.
  package var files: ExactDictionary<FileCounts> { parts.files }
  /// The number of findings in each file that has any, in the order of the paths.
  public var fileCounts: [(uri: String, counts: FileCounts)] {
    parts.files.map { (uri: $0.key, counts: $0.value) }
  }
  /// How the suppressions of the configuration were used.
  public var suppressions: [SuppressionUse] { parts.suppressions }
  /// How the baseline was used; nil without one.
  public var baseline: BaselineUse? { parts.baseline }
  /// What a verification of mirrors counted; nil for a validation.
  public var mirror: MirrorSummary? { parts.mirror }
  /// The lines of a part of a plan, for its merge; empty for other reports.
  package var shardLines: [[UInt8]] { parts.shardLines }
  /// The settings of the run.
  public var settings: Settings { parts.settings }
  /// The rules of the run.
  public var rules: RuleBook { parts.rules }

  /// Why rules were off, or had no input of mirrors, by code.
  package var reasonsOff: [String: String] {
    settings.reasonsOff.merging(mirror?.notAsked ?? [:]) { own, _ in own }
  }

  /// The number of findings by rule, listed or not, however they count.
  public var counts: [String: Int] { tallies.mapValues(\.total) }

  /// All findings together, by how they count.
  public var tally: Tally { tallies.values.reduce(into: Tally()) { $0.add($1) } }

  /// The number of findings of a severity that count, listed or not.
  ///
  /// - Parameter severity: The severity after profile and configuration.
  /// - Returns: The exact number.
  public func count(of severity: Severity) -> Int {
    tallies.values.reduce(0) { $0 + $1[severity] }
  }

  /// Whether every applicable rule was evaluated on all of its input.
  public var isComplete: Bool {
    coverage.isComplete && notices.allSatisfy { $0.code == Notice.Kind.absentOrForbidden.rawValue }
  }

  /// The verdict.
  public var verdict: Verdict {
    let isViolated = Severity.allCases.contains { $0 >= settings.failLevel && count(of: $0) > 0 }
    if isViolated { return .violations }
    return isComplete ? .noViolations : .undetermined
  }
}
