import Formats
import SharedCloudRegistry

@testable import RegistryReports
@testable import RegistryValidation

/// Handmade reports for tests of one feature of a format.
struct TestReport {
  var parts: Report.Parts

  /// A report of targets without findings.
  init(targets: [String] = ["s3://b/catalog.json"]) {
    parts = Report.Parts(
      settings: .init(profile: .default, failLevel: .error, reasonsOff: [:]),
      rules: RuleBook.standard.onMirrors(false))
    for uri in targets { add(target: uri) }
  }

  /// Adds a catalog with a checked bucket.
  @discardableResult
  mutating func add(
    target uri: String, kind: String = "catalog", _ change: (inout Coverage) -> Void = { _ in }
  ) -> TestReport {
    var target = Report.Target(uri: uri, kind: kind, dialect: .spec10)
    for scope in [Rule.Scope.document, .catalog, .dataset, .index, .row] {
      target.coverage.note(scope)
    }
    target.coverage.exclude([.object], because: "--depth index")
    change(&target.coverage)
    parts.targets.append(target)
    return self
  }

  /// Adds a finding, which is counted once and for each occurrence.
  ///
  /// - Parameters:
  ///   - rule: The code of the rule.
  ///   - uri: The file.
  ///   - line: The line; nil for the whole file.
  ///   - unlisted: The number of unlisted findings.
  ///   - change: Completes the finding.
  mutating func add(
    _ rule: String, _ uri: String = "s3://b/ds/ds_2010.csv", line: Int? = nil, unlisted: Int = 0,
    _ change: (inout Finding) -> Void = { _ in }
  ) {
    var place = Location(uri: uri, key: String(uri.split(separator: "/").suffix(2).joined()))
    place.line = line
    place.column = line.map { _ in 2 }
    var finding = Finding(
      rule: rule, severity: RuleBook.standard[rule]?.severities[.default] ?? .warning,
      message: "what is wrong", location: place, identity: "\(parts.findings.count)")
    change(&finding)
    parts.findings.append(finding)
    count(finding, finding.occurrences + unlisted)
  }

  private mutating func count(_ finding: Finding, _ number: Int) {
    var tally = Tally()
    if finding.suppression != nil {
      tally.suppressed = number
    } else if finding.baseline == .known {
      tally.known = number
    } else {
      tally[finding.severity] = number
    }
    var counts = parts.files[finding.location.uri] ?? .init()
    counts.rules[finding.rule, default: Tally()].add(tally)
    if let dataset = finding.dataset { counts.datasets[dataset, default: 0] += number }
    parts.files[finding.location.uri] = counts
  }

  /// Counts findings without listing any.
  mutating func addUnlisted(_ rule: String, _ uri: String, _ number: Int) {
    parts.files[uri, default: .init()].rules[rule, default: Tally()][.error] += number
  }

  /// The report.
  var report: Report {
    var parts = self.parts
    parts.targets.sort { $0.uri < $1.uri }
    parts.findings = Report.sorted(parts.findings)
    parts.notices = Report.sorted(parts.notices)
    return Report(parts)
  }
}

extension ReportOptions {
  /// Options of a report without times, changed as a test needs.
  static func forTests(_ change: (inout ReportOptions) -> Void = { _ in }) -> ReportOptions {
    var options = ReportOptions(toolVersion: "0.1.0")
    change(&options)
    return options
  }
}
