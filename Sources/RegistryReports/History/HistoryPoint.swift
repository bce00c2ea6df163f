public import RegistryValidation

/// One run in a history: when it was, what it found, and what had changed since the run before.
public struct HistoryPoint: Sendable, Hashable {
  /// The name of the file with the report.
  public var name: String
  /// The start of the run, as an RFC 3339 time.
  public var started: String
  /// The verdict.
  public var verdict: Report.Verdict
  /// The number of findings that count, by severity.
  public var counts: [Severity: Int]
  /// What changed since the run before; nil for the first run.
  public var changes: Changes?
  /// The number of index files that were read; of a verification of mirrors, the files compared.
  public var files: Int
  /// The number of rows in them.
  public var rows: Int
  /// The version of scregistry.
  public var toolVersion: String
  /// The targets.
  public var targets: [String]

  /// The numbers of findings by how they differ from the run before.
  public struct Changes: Sendable, Hashable {
    /// Findings that were not there before.
    public var new: Int
    /// Findings that are gone, and were checked for.
    public var fixed: Int
    /// Findings that are gone or appeared, but were not checked for in one of the runs.
    public var unknown: Int
    /// Findings that are still there.
    public var still: Int

    init(_ difference: ReportDifference) {
      new = difference.count(of: .new)
      fixed = difference.count(of: .fixed)
      unknown = difference.count(of: .unknown)
      still = difference.count(of: .still)
    }
  }

  init(_ recorded: RecordedReport, name: String, started: String, changes: Changes?) {
    let report = recorded.report
    self.name = name
    self.started = started
    self.changes = changes
    verdict = report.verdict
    counts = Dictionary(
      uniqueKeysWithValues: Severity.allCases.map { ($0, report.count(of: $0)) })
    files = report.mirror == nil ? report.coverage.indexFiles : report.coverage.files
    rows = report.coverage.rows
    toolVersion = recorded.options.toolVersion
    targets = report.targets.map(\.uri)
  }

  /// The number of findings of a severity that count.
  ///
  /// - Parameter severity: The severity.
  /// - Returns: The number.
  public func count(of severity: Severity) -> Int { counts[severity, default: 0] }
}

/// How many findings of one rule there were in each run of a history.
public struct RuleHistory: Sendable, Hashable {
  /// The code of the rule.
  public var code: String
  /// The name of the rule.
  public var name: String
  /// The highest severity of its findings in the last run that had any.
  public var severity: Severity
  /// The number of findings that count, run by run.
  public var counts: [Int]
  /// The first run since which it has findings; nil if the last run had none.
  ///
  /// Runs in between that did not check for them do not count.
  public var since: String?
  /// Whether the last runs did not check for findings of earlier runs.
  public var isUnknown = false
}
