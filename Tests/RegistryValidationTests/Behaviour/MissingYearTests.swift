import RegistryReports
import SharedCloudRegistry
import Testing
import ValidationTestSupport

@testable import RegistryValidation

@Suite("Years without an index file")
struct MissingYearTests {
  /// A bucket whose dataset has files of some years, each with the given times of rows.
  static func tree(
    _ start: String, _ stop: String, isMultiyear: Bool = false,
    _ files: [Int: [(String, String)]]
  ) -> [String: String] {
    var entry = TestCatalog.entry(id: "ds", start: start, stop: stop)
    if isMultiyear {
      entry = entry.replacing(#""filetype""#, with: #""multiyear": true, "filetype""#)
    }
    var tree = ["catalog.json": TestCatalog.text([entry])]
    for (year, rows) in files {
      let lines = rows.enumerated().map { number, row in
        "\(row.0),\(row.1),s3://b/ds/\(year)_\(number).cdf,1\n"
      }
      tree["ds/ds_\(year).csv"] = "# start, stop, datakey, filesize\n" + lines.joined()
    }
    return tree
  }

  static func report(_ files: [String: String]) async throws -> Report {
    try await Validator.forTests(profile: .default).validate([TestTarget.tree(files)])
  }

  static func missing(_ report: Report) -> [String] { report.findings(of: "XRF001").map(\.message) }

  static func year(_ year: Int) -> [(String, String)] {
    [("\(year)-03-01T00:00:00Z", "\(year)-03-01T05:59:59Z")]
  }

  @Test("a file covers a year up to the last time of its precision")
  func wholeYears() async throws {
    let ends = ["23:59:59Z", "23:59:59.999Z", "23:59Z", "23:59:59.999999Z"]
    for end in ends {
      for isMultiyear in [true, false] {
        let stop = "2021-12-31T\(end)"
        let report = try await Self.report(
          Self.tree(
            "2020-01-01T00:00:00Z", stop, isMultiyear: isMultiyear,
            [2020: [("2020-01-01T00:00:00Z", stop)]]))
        #expect(Self.missing(report) == [])
        #expect(report.counts["XRF008"] == (isMultiyear ? nil : 1), "\(end)")
        #expect(report.counts["XRF009"] == nil, "\(end)")
      }
    }
  }

  @Test("a year needs a file unless rows that start earlier cover it", arguments: [true, false])
  func gaps(_ isMultiyear: Bool) async throws {
    let gap = try await Self.report(
      Self.tree(
        "2019-03-01T00:00:00Z", "2021-03-01T05:59:59Z", isMultiyear: isMultiyear,
        [2019: Self.year(2019), 2021: Self.year(2021)]))
    #expect(Self.missing(gap) == ["no index file for 2020"])
    let slightly = try await Self.report(
      Self.tree(
        "2019-12-31T00:00:00Z", "2021-03-01T05:59:59Z", isMultiyear: isMultiyear,
        [2019: [("2019-12-31T00:00:00Z", "2020-01-01T00:00:01Z")], 2021: Self.year(2021)]))
    #expect(Self.missing(slightly) == ["no index file for 2020"])
    let last = try await Self.report(
      Self.tree(
        "2020-12-31T00:00:00Z", "2021-01-01T00:00:01Z", isMultiyear: isMultiyear,
        [2020: [("2020-12-31T00:00:00Z", "2021-01-01T00:00:01Z")]]))
    #expect(Self.missing(last) == [])
  }

  @Test func `each missing year is a finding, so that a difference names the new ones`()
    async throws
  {
    let files = [2019: Self.year(2019), 2021: Self.year(2021), 2022: Self.year(2022)]
    var tree = Self.tree("2019-03-01T00:00:00Z", "2022-03-01T05:59:59Z", files)
    let first = try await Self.report(tree)
    tree["ds/ds_2021.csv"] = nil
    let second = try await Self.report(tree)
    #expect(Self.missing(second) == ["no index file for 2020", "no index file for 2021"])
    let difference = ReportDifference(from: first, to: second)
    let counts = [.new, .fixed, .unknown, .still].map { difference.count(of: $0) }
    #expect(counts == [1, 0, 0, 1])
  }

  @Test func `rows that were not read cover nothing and leave nothing uncovered`() async throws {
    // The file of 2020 is not read; it may cover 2021, the last year.
    var tree = Self.tree(
      "2019-03-01T00:00:00Z", "2021-03-01T05:59:59Z", [2019: Self.year(2019)])
    tree["ds/ds_2020.parquet"] = "PAR1"
    let report = try await Self.report(tree)
    #expect(Self.missing(report) == [])
    #expect(!report.isComplete)
    let outcomes = Dictionary(uniqueKeysWithValues: report.outcomes.map { ($0.rule, $0.outcome) })
    for rule in ["XRF001", "XRF005", "XRF006", "XRF009", "XRF018", "XRF019"] {
      #expect(outcomes[rule] == .notEvaluated, "\(rule)")
    }
  }

  @Test("a stop in the future supports no finding on years to come", arguments: ["2099", "9999"])
  func futureStop(_ year: String) async throws {
    let row = "2010-01-01T00:00:00Z,2010-12-31T23:59:59Z,s3://b/ds/a.cdf,1\n"
    var validator = Validator.forTests(profile: .default)
    validator.now = SCRTime(seconds: 1_325_376_000)
    let report = try await validator.validate([
      TestTarget.tree([
        "catalog.json": TestCatalog.oneDataset(stop: "\(year)-12-31T00:00:00Z"),
        "ds/ds_2010.csv": "# start, stop, datakey, filesize\n" + row,
      ])
    ])
    #expect(!report.findings(of: "DST031").isEmpty)
    #expect(report.findings(of: "XRF007").isEmpty)
    #expect(report.findings(of: "XRF001").count <= 2)
  }

  @Test("an unreadable stop supports no multiyear finding")
  func unreadableStop() async throws {
    let report = try await Self.report(
      Self.tree(
        "2020-01-01T00:00:00Z", "2020-01-02T23:59:59Z", isMultiyear: true,
        [
          2020: [
            ("2020-01-01T00:00:00Z", "soon"), ("2020-01-02T00:00:00Z", "2020-01-02T23:59:59Z"),
          ]
        ]))
    #expect(report.counts["XRF009"] == nil)
  }

  @Test("a dataset without rows has no start", arguments: [[2020], [2019, 2020]])
  func noRows(_ years: [Int]) async throws {
    var tree = Self.tree(
      "2019-03-01T00:00:00Z", "2020-03-01T05:59:59Z",
      Dictionary(uniqueKeysWithValues: years.map { ($0, []) }))
    #expect(try await Self.report(tree).counts["XRF018"] == 1)
    // A file of 0 bytes may have lost its rows; it has its own finding.
    tree["ds/ds_2020.csv"] = ""
    let report = try await Self.report(tree)
    #expect(report.counts["XRF018"] == nil && report.counts["IDX003"] == 1)
  }
}
