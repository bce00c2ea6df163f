internal import Formats
internal import RegistryValidation

/// The union of some reports.
///
/// Targets and files are identified by address, findings and notices by all their values; if a
/// report has several equal ones, so has the result. Counts of the same thing are not added: the
/// larger one wins.
struct ReportMerge {
  private var rules: [String: Rule] = [:]
  private var settings: Report.Settings
  private var targets: [Numbered<ExactText>: Report.Target] = [:]
  private var files: ExactDictionary<Report.FileCounts> = [:]
  private var timelines: Set<Numbered<Timeline>> = []
  private var findings: Set<Numbered<Finding>> = []
  private var notices: Set<Numbered<Notice>> = []
  private var suppressions: [SuppressionUse] = []
  private var baseline: BaselineUse?
  private var mirror: MirrorSummary?

  /// A value, and the number of equal ones before it in its report.
  struct Numbered<Value: Hashable>: Hashable {
    var value: Value
    var number: Int

    /// Numbers equal values.
    static func all(_ values: [Value]) -> [Numbered] {
      var counts: [Value: Int] = [:]
      return values.map { value in
        defer { counts[value, default: 0] += 1 }
        return Numbered(value: value, number: counts[value, default: 0])
      }
    }
  }

  init(_ settings: Report.Settings) { self.settings = settings }

  /// Adds the parts of a report that the others lack.
  mutating func add(_ parts: Report.Parts) {
    for rule in parts.rules.rules { rules[rule.code] = rule }
    for (name, target) in zip(Numbered.all(parts.targets.map { ExactText($0.uri) }), parts.targets)
    {
      targets[name, default: target].formUnion(target)
    }
    var parts = parts
    parts.removeConfigurationFindings()
    for (uri, counts) in parts.files { files[uri, default: counts].formUnion(counts) }
    findings.formUnion(Numbered.all(parts.findings.map(\.recorded)))
    notices.formUnion(Numbered.all(parts.notices))
    timelines.formUnion(Numbered.all(parts.timelines))
    if let other = parts.mirror {
      mirror?.formUnion(other)
      mirror = mirror ?? other
    }
    if suppressions.isEmpty { suppressions = parts.suppressions }
    for (index, use) in zip(suppressions.indices, parts.suppressions) {
      suppressions[index].formUnion(use)
    }
    if let use = parts.baseline {
      baseline?.formUnion(use)
      baseline = baseline ?? use
    }
  }

  /// The merged report.
  consuming func report() -> Report {
    var parts = Report.Parts(
      settings: settings,
      rules: RuleBook(rules: Array(rules.values)))
    parts.targets = targets.sorted { left, right in
      left.key.value == right.key.value
        ? left.key.number < right.key.number : left.key.value < right.key.value
    }.map(\.value)
    parts.files = files
    parts.timelines = Report.sorted(timelines.map(\.value))
    // The set would double the memory while they are sorted.
    parts.findings = findings.map(\.value)
    findings = []
    parts.findings.sort(by: Report.isBefore)
    parts.notices = Report.sorted(notices.map(\.value))
    parts.suppressions = suppressions
    parts.baseline = baseline
    parts.mirror = mirror
    parts.askSuppressions()
    ConfigurationFindings.renew(in: &parts)
    baseline?.report(in: &parts)
    return Report(parts)
  }
}
