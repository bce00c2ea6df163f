internal import Formats
internal import SharedCloudRegistry

/// Puts all findings into one report, in an order that never depends on timing.
struct ReportAssembly {
  let validator: Validator
  let reporters: [FileReporter]
  let notices: [Notice]
  let targets: [Report.Target]
  let timelines: [Timeline]
  /// The ids of the datasets that were checked.
  let datasets: Set<String>
  /// What a verification of mirrors counted; nil for a validation.
  var mirror: MirrorSummary?

  /// Makes the report.
  func report() -> Report {
    let settings = validator.settings
    var parts = Report.Parts(
      settings: .init(
        profile: validator.profile, failLevel: validator.failLevel,
        reasonsOff: settings.reasonsOff, severities: configurationSeverities),
      rules: validator.rules.onMirrors(mirror != nil))
    parts.mirror = mirror
    parts.targets = targets.sorted { $0.uri < $1.uri }
    parts.timelines = Report.sorted(timelines)
    parts.notices = Report.sorted(notices)
    // In place, since a sorted copy of a million findings takes half a gigabyte.
    parts.findings = reporters.flatMap(\.findings)
    parts.findings.sort(by: Report.isBefore)
    for reporter in reporters where !reporter.tallies.isEmpty {
      var counts = parts.files[reporter.file.uri] ?? .init()
      for (rule, tally) in reporter.tallies { counts.rules[rule.code, default: Tally()].add(tally) }
      counts.datasets.merge(reporter.countsByDataset, uniquingKeysWith: +)
      parts.files[reporter.file.uri] = counts
    }
    parts.suppressions = SuppressionUse.all(
      of: settings, reporters: reporters, datasets: datasets)
    parts.askSuppressions()
    ConfigurationFindings.renew(in: &parts)
    parts.redact()
    return Report(parts)
  }

  /// The severities of the rules on the configuration that differ from the profile.
  private var configurationSeverities: [String: Severity] {
    let rules = validator.rules.rules.filter { $0.scope == .configuration }
    let pairs = rules.compactMap { rule -> (String, Severity)? in
      let severity = validator.settings.severities[rule.code]
      guard let severity, severity != rule.severities[validator.profile] else { return nil }
      return (rule.code, severity)
    }
    return Dictionary(pairs, uniquingKeysWith: { first, _ in first })
  }
}
