import Formats
import RegistryReports
import RegistryValidation
import Testing

@testable import RegistryConformance

@Suite("Reports of a run")
struct RunReportTests {
  @Test func `as JSON that its schema allows`() async throws {
    let report = try await ProjectSuite.plain.value
    let bytes = report.written(as: .json)
    let root = try OwnFormat("conformance-report.schema.json", allowsMore: false).root(
      of: bytes, name: "report")
    #expect(root["cases"]?.count == report.results.count)
    #expect(root["verdict"]?.text == report.verdict.rawValue)
  }

  @Test func `with hostile strings`() async throws {
    var report = try await ProjectSuite.plain.value
    report.results = Array(report.results.filter { $0.counts && $0.level == .must }.prefix(3))
    report.implementation.name = "a|b`<script>\u{1B}[31m\u{0}"
    report.results[0].outcome = .failed
    report.results[0].grade = nil
    report.results[0].reasons = ["]]><b> | `x` \u{1B}[0m \u{7}", "@user #1"]
    report.results[1].outcome = .errored
    report.results[1].fault = .garbage
    report.results[1].diagnostics = "\u{1B}]0;title\u{7}"
    report.started = "2026-01-01T00:00:00Z"
    for format in RunFormat.allCases {
      let bytes = report.written(as: format)
      #expect(!bytes.contains(0x1B) && !bytes.contains(7) && !bytes.contains(0), "\(format)")
    }
    _ = try OwnFormat("conformance-report.schema.json", allowsMore: false).root(
      of: report.written(as: .json), name: "report")
    #expect(report.exitCode == 1)
    #expect(report.verdict == (report.results[0].level == .must ? .notConformant : .undetermined))
  }

  @Test func `side by side, also from JSON reports`() async throws {
    let report = try await ProjectSuite.plain.value
    var comparison = Comparison()
    comparison.add(report)
    try comparison.add(reading: report.written(as: .json), name: "kept.json")
    #expect(comparison.isOfOneSuite)
    #expect(
      comparison.columns.map(\.verdict) == [report.verdict.rawValue, report.verdict.rawValue])
    let text = String(decoding: comparison.written(as: .text), as: UTF8.self)
    let line = try #require(text.split(separator: "\n").first { $0.hasPrefix("all") })
    let cells = line.split(separator: " ")
    #expect(cells[2] == cells[3])
    #expect(throws: UnusableFile.self) {
      try comparison.add(reading: Array("{}".utf8), name: "kept.json")
    }
  }

  @Test func `a run without cases is not a success`() async throws {
    var report = try await ProjectSuite.plain.value
    report.results = []
    #expect(report.exitCode == 2)
    #expect(report.verdict == .undetermined)
  }

  @Test func `a skipped MUST makes the run undetermined`() async throws {
    var report = try await ProjectSuite.plain.value
    let index = try #require(report.results.firstIndex { $0.level == .must && $0.counts })
    report.results[index].outcome = .skipped
    #expect(report.exitCode == 3)
    #expect(report.verdict == .undetermined)
    report.results[index].outcome = .passed
    report.filter.areas = ["index"]
    #expect(report.verdict == .undetermined)
    #expect(report.exitCode == 0)
  }
}
