import Formats
import Testing

@testable import RegistryReports
@testable import RegistryValidation

@Suite("Agent reports")
struct AgentReportTests {
  @Test func `list what to fix, rule by rule`() {
    let text = SampleReport.text(of: SampleReport.mixed, as: .agent) {
      $0.command = ["scregistry", "validate", "-o", "agent", "it's here"]
    }
    #expect(
      text == #"""
        verdict: violations
        counts: \#(ReportSummary(SampleReport.mixed).line)
        again: scregistry validate -o agent 'it'\''s here'
        explain: scregistry explain CODE
        not evaluated: s3://b/ds_2011.csv: NET001 can't be read: no access

        IDX014 row-out-of-order: error, 5 in 1 file
        help: Sort the file by start, then stop, then datakey.
        copy/ds_2010.csv:7:3: start is before the last
          expected: 2010-01-02T00Z or later
          found: 2010-01-01T00Z
        and 4 more of IDX014

        CAT012 status-as-text: warning, 2 in 1 file
        help: Write {"code": 1200, "message": "OK"}.
        s3://b/catalog.json:6:3: 50% | `a`,\u{a}"b" (2 times)
          fix (safe): write an object
          edit: bytes 4..<6 = "{\"a\": 1}\n"

        """#)
  }

  @Test func `have two lines without findings`() {
    let report = SampleReport().report
    #expect(
      SampleReport.text(of: report, as: .agent)
        == "verdict: no-violations\ncounts: \(ReportSummary(report).line)\n")
  }

  @Test func `list a few of each file and of each rule`() {
    var sample = SampleReport()
    for file in 0..<10 {
      for line in 1...9 { sample.add("IDX014", "f\(file).csv", line: line) }
    }
    let lines = SampleReport.text(of: sample.report, as: .agent).textLines
    #expect(lines.filter { $0.hasPrefix("f0.csv:") }.count == 5)
    #expect(lines.filter { $0.contains(".csv:") }.count == 20)
    #expect(lines.contains("IDX014 row-out-of-order: error, 90 in 10 files"))
    #expect(lines.last == "and 70 more of IDX014")
  }

  @Test func `stay short, and count omitted findings`() {
    var sample = SampleReport()
    let message = String(repeating: "long ", count: 100)
    for rule in RuleBook.standard.rules {
      for file in 0..<20 { sample.add(rule.code, "f\(file).csv", message: message) }
    }
    let text = SampleReport.text(of: sample.report, as: .agent)
    #expect(text.utf8.count <= AgentReport.longest)
    #expect(Self.total(text) == sample.report.tally.activeTotal)
    #expect(text.contains("\nnot shown, fix the above first: "))
  }

  @Test func `never show a truncated edit`() {
    var sample = SampleReport()
    sample.add("IDX014", "a.csv") {
      $0.fix = Fix(
        "rewrite it", .unsafe,
        edits: [.init(range: 0..<9, text: String(repeating: "x", count: 301))])
    }
    let text = SampleReport.text(of: sample.report, as: .agent)
    #expect(text.contains("  fix (unsafe): rewrite it\n  edits: 1, too long to show\n"))
  }

  /// The number of findings that the heads and the last line count.
  private static func total(_ text: String) -> Int {
    let heads = text.textLines.filter {
      $0.wholeMatch(of: /[A-Z]{3}[0-9]{3} [a-z0-9-]+: .*/) != nil
    }
    .compactMap { $0.firstMatch(of: /(?:error|warning|info), ([0-9]+) in/) }
    .compactMap { Int($0.1) }
    let left = text.textLines.filter { $0.hasPrefix("not shown") }
      .flatMap { $0.matches(of: /[A-Z0-9]{6} ([0-9]+)/) }.compactMap { Int($0.1) }
    return (heads + left).reduce(0, +)
  }

  @Test("hold for any data", arguments: SampleReport.seeds)
  func properties(_ seed: Int) throws {
    let report = SampleReport.random(seed)
    let text = SampleReport.text(of: report, as: .agent)
    #expect(!text.hasHarmfulScalars)
    #expect(text.utf8.count <= AgentReport.longest)
    #expect(Self.total(text) == report.tally.activeTotal)
    #expect(report.isComplete || text.contains("\nnot evaluated: "))
    for line in text.textLines where line.hasPrefix("  edit: ") {
      let value = try #require(line.firstMatch(of: /bytes [0-9]+\.\.<[0-9]+ = (.*)/)).1
      let edit = try JSONParser.parse(Array(value.utf8)).root.text
      #expect(report.findings.contains { $0.fix?.edits.first?.text == edit })
    }
  }
}
