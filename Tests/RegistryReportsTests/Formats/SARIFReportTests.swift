import Formats
import Testing
import ValidationTestSupport

@testable import RegistryReports
@testable import RegistryValidation

@Suite("SARIF")
struct SARIFReportTests {
  @Test func `every result has one relative place, and the true one too`() throws {
    var made = TestReport()
    made.add("IDX014", line: 813) { finding in
      finding.location.row = 812
      finding.message = "start is too early"
    }
    let run = try SARIFDocument(made.report).onlyRun()
    let result = try #require(run["results"]?.items.first)
    #expect(
      result.text("message/text") == """
        s3://b/ds/ds_2010.csv row 812 (line 813, column 2): start is too early
        """)
    #expect(result["locations"]?.items.count == 1)
    let location = try #require(result["locations"]?.items.first)
    #expect(location.text("physicalLocation/artifactLocation/uri") == "scregistry.yml")
    #expect(location.text("physicalLocation/artifactLocation/uriBaseId") == "SRCROOT")
    #expect(location.json("physicalLocation/region") == #"{"startLine":1,"startColumn":1}"#)
    #expect(
      location.json("logicalLocations")
        == #"[{"name":"ds_2010.csv","fullyQualifiedName":"s3://b/ds/ds_2010.csv#row=812,col=2","kind":"row"}]"#
    )
  }

  @Test func `a file of the checkout has its own place`() throws {
    var made = TestReport(targets: ["copy/catalog.json"])
    made.add("DST004", "copy/cata log:x.json", line: 7) { finding in
      finding.location.endLine = 7
      finding.location.endColumn = 12
      finding.location.pointer = "/catalog/0/index"
    }
    let run = try SARIFDocument(made.report).onlyRun()
    let location = try #require(run.at("results/0/locations/0"))
    #expect(
      location.json("physicalLocation")
        == #"{"artifactLocation":{"uri":"copy/cata%20log%3Ax.json","uriBaseId":"SRCROOT"},"#
        + #""region":{"startLine":7,"startColumn":2,"endLine":7,"endColumn":12}}"#)
    #expect(
      location.text("logicalLocations/0/fullyQualifiedName")
        == "copy/cata log:x.json#/catalog/0/index")
  }

  @Test func `there is one result per rule and file, with the exact number`() throws {
    var made = TestReport()
    made.add("IDX014", line: 5)
    made.add("IDX014", line: 9, unlisted: 40) { $0.occurrences = 3 }
    made.add("IDX015", line: 5)
    made.add("IDX014", "s3://b/ds/ds_2011.csv", line: 5)
    made.addUnlisted("IDX017", "s3://b/ds/ds_2012.csv", 6)
    let run = try SARIFDocument(made.report).onlyRun()
    let results = run["results"]?.items ?? []
    #expect(results.map { $0.text("ruleId") } == ["IDX014", "IDX015", "IDX014", "IDX017"])
    #expect(results.map { $0.text("occurrenceCount") } == ["44", "1", "1", "6"])
    #expect(results.first?.text("message/text")?.hasSuffix("(44 in this file)") == true)
  }

  @Test func `fingerprints are those of the findings, numbered within a run`() throws {
    var made = TestReport()
    for file in ["a.csv", "b.csv"] {
      made.add("IDX014", "s3://b/" + file, line: 3) { $0.recordedFingerprint = "0123456789abcdef" }
    }
    let run = try SARIFDocument(made.report).onlyRun()
    #expect(
      run["results"]?.items.map { $0.json("partialFingerprints") }
        == [1, 2].map {
          #"{"primaryLocationLineHash":"0123456789abcdef:\#($0)","scregistryFinding/v1":"0123456789abcdef"}"#
        })
  }

  @Test func `a moved line keeps the fingerprint`() throws {
    func fingerprint(line: Int) throws -> String? {
      var made = TestReport()
      made.add("IDX014", line: line)
      return try SARIFDocument(made.report).onlyRun()
        .at("results/0/partialFingerprints")?.text("primaryLocationLineHash")
    }
    #expect(try fingerprint(line: 3) == fingerprint(line: 30))
    #expect(try fingerprint(line: 3) != nil)
  }

  @Test func `suppressed findings are marked, not removed`() throws {
    var made = TestReport()
    made.add("IDX014", line: 3)
    made.add("IDX014", line: 4) {
      $0.suppression = .init(reason: "in flight", owner: "me", expires: "2027-03-01")
    }
    let run = try SARIFDocument(made.report).onlyRun()
    #expect(
      run["results"]?.items.map { $0.json("suppressions") } == [
        "[]",
        #"[{"kind":"external","status":"accepted","#
          + #""justification":"in flight (owner: me; expires: 2027-03-01)"}]"#,
      ])
  }

  @Test func `without suppressions no result mentions them`() throws {
    var made = TestReport()
    made.add("IDX014", line: 3)
    let result = try SARIFDocument(made.report).onlyRun().at("results/0")
    #expect(result?["suppressions"] == nil)
    #expect(result?["baselineState"] == nil)
  }

  @Test func `the baseline distinguishes new from unchanged`() throws {
    var made = TestReport()
    made.add("IDX014", line: 3) { $0.baseline = .new }
    made.add("IDX014", line: 4) { $0.baseline = .known }
    let run = try SARIFDocument(made.report).onlyRun()
    #expect(
      run["results"]?.items.map { $0.text("baselineState") } == ["new", "unchanged"])
  }

  static let levels: [(String, String)] = [
    ("IDX014", "error"), ("IDX009", "warning"), ("IDX004", "note"),
  ]

  @Test("severities become levels", arguments: levels)
  func level(_ rule: String, _ expected: String) throws {
    var made = TestReport()
    made.add(rule, line: 3)
    let run = try SARIFDocument(made.report).onlyRun()
    #expect(run.at("results/0")?.text("level") == expected)
    #expect(run.at("results/0")?.text("kind") == "fail")
    let descriptor = run.at("tool/driver/rules/0")
    #expect(descriptor?.text("id") == rule)
    #expect(descriptor?.text("defaultConfiguration/level") == expected)
  }

  @Test func `rules refer to the clauses of the specification`() throws {
    var made = TestReport()
    made.add("IDX014", line: 3)
    let run = try SARIFDocument(made.report).onlyRun()
    let rule = try #require(run.at("tool/driver/rules/0"))
    #expect(rule.text("name") == "RowOutOfOrder")
    #expect(rule.text("shortDescription/text") == "start is before the start of the previous row")
    #expect(rule.text("help/text")?.isEmpty == false)
    #expect(rule.text("help/markdown")?.contains("MUST, SCR 1.1 §4: “in time sequence”") == true)
    let target = try #require(rule.at("relationships/0/target"))
    #expect(target.text("id") == "I5")
    let index = try #require(Int(target.text("index") ?? ""))
    let taxon = try #require(run.at("taxonomies/0/taxa/\(index)"))
    #expect(taxon.text("id") == "I5")
    #expect(taxon.text("shortDescription/text")?.hasPrefix("SCR 1.1 §4") == true)
    #expect(taxon.text("fullDescription/text")?.contains("in time sequence") == true)
    let rules = RuleBook.standard.onMirrors(false).rules
    let requirements = Set(rules.flatMap(\.requirements))
    #expect(run.at("taxonomies/0/taxa")?.items.count == requirements.count)
  }

  @Test func `each bucket has its own run and name`() throws {
    let made = TestReport(targets: [
      "s3://one/catalog.json", "https://one/x/catalog.json", "s3://one/other.json",
      "copies/my bucket/catalog.json", "/tmp/two/catalog.json", "/var/two/catalog.json",
      "catalog.json",
    ])
    let document = try SARIFDocument(made.report)
    #expect(
      document.runs.map { $0.text("automationDetails/id") } == [
        "scregistry/", "scregistry/two/", "scregistry/two-2/", "scregistry/copies/my%20bucket/",
        "scregistry/https/one/", "scregistry/one/",
      ])
    let named = try SARIFDocument(made.report, .forTests { $0.category = "nightly" })
    #expect(named.runs.last?.text("automationDetails/id") == "nightly/one/")
  }

  @Test func `findings go to the run of their bucket`() throws {
    var made = TestReport(targets: ["copies/a/catalog.json", "copies/b/catalog.json"])
    made.add("IDX014", "copies/b/ds/ds_2010.csv", line: 3)
    made.add("IDX014", "copies/a/ds/ds_2010.csv", line: 3)
    let document = try SARIFDocument(made.report)
    #expect(
      document.runs.map { $0.at("results/0/properties")?.text("target") } == [
        "copies/a/ds/ds_2010.csv", "copies/b/ds/ds_2010.csv",
      ])
  }

  @Test func `there are at most twenty runs, and the last names its number of buckets`() throws {
    func document(_ count: Int) throws -> SARIFDocument {
      var made = TestReport(targets: (100..<100 + count).map { "s3://b\($0)/catalog.json" })
      for number in 100..<100 + count { made.add("IDX014", "s3://b\(number)/x.csv", line: 3) }
      return try SARIFDocument(made.report)
    }
    let full = try document(20)
    #expect(full.runs.count == 20)
    #expect(full.runs.last?.text("automationDetails/id") == "scregistry/b119/")
    #expect(full.runs.allSatisfy { $0.notifications.isEmpty })

    let more = try document(23)
    #expect(more.runs.count == 20)
    #expect(more.runs.last?.text("automationDetails/id") == "scregistry/further-buckets/")
    #expect(more.runs.last?["results"]?.items.count == 4)
    #expect(more.runs.last?.notifications.count == 1)
    #expect(more.runs.last?.notifications.first?.hasPrefix("4 buckets share this run") == true)
  }

  @Test func `the most serious of too many results are kept`() throws {
    var made = TestReport()
    for number in 10_000..<14_000 { made.add("IDX009", "s3://b/\(number).csv", line: 1) }
    for number in 10_000..<12_000 { made.add("IDX014", "s3://b/\(number).csv", line: 3) }
    made.add("IDX014", "s3://b/10000.csv", line: 4) { $0.suppression = .init(reason: "r") }
    let run = try SARIFDocument(made.report).onlyRun()
    let results = run["results"]?.items ?? []
    #expect(results.count == 5000)
    #expect(results.count { $0.text("level") == "error" } == 2000)
    #expect(results.allSatisfy { $0.json("suppressions") == "[]" })
    #expect(
      run.notifications == [
        "5000 of 6001 results are listed, the most serious first; omitted: IDX009 1000, IDX014 1"
      ])
  }

  @Test func `unchecked inputs are reported`() throws {
    var made = TestReport(targets: [])
    made.add(target: "s3://b/catalog.json") { coverage in
      coverage.obstruct([.row], because: "s3://b/ds/ds_2011.csv: 503 SlowDown")
    }
    made.add("IDX014", line: 3)
    made.parts.notices.append(Notice("NET001", "503 SlowDown", uri: "s3://b/ds/ds_2011.csv"))
    let run = try SARIFDocument(made.report).onlyRun()
    #expect(run.notifications.count == 2)
    #expect(run.notifications.first == "s3://b/ds/ds_2011.csv: 503 SlowDown")
    let open = try #require(run.notifications.last)
    // A rule with findings has not checked everything either.
    #expect(
      open.hasPrefix("not evaluated on all of its input: IDX012, ") || open.contains("IDX014"))
    #expect(open.hasSuffix("because s3://b/ds/ds_2011.csv: 503 SlowDown"))
    let invocation = try #require(run.at("invocations/0"))
    #expect(
      invocation.at("toolExecutionNotifications")?.items.map { $0.text("level") } == [
        "warning", "warning",
      ])
    #expect(invocation.text("exitCode") == "1")
    #expect(invocation.json("executionSuccessful") == "true")
    #expect(
      run.at("tool/driver/notifications")?.items.map { $0.text("id") } == [
        "NET001", "not-evaluated",
      ])
  }

  @Test func `a run without verdict is not successful`() throws {
    var made = TestReport(targets: [])
    made.add(target: "s3://b/catalog.json") { $0.obstruct([.row], because: "no") }
    let invocation = try SARIFDocument(made.report).onlyRun().at("invocations/0")
    #expect(invocation?.text("exitCode") == "3")
    #expect(invocation?.json("executionSuccessful") == "false")
  }

  @Test func `times, arguments and exit code are those of the run`() throws {
    let options = ReportOptions.forTests { options in
      options.started = "2026-11-23T07:00:00Z"
      options.seconds = 4.7
      options.command = ["/usr/bin/scregistry", "validate", "."]
      options.exitCode = 0
    }
    let invocation = try SARIFDocument(TestReport().report, options).onlyRun().at("invocations/0")
    #expect(invocation?.text("startTimeUtc") == "2026-11-23T07:00:00Z")
    #expect(invocation?.text("endTimeUtc") == "2026-11-23T07:00:04Z")
    #expect(invocation?.json("arguments") == #"["validate","."]"#)
    #expect(invocation?.text("exitCode") == "0")
  }

  @Test func `rules without findings are listed only when asked for`() throws {
    var made = TestReport(targets: [])
    made.add(target: "s3://b/catalog.json") { $0.obstruct([.row], because: "no") }
    made.add("DST004", "s3://b/catalog.json", line: 3)
    #expect(try SARIFDocument(made.report).onlyRun()["results"]?.items.count == 1)

    let options = ReportOptions.forTests { $0.listsEveryOutcome = true }
    let run = try SARIFDocument(made.report, options).onlyRun()
    let results = run["results"]?.items ?? []
    let kinds = Dictionary(grouping: results) { $0.text("kind") ?? "" }.mapValues(\.count)
    let outcomes = Dictionary(grouping: made.report.outcomes, by: \.outcome).mapValues(\.count)
    #expect(kinds["fail"] == 1)
    #expect(kinds["pass"] == outcomes[.pass])
    #expect(kinds["open"] == outcomes[.notEvaluated])
    #expect(kinds["notApplicable"] == outcomes[.notApplicable])
    #expect(results.allSatisfy { ($0.text("level") == "none") == ($0.text("kind") != "fail") })
    #expect(run.at("tool/driver/rules")?.items.count == results.count)
  }

  @Test func `text of a file does not become a link`() throws {
    var made = TestReport()
    made.add("IDX014", line: 3) { $0.message = "[read](https://evil.example/) \u{1B}[31m\u{202E}" }
    let text = try SARIFDocument(made.report).onlyRun().at("results/0")?.text("message/text")
    #expect(
      text == "s3://b/ds/ds_2010.csv (line 3, column 2): [read] (https://evil.example/) "
        + #"\u{1b}[31m\u{202e}"#)
  }
}
