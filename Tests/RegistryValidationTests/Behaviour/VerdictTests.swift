import SharedCloudRegistry
import Testing
import ValidationTestSupport

@testable import RegistryValidation

@Suite("Verdicts")
struct VerdictTests {
  static let good = [
    "catalog.json": TestCatalog.oneDataset(stop: "2010-01-01T23:59:59Z"),
    "ds/ds_2010.csv": """
    # start, stop, datakey, filesize
    2010-01-01T00:00:00Z,2010-01-01T23:59:59Z,s3://b/ds/a.cdf,1

    """,
  ]

  private func report(_ files: [String: String]) async throws -> Report {
    try await Validator.forTests(profile: .default).validate([TestTarget.tree(files)])
  }

  @Test func `a good tree has no violations and is complete`() async throws {
    let report = try await report(Self.good)
    #expect(report.findings.map(\.rule) == [])
    #expect(report.verdict == .noViolations)
    #expect(report.isComplete)
  }

  @Test func `a catalog that is not JSON is a violation`() async throws {
    var files = Self.good
    files["catalog.json"] = "{"
    let report = try await report(files)
    #expect(report.verdict == .violations)
    #expect(report.counts == ["SYN001": 1])
    let outcomes = Dictionary(uniqueKeysWithValues: report.outcomes.map { ($0.rule, $0.outcome) })
    #expect(outcomes["SYN001"] == .fail)
    for rule in ["CAT010", "DST001", "IDX014", "XRF001"] {
      #expect(outcomes[rule] == .notEvaluated)
    }
    #expect(outcomes["REG001"] == .notApplicable)
  }

  @Test func `an index outside the tree leaves the verdict undetermined`() async throws {
    var files = Self.good
    files["catalog.json"] = TestCatalog.text([
      TestCatalog.entry(id: "ds", stop: "2010-01-01T23:59:59Z"),
      TestCatalog.entry(id: "other", index: "https://elsewhere.org/other/"),
    ])
    let report = try await Validator.forTests(profile: .legacy).validate([TestTarget.tree(files)])
    #expect(report.count(of: .error) == 0)
    #expect(report.verdict == .undetermined)
    #expect(report.notices.map(\.code) == ["NET002"])
    #expect(report.notices.first?.uri == "https://elsewhere.org/other/")
  }

  @Test func `text that is named like Parquet is a violation, and its rows are not evaluated`()
    async throws
  {
    var files = Self.good
    files["ds/ds_2010.parquet"] = files.removeValue(forKey: "ds/ds_2010.csv")
    files["catalog.json"] = files["catalog.json"]?.replacing("\"csv\"", with: "\"parquet\"")
    let report = try await report(files)
    #expect(report.verdict == .violations)
    let open = report.outcomes.filter { $0.outcome == .notEvaluated }.map(\.rule)
    #expect(open.contains("IDX014"))
    #expect(!open.contains("CAT010"))
  }

  @Test(
    "a time that can't be read leaves open what compares the catalog with all rows",
    arguments: [
      (
        "2010-02-30T00:00:00Z,2010-03-01T00:00:00Z", ["XRF005", "XRF006", "XRF007"],
        ["XRF008", "XRF018"]
      ),
      (
        "2010-02-03T00:00:00Z,2010-02-30T00:00:00Z", ["XRF006", "XRF007", "XRF008"],
        ["XRF005", "XRF018"]
      ),
      (
        "2010-02-03 00:00:00Z,2010-02-04T00:00:00+00:00", [],
        ["XRF005", "XRF006", "XRF007", "XRF008"]
      ),
      ("2010-02-03T00:00:00Z,2010-02-04T00:00:00Z", [], ["XRF005", "XRF006", "XRF007", "XRF008"]),
    ])
  func unreadableTime(_ times: String, _ open: [String], _ evaluated: [String]) async throws {
    let report = try await report([
      "catalog.json": TestCatalog.oneDataset(stop: "2010-12-31T23:59:59Z"),
      "ds/ds_2010.csv": """
      # start, stop, datakey, filesize
      2010-01-01T00:00:00Z,2010-01-01T23:59:59Z,s3://b/ds/a.cdf,1
      \(times),s3://b/ds/b.cdf,1
      2010-12-31T00:00:00Z,2010-12-31T23:59:59Z,s3://b/ds/c.cdf,1

      """,
    ])
    // The row has a finding, so that the run is complete.
    #expect(report.isComplete)
    let outcomes = Dictionary(uniqueKeysWithValues: report.outcomes.map { ($0.rule, $0) })
    for rule in open {
      #expect(outcomes[rule]?.outcome == .notEvaluated, "\(rule)")
      #expect(
        outcomes[rule]?.reason?.contains("ds_2010.csv has 1 row with an invalid or doubtful st")
          == true,
        "\(rule)")
    }
    for rule in evaluated { #expect(outcomes[rule]?.outcome == .pass, "\(rule)") }
  }

  @Test func `violations come before inputs not evaluated`() async throws {
    var files = Self.good
    files["ds/ds_2010.csv"] = "# start, stop, datakey, filesize\n"
    files["catalog.json"] = TestCatalog.text([
      TestCatalog.entry(id: "a b"), TestCatalog.entry(id: "c", index: "s3://elsewhere/c/"),
    ])
    let report = try await report(files)
    #expect(!report.notices.isEmpty)
    #expect(report.verdict == .violations)
  }

  @Test("the fail level decides what is a violation", arguments: Severity.allCases)
  func failLevel(_ level: Severity) async throws {
    var files = Self.good
    // A warning in the default profile.
    files["catalog.json"] = files["catalog.json"]?.replacing("\"cdf\"", with: "\"CDF\"")
    var validator = Validator.forTests(profile: .default)
    validator.failLevel = level
    let report = try await validator.validate([TestTarget.tree(files)])
    #expect(report.counts == ["DST017": 1])
    #expect(report.verdict == (level == .error ? .noViolations : .violations))
  }

  @Test func `a tree without catalog can't be validated`() async throws {
    await #expect(throws: TargetError.self) {
      try await report(["ds/ds_2010.csv": "# start, stop, datakey, filesize\n"])
    }
    await #expect(throws: TargetError.self) { try await report([:]) }
  }

  @Test("a path that leads nowhere can't be validated", arguments: ["/no/such/path", "", "a\0b"])
  func absent(_ path: String) async throws {
    await #expect(throws: TargetError.self) { try await Validator().validate([path]) }
  }

  @Test func `a document of an unknown kind can't be validated`() async throws {
    await #expect(throws: TargetError.self) {
      try await Validator().validate([TestTarget.document("{}", key: "x.json", nil)])
    }
  }

  @Test func `depth metadata reads no index file`() async throws {
    var validator = Validator.forTests()
    validator.depth = .metadata
    let report = try await validator.validate([TestTarget.tree(Self.good)])
    #expect(report.coverage.rows == 0)
    #expect(report.verdict == .noViolations)
    let outcome = report.outcomes.first { $0.rule == "IDX014" }
    #expect(outcome?.outcome == .notApplicable)
    #expect(outcome?.reason == "--depth metadata")
  }
}
