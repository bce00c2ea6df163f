import Formats
import TestSupport
import Testing

@testable import RegistryReports
@testable import RegistryValidation

@Suite("A report that can't be used is refused with its line and the cause")
struct UnusableReportTests {
  /// A small report as text.
  static let good: String = {
    var parts = Report.Parts(
      settings: .init(profile: .default, failLevel: .error, reasonsOff: [:]),
      rules: RuleBook.standard.onMirrors(false))
    var finding = Finding(
      rule: "IDX014", severity: .error, message: "m",
      location: Location(uri: "a/ds.csv", key: "ds.csv"), dataset: "ds")
    finding.location.line = 3
    finding.fix = Fix("sort", .safe, edits: [.init(range: 3..<4, text: "x")])
    finding.excerpt = .init(text: "text", column: 1, length: 2)
    parts.findings = [finding]
    var tally = Tally()
    tally[.error] = 1
    parts.files["a/ds.csv"] = .init(rules: ["IDX014": tally], datasets: ["ds": 1])
    var target = Report.Target(uri: "a/catalog.json", kind: "catalog", size: 9)
    target.coverage.note(.row, count: 5)
    target.coverage.rows = 5
    parts.targets = [target]
    return String(
      decoding: Report(parts).written(as: .json, options: ReportOptions(toolVersion: "1")),
      as: UTF8.self)
  }()

  /// A part of the report, its replacement, and the message for it.
  static let changes: [(String, String, String)] = [
    ("\"schemaVersion\": 1", "\"schemaVersion\": 2", "schema version 2; this scregistry reads"),
    ("\"name\": \"scregistry\"", "\"name\": \"other\"", "is not a report of scregistry"),
    ("\"line\": 3", "\"line\": 0", "/findings/0/location/line"),
    ("\"line\": 3", "\"line\": -3", "/findings/0/location/line"),
    ("\"line\": 3", "\"line\": \"3\"", "/findings/0/location/line"),
    ("\"line\": 3", "\"line\": 1e400", "line is not a whole number"),
    ("\"line\": 3", "\"line\": 99999999999999999999999", "line is not a whole number"),
    ("\"line\": 3", "\"line\": 9223372036854775807", "line is not a whole number"),
    ("\"rows\": 5", "\"rows\": 1125899906842625", "rows is not a whole number"),
    ("\"row\": 5", "\"row\": 1125899906842624", "add up to more than"),
    ("\"row\": 5", "\"raw\": 5", "a value that this version doesn't know: raw"),
    ("\"start\": 3", "\"start\": 5", "the edit ends before it starts"),
    ("\"column\": 1", "\"column\": 0", "/findings/0/excerpt/column"),
    ("\"failLevel\": \"error\"", "\"failLevel\": \"bad\"", "/settings/failLevel"),
    ("\"profile\": \"default\"", "\"profile\": \"lax\"", "profile has a value"),
    ("\"settings\"", "\"other\"", "an older scregistry wrote it"),
    ("\"files\": [", "\"fils\": [", "an older scregistry wrote it"),
    ("\"error\": 1,\n    \"warning\"", "\"error\": 0,\n    \"warning\"", "error is not 1"),
    (
      "\"verdict\": \"violations\"", "\"verdict\": \"no-violations\"", "give the verdict violations"
    ),
    (
      "\"IDX014\": {\n          \"error\": 1", "\"IDX015\": {\n          \"error\": 1",
      "do not include the finding"
    ),
    ("\"occurrences\": 1", "\"occurrences\": 2", "do not include the finding"),
    ("\"occurrences\": 1", "\"occurrences\": 0", "/findings/0/occurrences"),
    ("\"uri\": \"a/ds.csv\",\n      \"rules\"", "\"url\": \"a/ds.csv\",\n      \"rules\"", "uri"),
    ("\"message\": \"m\"", "\"message\": \"m\", \"message\": \"n\"", "duplicate key"),
    ("\"message\": \"m\"", "\"message\": m", "is not JSON"),
    ("\"findings\": [", "\"findings\": [[[]],", "/findings/0"),
    ("\"severity\": \"error\"", "\"severity\": null", "/findings/0/severity"),
  ]

  @Test("for one wrong member", arguments: changes)
  func members(_ old: String, _ new: String, _ words: String) throws {
    let parts = Self.good.split(separator: old, maxSplits: 1, omittingEmptySubsequences: false)
    try #require(parts.count == 2, "the report has no \(old)")
    let text = parts.joined(separator: new)
    let error = #expect(throws: UnusableFile.self) {
      try Report(reading: Array(text.utf8), name: "r.json")
    }
    let said = error.map { "\($0)" } ?? ""
    #expect(said.contains(words) && said.hasPrefix("r.json"), "\(said)")
  }

  /// Texts that are not reports.
  static let others: [(String, String)] = [
    ("", "is empty"), (" \n", "is empty"), ("null", "is not a report"), ("[]", "is not a report"),
    ("{", "is not JSON"), ("\u{0}", "is empty"), ("<xml/>", "is not JSON"),
    (String(repeating: "[", count: 1_000_000), "nested more than"),
    (String(repeating: "{\"a\":", count: 100_000), "nested more than"),
    (#"{"type": "finding"}"#, "r:1"),
    (#"{"type": "other"}"#, "the first line is not a header"),
    (
      #"{"type":"header","schemaVersion":1,"tool":{"name":"scregistry","version":"1"},"spec":{"id":"s","version":"1"}}"#,
      "the report is truncated"
    ),
    (
      #"{"type":"header","schemaVersion":7,"tool":{"name":"scregistry","version":"1"}}"#,
      "schema version 7"
    ),
  ]

  @Test("for something else", arguments: others)
  func otherText(_ text: String, _ words: String) {
    let error = #expect(throws: UnusableFile.self) {
      try Report(reading: Array(text.utf8), name: "r")
    }
    let said = error.map { "\($0)" } ?? ""
    #expect(said.contains(words), "\(said)")
  }

  @Test("truncated anywhere, as one document or in lines", arguments: [ReportFormat.json, .ndjson])
  func cutOff(_ format: ReportFormat) throws {
    let bytes = RandomReport.report(of: [4], findings: 3)
      .written(as: format, options: ReportOptions(toolVersion: "1"))
    for end in stride(from: 0, to: bytes.count - 2, by: Swift.max(1, bytes.count / 300)) {
      #expect(throws: UnusableFile.self) { try Report(reading: Array(bytes[..<end]), name: "r") }
    }
  }

  @Test("with a byte changed: it is read or refused, without a crash", arguments: 0..<8)
  func mutations(_ seed: Int) throws {
    var random = SeededGenerator(seed: UInt64(seed))
    let good = Array(Self.good.utf8)
    for _ in 0..<50 {
      var bytes = good
      for _ in 0..<Int.random(in: 1...3, using: &random) {
        let index = Int.random(in: 0..<bytes.count, using: &random)
        bytes[index] =
          [0x30, 0x39, 0x22, 0x2D, 0x65, 0x7D, 0x5B, 0xFF, 0x20].randomElement(
            using: &random) ?? 0
      }
      guard let report = try? Report(reading: bytes, name: "r") else { continue }
      for format in ReportFormat.allCases {
        _ = report.written(as: format, options: ReportOptions(toolVersion: "1"))
      }
    }
  }

  @Test func `members and rules of a newer version are skipped or kept`() throws {
    var text = Self.good
    text = text.split(separator: "\"complete\"").joined(separator: "\"newer\": {}, \"complete\"")
    text = text.split(separator: "IDX014").joined(separator: "IDX999")
    text = text.split(separator: "row-out-of-order").joined(separator: "never-heard-of")
    let report = try Report(reading: Array(text.utf8), name: "r")
    #expect(report.findings.map(\.rule) == ["IDX999"])
    let rule = try #require(report.rules["IDX999"])
    #expect(rule.name == "never-heard-of")
    #expect(rule.help == RuleBook.standard["IDX014"]?.help)
    #expect(rule.scope == .row)
    let options = ReportOptions(toolVersion: "1")
    let again = try Report(reading: report.written(as: .json, options: options), name: "r")
    let isSame =
      again.written(as: .full, options: options) == report.written(as: .full, options: options)
    #expect(isSame)
  }
}
