internal import Formats
internal import RegistryValidation

/// Why reports can't be merged.
public struct MergeError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The first report and the one that differs from it.
  public let names: [String]
  /// The difference, with both values.
  public let detail: String

  /// The reports and the difference, in one line that is harmless for a terminal.
  public var description: String {
    TextStyle.harmless("\(names.joined(separator: " and ")) can't be merged: \(detail)")
  }
}

extension RecordedReport {
  /// Merges reports on some targets each into one report on all of them.
  ///
  /// The order and the number of steps do not matter, nor does merging a report twice. The result
  /// has no times.
  ///
  /// - Parameter reports: The reports; at least one.
  /// - Returns: The report that one run over all targets would have given.
  /// - Throws: ``MergeError`` when the reports were not made by one version with one configuration.
  public static func merged(_ reports: [RecordedReport]) throws(MergeError) -> RecordedReport {
    guard let first = reports.first else { throw MergeError(names: [], detail: "no report") }
    for other in reports.dropFirst() {
      guard let detail = ReportAgreement(first, other).difference else { continue }
      throw MergeError(names: [first.name, other.name], detail: detail)
    }
    var merge = ReportMerge(first.report.parts)
    let paths = DistinctPaths(reports.map(\.report.parts))
    for report in reports { merge.add(paths.separated(report.report.parts)) }
    return RecordedReport(
      name: first.name, report: merge.report,
      options: ReportOptions(toolVersion: first.options.toolVersion))
  }

  private init(name: String, report: Report, options: ReportOptions) {
    self.name = name
    self.report = report
    self.options = options
  }
}

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

  init(_ first: Report.Parts) { settings = first.settings }

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
  var report: Report {
    var parts = Report.Parts(
      settings: settings,
      rules: RuleBook(rules: Array(rules.values)))
    parts.targets = targets.sorted { left, right in
      left.key.value == right.key.value
        ? left.key.number < right.key.number : left.key.value < right.key.value
    }.map(\.value)
    parts.files = files
    parts.timelines = Report.sorted(timelines.map(\.value))
    parts.findings = Report.sorted(findings.map(\.value))
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
