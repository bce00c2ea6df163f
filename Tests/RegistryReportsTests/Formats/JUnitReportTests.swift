import Testing
import ValidationTestSupport

@testable import RegistryReports
@testable import RegistryValidation

@Suite("JUnit")
struct JUnitReportTests {
  @Test func `a target has a case for each rule, even if passed`() throws {
    let report = TestReport().report
    let document = try JUnitDocument(report)
    let suite = try #require(document.suites.first)
    #expect(document.suites.count == 1)
    #expect(suite.name == "catalog:s3://b/catalog.json")
    let outcomes = Dictionary(grouping: report.outcomes, by: \.outcome).mapValues(\.count)
    #expect(suite.cases.count == RuleBook.standard.onMirrors(false).rules.count)
    #expect(suite.cases.count { $0.outcome == nil } == outcomes[.pass])
    #expect(suite.cases.count { $0.outcome == "skipped" } == outcomes[.notApplicable])
    let passed = try #require(suite.cases.first { $0.name == "IDX014 row-out-of-order" })
    #expect(passed.classname == "scregistry.IDX")
    #expect(passed.outcome == nil)
    let skipped = try #require(suite.cases.first { $0.classname == "scregistry.OBJ" })
    #expect(skipped.message == "--depth index")
  }

  @Test func `a dataset has a suite, with a case per rule and file`() throws {
    var made = TestReport()
    made.add("IDX014", line: 813, unlisted: 4) { finding in
      finding.dataset = "ds"
      finding.location.row = 812
    }
    made.add("IDX014", line: 900) { finding in
      finding.dataset = "ds"
      finding.message = "wrong again"
      finding.occurrences = 2
    }
    made.add("IDX015", "s3://b/ds/ds_2011.csv", line: 2) { $0.dataset = "ds" }
    made.add("IDX015", "s3://b/aa/aa_2011.csv", line: 2) { $0.dataset = "aa" }
    let document = try JUnitDocument(made.report)
    #expect(
      document.suites.map(\.name) == [
        "catalog:s3://b/catalog.json", "dataset:aa", "dataset:ds",
      ])
    let suite = try #require(document.suites.last)
    #expect(
      suite.cases.map(\.name) == [
        "IDX014 row-out-of-order ds/ds_2010.csv", "IDX015 row-stop-before-start ds/ds_2011.csv",
      ])
    let first = try #require(suite.cases.first)
    #expect(first.outcome == "failure")
    #expect(first.type == "MUST")
    #expect(first.message == "what is wrong (7 in this file)")
    #expect(
      first.text == """
        s3://b/ds/ds_2010.csv:813:2 row 812: what is wrong
        s3://b/ds/ds_2010.csv:900:2: wrong again (2 times)
        ... and 4 more
        """)
    // A rule that failed in a file has not passed in the bucket.
    #expect(document.suites[0].cases.allSatisfy { !$0.name.hasPrefix("IDX014") })
  }

  @Test func `findings in a target are in its suite`() throws {
    var made = TestReport()
    made.add("DST004", "s3://b/catalog.json", line: 4) { $0.dataset = "ds" }
    let document = try JUnitDocument(made.report)
    #expect(document.suites.count == 1)
    #expect(
      document.cases.filter { $0.outcome == "failure" }.map(\.name) == [
        "DST004 index-without-final-slash catalog.json"
      ])
  }

  static let outcomes: [(String, Severity, String?, String?)] = [
    ("IDX014", .error, "failure", "MUST"), ("IDX009", .warning, "failure", "SHOULD"),
    ("IDX004", .info, "skipped", nil),
  ]

  @Test("a failure has the level, and advice is not a failure", arguments: outcomes)
  func outcome(_ rule: String, _ severity: Severity, _ outcome: String?, _ type: String?) throws {
    var made = TestReport()
    made.add(rule, line: 3) { finding in
      finding.dataset = "ds"
      finding.severity = severity
    }
    let test = try #require(try JUnitDocument(made.report).suites.last?.cases.first)
    #expect(test.outcome == outcome)
    #expect(test.type == type)
    made.parts.settings.failLevel = .info
    let strict = try #require(try JUnitDocument(made.report).suites.last?.cases.first)
    #expect(strict.outcome == "failure")
  }

  @Test func `findings that do not count are skipped, with the reason`() throws {
    var made = TestReport()
    made.add("IDX014", line: 3) { $0.suppression = .init(reason: "in flight") }
    made.add("IDX014", line: 4) { $0.baseline = .known }
    made.add("IDX015", line: 4) { $0.baseline = .known }
    made.add("IDX017", line: 4) { $0.baseline = .known }
    made.add("IDX017", line: 5)
    let cases = try JUnitDocument(made.report).cases.filter { $0.name.hasSuffix(".csv") }
    #expect(cases.map(\.outcome) == ["skipped", "skipped", "failure"])
    #expect(
      cases.map(\.message) == [
        "1 suppressed: in flight; 1 known from the baseline", "1 known from the baseline",
        "what is wrong",
      ])
  }

  @Test func `an unchecked input is an error`() throws {
    var made = TestReport(targets: [])
    made.add(target: "s3://b/catalog.json") { $0.obstruct([.row], because: "503 SlowDown") }
    made.add("IDX014", line: 3)
    for _ in 0..<2 {
      made.parts.notices.append(Notice("NET001", "503 SlowDown", uri: "s3://b/ds/ds_2011.csv"))
    }
    let errors = try JUnitDocument(made.report).cases.filter { $0.outcome == "error" }
    let rows = RuleBook.standard.rules.filter { $0.scope == .row }
    #expect(errors.count == rows.count + 2)
    #expect(errors.allSatisfy { $0.type == "not-evaluated" && $0.message == "503 SlowDown" })
    #expect(errors.contains { $0.name == "IDX015 row-stop-before-start" })
    #expect(errors.contains { $0.name == "IDX014 row-out-of-order on the rest" })
    #expect(
      errors.suffix(2).map(\.name) == ["NET001 ds/ds_2011.csv", "NET001 ds/ds_2011.csv (2)"])
  }

  @Test func `many targets share one suite for passed rules`() throws {
    let count = JUnitReport.mostRuleCases / RuleBook.standard.onMirrors(false).rules.count
    func document(_ count: Int) throws -> JUnitDocument {
      var made = TestReport(targets: [])
      for number in 0..<count { made.add(target: "\(number).csv", kind: "index") }
      made.add("IDX014", "3.csv", line: 3)
      return try JUnitDocument(made.report)
    }
    let each = try document(count)
    #expect(each.suites.count == count)
    #expect(each.cases.count == count * RuleBook.standard.onMirrors(false).rules.count)
    let all = try document(count + 1)
    #expect(all.suites.count == count + 2)
    #expect(all.suites.first?.name == "all targets")
    #expect(all.cases.count == RuleBook.standard.onMirrors(false).rules.count)
    #expect(all.cases.last?.name == "IDX014 row-out-of-order 3.csv")
  }

  @Test func `times have the form of the schema`() throws {
    let options = ReportOptions.forTests { options in
      options.started = "2026-11-23T07:00:00Z"
      options.seconds = 0.000_42
    }
    let timed = try JUnitDocument(TestReport().report, options).suites.first
    #expect(timed?.attributes["timestamp"] == "2026-11-23T07:00:00")
    #expect(timed?.attributes["time"] == "0.000")
    let untimed = try JUnitDocument(TestReport().report).suites.first
    #expect(untimed?.attributes["timestamp"] == "1970-01-01T00:00:00")
    #expect(untimed?.attributes["time"] == "0.000")
  }

  static let times: [(Double, String)] = [
    (0.42, "0.420"), (61.0006, "61.001"), (-1, "0.000"), (.infinity, "1000000000.000"),
    (1e300, "1000000000.000"),
  ]

  @Test("seconds are decimal numbers", arguments: times)
  func seconds(_ seconds: Double, _ expected: String) throws {
    let options = ReportOptions.forTests { $0.seconds = seconds }
    #expect(
      try JUnitDocument(TestReport().report, options).suites.first?.attributes["time"] == expected)
  }

  @Test func `no control character gets through`() throws {
    var made = TestReport()
    made.add("IDX014", "s3://b/a\u{1B}\n.csv", line: 3) { finding in
      finding.message = "]]> <b> & \u{0}\u{1B}[31m\r\n"
      finding.dataset = "d\u{7}s"
    }
    let document = try JUnitDocument(made.report)
    #expect(document.suites.last?.name == #"dataset:d\u{7}s"#)
    let test = try #require(document.suites.last?.cases.first)
    #expect(test.name == #"IDX014 row-out-of-order a\u{1b}\u{a}.csv"#)
    #expect(test.message == #"]]> <b> & \u{0}\u{1b}[31m\u{d}\u{a}"#)
  }
}
