public import RegistryValidation
internal import SharedCloudRegistry

/// What can be said of a live registry: which requirements of the spec it meets, and which not.
public struct RegistryStatement: Sendable {
  /// What is known of one requirement.
  public enum Outcome: String, Sendable, Hashable, CaseIterable {
    /// Everything that was looked at keeps it.
    case met
    /// Something breaks it.
    case violated
    /// Something could not be looked at, and nothing seen breaks it.
    case notEvaluated = "not-evaluated"
    /// There was nothing that it applies to.
    case notApplicable = "not-applicable"
    /// No rule of this program looks at it.
    case notChecked = "not-checked"
  }

  /// One requirement, and what is known of it.
  public struct Row: Sendable {
    /// The requirement.
    public var requirement: Requirement
    /// What is known of it.
    public var outcome: Outcome
    /// The rules that looked at it.
    public var rules: [String]
    /// The number of things that were looked at for it.
    public var inputs: Int
    /// The number of findings that break it.
    public var findings: Int
    /// Why it was not evaluated, or does not apply.
    public var reason: String?
  }

  /// What was looked at.
  public var target: String
  /// The version of the spec whose requirements these are.
  public var spec: String
  /// When it was looked at, as an RFC 3339 time; nil in a statement that is the same each time.
  public var date: String?
  /// The version of this program.
  public var toolVersion: String
  /// The version of the suite that the requirements are from.
  public var suiteVersion: String
  /// The verdict of the validation.
  public var verdict: Report.Verdict
  /// The requirements, in the order of their sections.
  public var rows: [Row]
  /// What was read.
  public var content: ContentDigest
  /// What could not be done.
  public var notices: [String]

  /// Makes a statement of what a validation found.
  ///
  /// - Parameters:
  ///   - report: What was found.
  ///   - target: What was looked at.
  ///   - spec: The version of the spec; nil for the newest that the documents are checked by.
  ///   - content: What was read.
  ///   - toolVersion: The version of this program.
  public init(
    _ report: Report, of target: String, spec: String? = nil, content: ContentDigest,
    toolVersion: String
  ) {
    let requirements = RequirementList.builtIn
    let checked = report.targets.compactMap(\.dialect).max()?.newestVersion
    let version = spec ?? checked ?? "1.1"
    self.target = target
    self.spec = version
    self.toolVersion = toolVersion
    suiteVersion = requirements.version
    verdict = report.verdict
    self.content = content
    notices = report.notices.map { notice in
      notice.code + " " + (notice.uri.map { "\($0): " } ?? "") + notice.message
    }
    let evidence = RuleEvidence(report)
    rows = requirements.all.filter { one in
      one.subject != "client" && one.versions.contains { Self.isSame($0, version) }
    }.map { evidence.row(of: $0) }
  }

  /// Tells whether two versions have the same two first numbers.
  private static func isSame(_ left: String, _ right: String) -> Bool {
    left.split(separator: ".").prefix(2) == right.split(separator: ".").prefix(2)
  }

  /// The number of requirements with an outcome.
  ///
  /// - Parameters:
  ///   - outcome: The outcome.
  ///   - level: The level; nil for any.
  /// - Returns: How many there are.
  public func count(_ outcome: Outcome, _ level: RequirementLevel? = nil) -> Int {
    rows.count { $0.outcome == outcome && (level == nil || $0.requirement.level == level) }
  }

  /// What the process is to exit with: 1 if a MUST is violated, 3 if one was not evaluated, else 0.
  public var exitCode: Int32 {
    if count(.violated, .must) > 0 { return 1 }
    return count(.notEvaluated, .must) > 0 ? 3 : 0
  }

  /// What follows, in one line.
  public var summaryLine: String {
    let parts = Outcome.allCases.map { "\(count($0, .must)) \($0.words)" }
    let must = rows.count { $0.requirement.level == .must }
    return "of \(must) MUST requirements of SCR \(spec): \(parts.joined(separator: ", "))"
  }
}

extension RegistryStatement.Outcome {
  /// The outcome in words.
  var words: String {
    switch self {
    case .met: "met"
    case .violated: "violated"
    case .notEvaluated: "not evaluated"
    case .notApplicable: "not applicable"
    case .notChecked: "not checked"
    }
  }
}

/// What the rules found, by the requirements that they serve.
private struct RuleEvidence {
  private let outcomes: [String: Coverage.RuleOutcome]
  private let rules: [String: [Rule]]
  private let report: Report

  init(_ report: Report) {
    self.report = report
    outcomes = Dictionary(
      report.outcomes.map { ($0.rule, $0) }, uniquingKeysWith: { first, _ in first })
    var rules: [String: [Rule]] = [:]
    for rule in report.rules.rules {
      for code in Set(rule.requirements) { rules[code, default: []].append(rule) }
    }
    self.rules = rules
  }

  func row(of requirement: Requirement) -> RegistryStatement.Row {
    let own = rules[requirement.code] ?? []
    let known = own.compactMap { outcomes[$0.code] }
    let broken = known.filter { $0.outcome == .fail && decides($0.rule, requirement) }
    let open = known.first { $0.outcome == .notEvaluated }
    let looked = known.contains { $0.outcome == .pass || $0.outcome == .fail }
    let outcome: RegistryStatement.Outcome =
      own.isEmpty
      ? .notChecked
      : !broken.isEmpty ? .violated : open != nil ? .notEvaluated : looked ? .met : .notApplicable
    return RegistryStatement.Row(
      requirement: requirement, outcome: outcome, rules: own.map(\.code),
      inputs: known.map(\.inputs).max() ?? 0,
      findings: broken.reduce(0) { $0 + (report.counts[$1.rule] ?? 0) },
      reason: outcome == .notEvaluated
        ? open?.reason : outcome == .notApplicable ? known.compactMap(\.reason).first : nil)
  }

  /// Whether what a rule finds breaks a requirement, rather than being advice beside it.
  ///
  /// What the spec allows can't be broken: a remark on it is advice.
  private func decides(_ code: String, _ requirement: Requirement) -> Bool {
    guard requirement.level != .may, let rule = report.rules[code] else { return false }
    return rule.level == requirement.level || rule.level == .must && requirement.level == .should
  }
}
