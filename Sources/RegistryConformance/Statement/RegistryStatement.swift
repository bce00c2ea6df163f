internal import Formats
public import RegistryValidation
internal import SharedCloudRegistry

/// A statement on a live registry: which requirements of the spec it meets, and which not.
public struct RegistryStatement: Sendable {
  /// The outcomes for a requirement.
  public enum Outcome: String, Sendable, Hashable, CaseIterable {
    /// Everything that was checked meets it.
    case met
    /// Something breaks it.
    case violated
    /// Something could not be checked, and nothing that was checked breaks it.
    case notEvaluated = "not-evaluated"
    /// It applied to nothing.
    case notApplicable = "not-applicable"
    /// No rule of this program checks it.
    case notChecked = "not-checked"
  }

  /// One requirement and its outcome.
  public struct Row: Sendable {
    /// The requirement.
    public var requirement: Requirement
    /// The outcome.
    public var outcome: Outcome
    /// The rules that checked it.
    public var rules: [String]
    /// The number of things that were checked for it.
    public var inputs: Int
    /// The number of findings that break it.
    public var findings: Int
    /// Why it was not evaluated, or does not apply.
    public var reason: String?
  }

  /// The target of the check.
  public var target: String
  /// The version of the spec with these requirements.
  public var spec: String
  /// When it was checked, as an RFC 3339 time; nil in a reproducible statement.
  public var date: String?
  /// The version of this program.
  public var toolVersion: String
  /// The version of the suite that has the requirements.
  public var suiteVersion: String
  /// The verdict of the validation.
  public var verdict: Report.Verdict
  /// The requirements, in the order of their sections.
  public var rows: [Row]
  /// The digest of what was read.
  public var content: ContentDigest
  /// What could not be evaluated.
  public var notices: [String]
  /// The report of the validation.
  let report: Report
  /// The reasons that leave the statement complete, such as an optional document not seen.
  private let tolerated: Set<String>

  /// Makes a statement from the report of a validation.
  ///
  /// - Parameters:
  ///   - report: The report.
  ///   - target: The target of the check.
  ///   - spec: The version of the spec; nil for the newest one that the documents are checked by.
  ///   - content: The digest of what was read.
  ///   - toolVersion: The version of this program.
  public init(
    _ report: Report, of target: String, spec: String? = nil, content: ContentDigest,
    toolVersion: String
  ) {
    let requirements = RequirementList.builtIn
    let checked = report.targets.compactMap(\.dialect).max()?.newestVersion
    let version = spec ?? checked ?? "1.1"
    self.target = Redaction.of(target)
    self.spec = version
    self.toolVersion = toolVersion
    suiteVersion = requirements.version
    self.report = report
    verdict = report.verdict
    self.content = content
    tolerated = report.coverage.tolerated
    notices = report.notices.map { notice in
      notice.code + " " + (notice.uri.map { "\($0): " } ?? "") + notice.message
    }
    let evidence = RuleEvidence(report)
    rows = requirements.all.filter { one in
      one.subject != "client" && one.versions.contains { Self.isSame($0, as: version) }
    }.map { evidence.row(of: $0) }
  }

  /// Tells whether two versions have the same first two numbers.
  private static func isSame(_ left: String, as right: String) -> Bool {
    left.split(separator: ".").prefix(2) == right.split(separator: ".").prefix(2)
  }

  /// The number of requirements with an outcome.
  ///
  /// - Parameters:
  ///   - outcome: The outcome.
  ///   - level: The level; nil for any.
  /// - Returns: How many there are.
  public func count(_ outcome: Outcome, level: RequirementLevel? = nil) -> Int {
    rows.count { $0.outcome == outcome && (level == nil || $0.requirement.level == level) }
  }

  /// The exit code of the process: 1 if a MUST is violated, 3 if one was not evaluated, else 0.
  public var exitCode: Int32 {
    if count(.violated, level: .must) > 0 { return 1 }
    let isOpen = rows.contains { row in
      row.outcome == .notEvaluated && row.requirement.level == .must
        && row.reason.map { !tolerated.contains($0) } ?? true
    }
    return isOpen ? 3 : 0
  }

  /// The summary, in one line.
  public var summaryLine: String {
    let parts = Outcome.allCases.map { "\(count($0, level: .must)) \($0.words)" }
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

/// The findings of rules, by the requirements that they serve.
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
    let kind = DocumentEvidence(report, area: requirement.area)
    let known = own.compactMap { rule in
      rule.scope == .document
        ? outcomes[rule.code].map { kind?.outcome(of: $0) ?? $0 } : outcomes[rule.code]
    }
    let broken = known.filter { $0.outcome == .fail && decides($0.rule, requirement: requirement) }
    let open = known.first { $0.outcome == .notEvaluated }
    let looked = known.contains { $0.outcome == .pass || $0.outcome == .fail }
    let outcome: RegistryStatement.Outcome =
      own.isEmpty
      ? .notChecked
      : !broken.isEmpty ? .violated : open != nil ? .notEvaluated : looked ? .met : .notApplicable
    return RegistryStatement.Row(
      requirement: requirement, outcome: outcome, rules: own.map(\.code),
      inputs: known.map(\.inputs).max() ?? 0,
      findings: broken.reduce(0) { sum, outcome in
        let ofKind =
          report.rules[outcome.rule]?.scope == .document ? kind?.findings(of: outcome.rule) : nil
        return sum + (ofKind ?? report.counts[outcome.rule] ?? 0)
      },
      reason: outcome == .notEvaluated
        ? open?.reason : outcome == .notApplicable ? known.compactMap(\.reason).first : nil)
  }

  /// Whether a finding of a rule breaks a requirement, instead of being advice about it.
  ///
  /// A MAY can't be broken: a remark on it is advice.
  private func decides(_ code: String, requirement: Requirement) -> Bool {
    guard requirement.level != .may, let rule = report.rules[code] else { return false }
    return rule.level == requirement.level || rule.level == .must && requirement.level == .should
  }
}
