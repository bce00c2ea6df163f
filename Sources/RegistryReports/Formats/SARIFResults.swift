internal import Formats
internal import RegistryValidation

/// The results of a run: one for each rule and file, as many as code scanning shows.
///
/// Findings that count, known findings and suppressed findings are not mixed: if one rule has
/// several kinds in one file, each kind has its own result.
struct SARIFResults {
  /// The maximum number of results of a run that code scanning shows.
  static let mostResults = 5000

  /// One result before it is written.
  struct Entry {
    var found: RuleInFile
    var standing: RuleInFile.Standing
    var severity: Severity
  }

  private let report: Report
  private let lookup: SourceLookup
  private let part: SARIFReport.Part
  private let entries: [Entry]
  private let outcomes: [Coverage.RuleOutcome]
  /// The number of omitted results, by rule.
  let cut: [String: Int]

  init(
    report: Report, lookup: SourceLookup, part: SARIFReport.Part,
    outcomes: [Coverage.RuleOutcome]
  ) {
    self.report = report
    self.lookup = lookup
    self.part = part
    let all = part.rulesInFiles.flatMap { Self.entries(of: $0, in: report) }
    entries = Self.worst(Self.mostResults, of: all)
    var cut: [String: Int] = [:]
    if entries.count < all.count {
      for entry in all { cut[entry.found.rule, default: 0] += 1 }
      for entry in entries { cut[entry.found.rule, default: 0] -= 1 }
    }
    self.cut = cut.filter { $0.value > 0 }
    let room = Self.mostResults - entries.count
    self.outcomes = Array(outcomes.filter { $0.outcome != .fail }.prefix(room))
  }

  private static func entries(of found: RuleInFile, in report: Report) -> [Entry] {
    RuleInFile.Standing.allCases.filter { found.count($0) > 0 }.map { standing in
      let usual = report.usualSeverity(of: found.rule)
      return Entry(
        found: found, standing: standing,
        severity: found.severity(standing, otherwise: usual))
    }
  }

  /// Picks the entries that matter most, and keeps their order.
  private static func worst(_ count: Int, of entries: [Entry]) -> [Entry] {
    guard entries.count > count else { return entries }
    func rank(_ index: Int) -> (Int, Int, Int) {
      let entry = entries[index]
      let standing = RuleInFile.Standing.allCases.firstIndex(of: entry.standing) ?? 0
      let severity = Severity.allCases.firstIndex(of: entry.severity) ?? 0
      return (standing, -severity, index)
    }
    return entries.indices.sorted { rank($0) < rank($1) }.prefix(count).sorted()
      .map { entries[$0] }
  }

  /// The codes of the rules that the results name.
  var codes: Set<String> { Set(entries.map(\.found.rule) + outcomes.map(\.rule)) }

  /// The results, by file and place, then the rules without findings.
  ///
  /// - Parameter ruleIndices: The position of each rule in the run.
  /// - Returns: At most ``mostResults``.
  func values(ruleIndices: [String: Int]) -> [JSONValue] {
    var uses: [String: Int] = [:]
    let traits = SARIFResult.Traits(report)
    let found = entries.map { entry in
      let result = SARIFResult(entry: entry, report: report, lookup: lookup, traits: traits)
      uses[result.fingerprint, default: 0] += 1
      return result.value(
        ruleIndex: ruleIndices[entry.found.rule], use: uses[result.fingerprint, default: 1])
    }
    return found + outcomes.map { outcome($0, ruleIndex: ruleIndices[$0.rule]) }
  }

  /// A rule that found nothing, and why.
  private func outcome(_ outcome: Coverage.RuleOutcome, ruleIndex: Int?) -> JSONValue {
    let target = part.targets.first?.uri ?? ""
    let kinds = [
      Coverage.RuleOutcome.Outcome.pass: "pass", .notApplicable: "notApplicable",
      .notEvaluated: "open",
    ]
    var hash = StableHash()
    for text in [outcome.rule, part.category, outcome.outcome.rawValue] { hash.add(text) }
    let reason = outcome.reason.map { "not evaluated: \(TextStyle.harmless($0))" }
    let text = reason ?? "no finding in \(outcome.inputs.of("input"))"
    return .present([
      ("ruleId", .string(outcome.rule)), ("ruleIndex", .count(ruleIndex)),
      ("kind", .string(kinds[outcome.outcome] ?? "open")), ("level", "none"),
      ("message", SARIFText.message("\(TextStyle.harmless(target)): \(text)")),
      ("locations", [SARIFText.location(of: Location(uri: target, key: ""), lookup)]),
      (
        "partialFingerprints",
        ["primaryLocationLineHash": .string(hash.text + ":1")]
      ),
    ])
  }
}
