import Formats
import Testing
import ValidationTestSupport

@testable import RegistryReports
@testable import RegistryValidation

@Suite("Reports are read back as they were written")
struct RecordedReportTests {
  static let options: ReportOptions = {
    var options = ReportOptions(toolVersion: "0.1.0")
    options.started = "2026-11-23T00:00:00Z"
    options.seconds = 1.25
    options.command = ["scregistry", "validate", "."]
    return options
  }()

  @Test("with any content, in every format", arguments: 0..<12, [ReportFormat.json, .ndjson])
  func random(_ seed: Int, _ format: ReportFormat) throws {
    let report = RandomReport.report(of: Array(seed * 3..<seed * 3 + seed % 4))
    let bytes = report.written(as: format, options: Self.options)
    let read = try RecordedReport(reading: bytes, name: "report")
    #expect(read.options == Self.options)
    for format in ReportFormat.allCases {
      let first = report.written(as: format, options: Self.options)
      let isSame = read.report.written(as: format, options: read.options) == first
      #expect(isSame, "\(format)")
    }
    Self.expectEqual(read.report.parts, report.parts)
  }

  @Test("for any target", arguments: ReportSchemaTests.targets.keys.sorted())
  func validated(_ name: String) async throws {
    var validator = Validator.forTests()
    validator.depth = .objects
    validator.settings.suppress(
      Suppression(rule: "CAT015", reason: "so", owner: "me", expires: "2027-01-01"), at: nil)
    let baseline = Baseline(
      name: "b.json",
      entries: [
        .init(rule: "IDX014", root: nil, key: "ds0/ds0_2000.csv", fingerprint: nil, count: 7),
        .init(rule: "IDX015", root: nil, key: "gone", fingerprint: "0123456789abcdef", count: 1),
      ])
    let report = try await validator.validate(
      try #require(ReportSchemaTests.targets[name]), besides: baseline)
    for format in [ReportFormat.json, .ndjson] {
      let bytes = report.written(as: format, options: Self.options)
      let read = try Report(reading: bytes, name: "report")
      Self.expectEqual(read.parts, report.parts)
      let isSame =
        read.written(as: .json, options: Self.options)
        == report.written(as: .json, options: Self.options)
      #expect(isSame)
    }
  }

  /// Compares all parts of reports.
  static func expectEqual(
    _ left: Report.Parts, _ right: Report.Parts, at place: SourceLocation = #_sourceLocation
  ) {
    // Compared before they are expected to be equal, since messages would be endless.
    let areSame = [
      "targets": left.targets == right.targets, "files": left.files == right.files,
      "findings": left.findings.map(\.recorded) == right.findings.map(\.recorded),
      "notices": left.notices == right.notices,
      "suppressions": left.suppressions == right.suppressions,
      "baseline": left.baseline == right.baseline, "settings": left.settings == right.settings,
      "rules": left.rules.rules == right.rules.rules,
    ]
    #expect(areSame.filter { !$0.value }.keys.sorted() == [], sourceLocation: place)
  }
}
