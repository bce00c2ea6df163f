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
    parts.findings = Report.sorted(reporters.flatMap(\.findings))
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

extension Report {
  /// Sorts notices by their content alone.
  package static func sorted(_ notices: [Notice]) -> [Notice] {
    notices.sorted { left, right in
      let places = [left, right].map { ($0.uri ?? "", $0.code, $0.message) }
      if places[0] != places[1] { return places[0] < places[1] }
      return !left.isTransient && right.isTransient
    }
  }

  /// Sorts timelines by target and dataset.
  package static func sorted(_ timelines: [Timeline]) -> [Timeline] {
    timelines.sorted {
      $0.target == $1.target
        ? ExactText($0.dataset) < ExactText($1.dataset) : $0.target < $1.target
    }
  }

  /// Sorts findings by their content alone: by file, place and code.
  package static func sorted(_ findings: [Finding]) -> [Finding] { findings.sorted(by: isBefore) }

  /// Orders findings by file, place and code.
  package static func isBefore(_ left: Finding, _ right: Finding) -> Bool {
    if left.location.uri != right.location.uri { return left.location.uri < right.location.uri }
    let (line, other) = (left.location.line ?? 0, right.location.line ?? 0)
    if line != other { return line < other }
    let (column, another) = (left.location.column ?? 0, right.location.column ?? 0)
    if column != another { return column < another }
    if left.rule != right.rule { return left.rule < right.rule }
    if left.message != right.message { return left.message < right.message }
    let names = [left.fingerprint, right.fingerprint]
    if names[0] != names[1] { return names[0] < names[1] }
    return left.details.lexicographicallyPrecedes(right.details)
  }
}

extension Finding {
  /// Other details that distinguish findings at one place, so their order never depends on chance.
  fileprivate var details: [String] {
    let numbers = [
      occurrences, location.endLine, location.endColumn, location.row, location.fieldIndex,
      location.byteOffset, excerpt?.column, excerpt?.length,
    ].map { $0.map(String.init) }
    let texts = [
      severity.rawValue, countedIn, dataset, location.pointer, location.field, expected, actual,
      excerpt?.text,
      causedBy, suppression?.reason, suppression?.owner, suppression?.expires, baseline?.rawValue,
      fix?.description, fix?.safety.rawValue,
    ]
    return (numbers + texts).map { $0 ?? "" }
      + related.flatMap { [$0.uri, $0.line.map(String.init) ?? "", $0.message] }
      + (fix?.edits.flatMap { ["\($0.range)", $0.text] } ?? [])
  }
}
