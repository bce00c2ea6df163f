import Formats
import Testing
import ValidationTestSupport

@testable import RegistryReports
@testable import RegistryValidation

@Suite("GitLab code quality")
struct GitLabReportTests {
  private func issues(
    _ report: Report, _ options: ReportOptions = .forTests()
  ) throws -> [Node] {
    try JSONParser.parse(report.written(as: .gitlab, options: options)).root.items
  }

  @Test func `an issue has message, place and severity`() throws {
    var made = TestReport(targets: ["copy/catalog.json"])
    made.add("IDX014", "copy/ds/ds_2010.csv", line: 7) { finding in
      finding.recordedFingerprint = "0123456789abcdef"
      finding.location.endLine = 7
      finding.location.endColumn = 22
    }
    #expect(
      try issues(made.report).map { $0.json("") } == [
        #"{"description":"what is wrong","check_name":"IDX014","#
          + #""fingerprint":"0123456789abcdef","severity":"critical","#
          + #""location":{"path":"copy/ds/ds_2010.csv","positions":"#
          + #"{"begin":{"line":7,"column":2},"end":{"line":7,"column":22}}}}"#
      ])
  }

  @Test func `a file outside the checkout is named, and the place is in the configuration`() throws
  {
    var made = TestReport()
    made.add("IDX014", line: 813)
    let options = ReportOptions.forTests { $0.places.targetLines = ["s3://b/": 12] }
    let issue = try #require(try issues(made.report, options).first)
    #expect(issue.text("description") == "s3://b/ds/ds_2010.csv:813: what is wrong")
    #expect(
      issue.json("location")
        == #"{"path":"scregistry.yml","positions":"#
        + #"{"begin":{"line":12,"column":1},"end":{"line":12,"column":1}}}"#)
  }

  static let severities: [(String, Severity, String)] = [
    ("IDX014", .error, "critical"), ("IDX009", .error, "major"), ("IDX014", .warning, "minor"),
    ("IDX014", .info, "info"),
  ]

  @Test("severities have GitLab's words", arguments: severities)
  func severity(_ rule: String, _ severity: Severity, _ expected: String) throws {
    var made = TestReport()
    made.add(rule, line: 3) { $0.severity = severity }
    #expect(try issues(made.report).map { $0.text("severity") } == [expected])
  }

  @Test func `fingerprints are unique`() throws {
    var made = TestReport()
    for line in 1...3 {
      made.add("IDX014", line: line) { $0.recordedFingerprint = "0123456789abcdef" }
    }
    let fingerprints = try issues(made.report).compactMap { $0.text("fingerprint") }
    #expect(fingerprints.count == 3)
    #expect(Set(fingerprints).count == 3)
    #expect(fingerprints.first == "0123456789abcdef")
    let again = try issues(made.report).compactMap { $0.text("fingerprint") }
    #expect(again == fingerprints)
  }

  @Test func `findings that do not count are omitted`() throws {
    var made = TestReport()
    made.add("IDX014", line: 3) { $0.suppression = .init(reason: "r") }
    made.add("IDX014", line: 4) { $0.baseline = .known }
    made.add("IDX014", line: 5) { $0.baseline = .new }
    #expect(
      try issues(made.report).map { $0.text("description") } == [
        "s3://b/ds/ds_2010.csv:5: what is wrong"
      ])
  }

  @Test func `unlisted findings are counted`() throws {
    var made = TestReport(targets: ["catalog.json"])
    made.add("IDX014", "x.csv", line: 3, unlisted: 7)
    made.add("IDX014", "x.csv", line: 4) { $0.occurrences = 2 }
    made.addUnlisted("IDX017", "x.csv", 5)
    #expect(
      try issues(made.report).map { $0.text("description") } == [
        "what is wrong (and 7 more in this file)", "what is wrong (2 times)",
        "start is not in the year of the file (and 4 more in this file)",
      ])
  }

  @Test func `a report without findings is an empty list`() throws {
    #expect(
      TestReport().report.written(as: .gitlab, options: .forTests()) == Array("[]\n".utf8))
  }
}
