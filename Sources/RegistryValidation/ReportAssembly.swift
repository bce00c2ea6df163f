internal import SharedCloudRegistry

/// Puts what the checks found into one report, in an order that never depends on timing.
struct ReportAssembly {
  let validator: Validator
  let reporters: [FileReporter]
  let coverage: Coverage
  let notices: [Notice]
  let targets: [Report.Target]

  /// Makes the report.
  func report() -> Report {
    var report = Report(
      profile: validator.profile, rules: validator.rules, failLevel: validator.failLevel)
    report.targets = targets
    report.coverage = coverage
    report.notices = notices.sorted { ($0.uri ?? "", $0.message) < ($1.uri ?? "", $1.message) }
    report.findings = CauseLinks.link(reporters.flatMap(\.findings).sorted(by: Self.isBefore))
    for reporter in reporters {
      report.counts.merge(reporter.counts, uniquingKeysWith: +)
      report.countsByFile[reporter.file.uri, default: [:]].merge(
        reporter.counts, uniquingKeysWith: +)
      report.countsByDataset.merge(reporter.countsByDataset, uniquingKeysWith: +)
    }
    let listed = Dictionary(
      report.findings.map { ($0.rule, $0.occurrences) }, uniquingKeysWith: +)
    for (rule, count) in report.counts where count > listed[rule, default: 0] {
      report.unlisted[rule] = count - listed[rule, default: 0]
    }
    report.outcomes = coverage.outcomes(
      of: validator.rules.rules, counts: report.counts, profile: validator.profile)
    return report
  }

  /// Orders findings by file, place and code.
  private static func isBefore(_ left: Finding, _ right: Finding) -> Bool {
    let (first, second) = (left.location, right.location)
    if first.uri != second.uri { return first.uri < second.uri }
    let places = [first, second].map { ($0.line ?? 0, $0.column ?? 0) }
    if places[0] != places[1] { return places[0] < places[1] }
    return (left.rule, left.message) < (right.rule, right.message)
  }
}

/// Tells which findings are likely consequences of others, so that one fault is one headline.
enum CauseLinks {
  /// The rules whose findings follow from those of another rule for the same dataset.
  private static let consequences: [String: [String]] = [
    // An index that can't be found as written.
    "XRF002": ["DST005", "DST006", "DST004", "DST002", "XRF017", "IDX001", "IDX049"],
    // A stale stop makes later files look out of place.
    "XRF004": ["XRF006", "XRF005"],
    // A time that can't be read has no known length.
    "IDX028": ["IDX021", "IDX023", "IDX024"],
    "XRF005": ["IDX021", "IDX022", "IDX023"],
    "XRF015": ["IDX028"],
  ]

  /// Writes the fingerprint of the cause into each consequence.
  static func link(_ findings: [Finding]) -> [Finding] {
    var first: [String: Finding] = [:]
    for finding in findings {
      let key = finding.rule + (finding.dataset ?? "")
      if first[key] == nil { first[key] = finding }
    }
    return findings.map { finding in
      guard let causes = consequences[finding.rule] else { return finding }
      var finding = finding
      finding.causedBy =
        causes.lazy
        .compactMap { first[$0 + (finding.dataset ?? "")] }.first?.fingerprint
      return finding
    }
  }
}
