import Formats
import SharedCloudRegistry

@testable import RegistryReports
@testable import RegistryValidation

/// Handmade reports for the tests of formats.
struct SampleReport {
  private var parts: Report.Parts

  /// A report without findings.
  init() {
    parts = Report.Parts(
      settings: .init(profile: .default, failLevel: .error, reasonsOff: [:]),
      rules: RuleBook.standard.onMirrors(false))
    var target = Report.Target(uri: "s3://b/catalog.json", kind: "catalog", dialect: .spec10)
    for scope in [Rule.Scope.document, .catalog, .dataset, .index] { target.coverage.note(scope) }
    target.coverage.note(.row, count: 40)
    target.coverage.rows = 40
    target.coverage.files = 2
    parts.targets = [target]
  }

  /// The report.
  var report: Report {
    var parts = parts
    parts.findings = Report.sorted(parts.findings)
    parts.notices = Report.sorted(parts.notices)
    return Report(parts)
  }

  /// Adds a finding with its default severity, and a number of unlisted ones.
  mutating func add(
    _ rule: String, _ uri: String, line: Int? = 2, message: String = "what is wrong",
    unlisted: Int = 0, _ change: (inout Finding) -> Void = { _ in }
  ) {
    var place = Location(uri: uri, key: uri)
    place.line = line
    place.column = line.map { _ in 3 }
    var finding = Finding(
      rule: rule, severity: RuleBook.standard[rule]?.severities[.default] ?? .warning,
      message: message, location: place, identity: "\(parts.findings.count)")
    change(&finding)
    parts.findings.append(finding)
    let count = finding.occurrences + unlisted
    var tally = Tally()
    if finding.suppression != nil {
      tally.suppressed = count
    } else if finding.baseline == .known {
      tally.known = count
    } else {
      tally[finding.severity] = count
    }
    parts.files[uri, default: .init()].rules[rule, default: Tally()].add(tally)
  }

  /// Adds an input that could not be checked.
  mutating func obstruct(_ uri: String, _ message: String) {
    parts.notices.append(Notice("NET001", message, uri: uri))
    parts.targets[0].coverage.obstruct([.index, .row], because: "\(uri) \(message)")
  }

  /// Adds an input that could not be checked, without a notice.
  mutating func obstruct(because reason: String) {
    parts.targets[0].coverage.obstruct([.catalog], because: reason)
  }

  /// One of everything, for the golden tests.
  static var mixed: Report {
    var sample = SampleReport()
    sample.add(
      "IDX014", "copy/ds_2010.csv", line: 7, message: "start is before the last", unlisted: 4
    ) {
      $0.expected = "2010-01-02T00Z or later"
      $0.actual = "2010-01-01T00Z"
      $0.location.endLine = 7
      $0.location.endColumn = 9
    }
    sample.add("CAT012", "s3://b/catalog.json", line: 6, message: "50% | `a`,\n\"b\"") {
      $0.fix = Fix("write an object", .safe, edits: [.init(range: 4..<6, text: "{\"a\": 1}\n")])
      $0.occurrences = 2
    }
    sample.add("IDX036", "copy/ds_2010.csv", line: 9) { $0.baseline = .known }
    sample.add("IDX036", "copy/ds_2010.csv", line: 10) {
      $0.suppression = .init(reason: "test data", owner: "ops@x", expires: "2027-03-01")
    }
    sample.obstruct("s3://b/ds_2011.csv", "can't be read: no access")
    return sample.report
  }

  /// The text of a report in a format.
  static func text(
    of report: Report, as format: ReportFormat,
    _ change: (inout ReportOptions) -> Void = { _ in }
  ) -> String {
    var options = ReportOptions(toolVersion: "0.1.0")
    change(&options)
    return String(decoding: report.written(as: format, options: options), as: UTF8.self)
  }

  /// The seeds of random reports for the property tests.
  static let seeds = Array(1...60)

  /// A random report of a few buckets, with texts that break careless writers.
  static func random(_ seed: Int) -> Report {
    RandomReport.report(of: [seed, seed + 1000], findings: seed % 3 == 0 ? 60 : 12)
  }
}

extension String {
  /// Whether a terminal would obey or hide any scalar, except line ends.
  var hasHarmfulScalars: Bool {
    unicodeScalars.contains { scalar in
      switch scalar.value {
      case 0x0A: false
      case 0..<0x20, 0x7F..<0xA0, 0x200B...0x200F, 0x2028...0x202E, 0x2060...0x2069, 0xFEFF: true
      default: false
      }
    }
  }

  /// The lines, without their ends; text after the last end is not a line.
  var textLines: [String] {
    var lines = self.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
      .map { String($0) }
    if lines.last == "" { lines.removeLast() }
    return lines
  }
}
