import SharedCloudRegistry
import Testing
import ValidationTestSupport

@testable import RegistryValidation

@Suite("Conclusions rest on most rows")
struct RowEvidenceTests {
  private static let header = "# start, stop, datakey, filesize\n"

  /// A row on a day of January 2010.
  private static func row(_ day: Int, fraction: String = "", stop: String? = nil) -> String {
    let date = day < 10 ? "2010-01-0\(day)" : "2010-01-\(day)"
    return "\(date)T00:00:00\(fraction)Z,\(stop ?? "\(date)T23:59:59\(fraction)Z"),"
      + "s3://b/ds/\(date).cdf,1\n"
  }

  private func counts(_ files: [String: String]) async throws -> [String: Int] {
    try await Validator.forTests().validate([TestTarget.tree(files)]).counts
  }

  private func catalog(
    start: String = "2010-01-01T00:00:00Z", stop: String = "2010-01-03T23:59:59Z"
  ) -> String { TestCatalog.oneDataset(start: start, stop: stop) }

  @Test("an unreadable first start judges nothing else", arguments: ["None", "", "n/a", "NaT"])
  func firstStart(_ text: String) async throws {
    let rows = "\(text),2010-01-01T23:59:59Z,s3://b/ds/a.cdf,1\n" + Self.row(2) + Self.row(3)
    #expect(
      try await counts(["catalog.json": catalog(), "ds/ds_2010.csv": Self.header + rows])
        == ["IDX021": 1])
  }

  @Test func `an unreadable last stop judges nothing else`() async throws {
    let rows = Self.row(1) + Self.row(2) + Self.row(3, stop: "None")
    #expect(
      try await counts(["catalog.json": catalog(), "ds/ds_2010.csv": Self.header + rows])
        == ["IDX021": 1])
  }

  @Test func `a stop in the future is a finding of its row only`() async throws {
    let rows = Self.row(1) + Self.row(2, stop: "2099-01-02T23:59:59Z") + Self.row(3)
    #expect(
      try await counts(["catalog.json": catalog(), "ds/ds_2010.csv": Self.header + rows])
        == ["IDX058": 1])
  }

  @Test(
    "a start that is probably wrong says nothing about the order, and has one finding",
    arguments: [
      ("2099-01-02T00:00:00Z", "2010-01-02T23:59:59Z", "IDX017"),
      ("2011-01-02T00:00:00Z", "2010-01-02T23:59:59Z", "IDX017"),
      ("2010-01-22T00:00:00Z", "2010-01-02T23:59:59Z", "IDX015"),
    ])
  func doubtfulStart(_ start: String, _ stop: String, rule: String) async throws {
    let rows = Self.row(1) + "\(start),\(stop),s3://b/ds/b.cdf,1\n" + Self.row(3)
    let report = try await Validator.forTests().validate([
      TestTarget.tree(["catalog.json": catalog(), "ds/ds_2010.csv": Self.header + rows])
    ])
    #expect(report.counts == [rule: 1])
    #expect(report.findings.first?.location.line == 3)
  }

  @Test(
    "starts that are wrong in the same way have an order",
    arguments: [("2011", 0), ("2027", 0), ("2010", 3600)])
  func commonDoubt(_ year: String, swapped: Int) async throws {
    let rows = [1, 3, 2].map { day in
      let stop = swapped > 0 ? "2009-01-0\(day)T00:00:00Z" : "\(year)-01-0\(day)T23:59:59Z"
      return "\(year)-01-0\(day)T00:00:00Z,\(stop),s3://b/ds/\(day).cdf,1\n"
    }.joined()
    let report = try await Validator.forTests().validate([
      TestTarget.tree(["ds/ds_2010.csv": Self.header + rows, "catalog.json": catalog()])
    ])
    #expect(report.counts["IDX014"] == 1)
    #expect(report.findings.first { $0.rule == "IDX014" }?.location.line == 4)
  }

  @Test func `the row that a start is compared with is named`() async throws {
    let rows =
      Self.row(1) + Self.row(4) + Self.row(5).replacing("2010-01-05T00", with: "2099-01-05T00")
      + Self.row(3)
    let report = try await Validator.forTests().validate([
      TestTarget.tree(["ds/ds_2010.csv": Self.header + rows, "catalog.json": catalog()])
    ])
    let finding = try #require(report.findings.first { $0.rule == "IDX014" })
    #expect(finding.message.contains("is before 2010-01-04T00:00:00Z, the start of an earlier row"))
  }

  @Test func `a last stop in the future leaves the end of the dataset open`() async throws {
    let rows = Self.row(1) + Self.row(2) + Self.row(3, stop: "2099-01-03T23:59:59Z")
    let files = ["ds/ds_2010.csv": Self.header + rows]
    let late = try await Validator.forTests().validate([
      TestTarget.tree(files.merging(["catalog.json": catalog(stop: "2010-12-01T00:00:00Z")]) { $1 })
    ])
    #expect(late.counts == ["IDX058": 1])
    #expect(
      late.outcomes.filter { $0.outcome == .notEvaluated }.map(\.rule)
        == ["XRF006", "XRF007", "XRF008", "XRF009"])
    // The row that ends nobody knows when begins after the stop of the catalog.
    let early = try await Validator.forTests().validate([
      TestTarget.tree(files.merging(["catalog.json": catalog(stop: "2010-01-02T23:59:59Z")]) { $1 })
    ])
    #expect(early.counts == ["IDX058": 1, "XRF006": 1])
    let finding = try #require(early.findings.first { $0.rule == "XRF006" })
    #expect(finding.fix == nil)
    #expect(finding.message.contains("a row starts at 2010-01-03T00:00:00Z"))
  }

  @Test func `the range is not shortened to that of the files that are there`() async throws {
    let report = try await Validator.forTests().validate([
      TestTarget.tree([
        "catalog.json": catalog(
          start: "2009-01-01T00:00:00Z", stop: "2011-01-03T23:59:59Z"),
        "ds/ds_2010.csv": Self.header + Self.row(1) + Self.row(2) + Self.row(3),
      ])
    ])
    #expect(report.counts == ["XRF001": 2, "XRF005": 1, "XRF007": 1])
    #expect(report.findings.allSatisfy { $0.fix == nil })
  }

  @Test func `one row without a stop has lost it`() async throws {
    let rows = "2010-01-01T00:00:00Z,s3://b/ds/a.cdf,1\n"
    #expect(
      try await counts(["catalog.json": catalog(), "ds/ds_2010.csv": Self.header + rows])
        == ["IDX018": 1])
  }

  @Test func `rows that all lack the stop make no other finding`() async throws {
    let rows = (1...3).map { "2010-01-0\($0)T00:00:00Z,s3://b/ds/\($0).cdf,1\n" }.joined()
    #expect(
      try await counts([
        "catalog.json": catalog(stop: "2011-01-01T23:59:59Z"), "ds/ds_2010.csv": Self.header + rows,
        "ds/ds_2011.csv":
          Self.header + "2011-01-01T00:00:00Z,2011-01-01T12:59:59Z,s3://b/ds/a.cdf,1\n",
      ]) == ["IDX020": 1])
  }

  @Test(
    "a member that is there twice with other values is no evidence",
    arguments: [#""start": "2001-01-01T00:00:00Z","#, #""stop": "2019-01-01T00:00:00Z","#])
  func contradiction(_ member: String) async throws {
    let rows = Self.row(1) + Self.row(2) + Self.row(3)
    let catalog = catalog()
    for place in [#""title""#, #""filetype""#] {
      let changed = catalog.replacing(place, with: member + " " + place, maxReplacements: 1)
      #expect(
        try await counts(["catalog.json": changed, "ds/ds_2010.csv": Self.header + rows])
          == ["SYN002": 1])
    }
  }

  @Test func `an entry without a usable index leaves its files open`() async throws {
    let changed = catalog().replacing(#""s3://b/ds/""#, with: #"["s3://b/ds/"]"#)
    try #require(changed != catalog())
    let report = try await Validator.forTests().validate([
      TestTarget.tree(["catalog.json": changed])
    ])
    #expect(report.counts == ["DST005": 1])
    #expect(!report.isComplete)
  }

  @Test(
    "an entry that can't be read may be that of a file without a dataset",
    arguments: [
      // Bytes in Latin-1, in the id and in the index.
      ("\"other\"", "\"oth\u{E9}r\"", ["SYN005"]),
      ("s3://b/other/", "s3://b/oth\u{E9}r/", ["SYN005"]),
      ("\"id\": \"other\",", "", ["DST001"]), ("\"other\"", "7", ["DST001"]),
    ])
  func unreadable(_ old: String, _ new: String, _ rules: [String]) async throws {
    let entries = [
      TestCatalog.entry(id: "ds", stop: "2010-01-03T23:59:59Z"),
      TestCatalog.entry(id: "other", stop: "2010-01-03T23:59:59Z"),
    ]
    let text = TestCatalog.text(entries).replacing(old, with: new)
    let latin1 = text.unicodeScalars.map { UInt8($0.value) }
    let rows = Array((Self.header + Self.row(1) + Self.row(2) + Self.row(3)).utf8)
    let files = ["catalog.json": latin1, "ds/ds_2010.csv": rows, "ds/other_2010.csv": rows]
    let report = try await Validator.forTests().validate([TestTarget.tree(files)])
    #expect(rules.allSatisfy { report.counts[$0] != nil })
    #expect(report.counts["XRF002"] == nil && report.counts["XRF003"] == nil)
    #expect(!report.isComplete)
  }

  @Test(
    "a stop without a time of day may be all of its day, month or year",
    arguments: [
      ("2010-01-03Z", false), ("2010-01Z", false), ("2010Z", false), ("2010-01-03T12Z", false),
      ("2010-01-02Z", true), ("2009-12Z", true), ("2009Z", true), ("2010-01-03T11Z", true),
      ("2010-01-03T11:59Z", true), ("2010-01-03T12:00Z", false),
    ])
  func coarseStop(_ stop: String, _ isBefore: Bool) async throws {
    let rows =
      Self.row(1) + Self.row(2) + "2010-01-03T12:00:00Z,\(stop),s3://b/ds/2010-01-03.cdf,1\n"
    let found = try await counts(["catalog.json": catalog(), "ds/ds_2010.csv": Self.header + rows])
    #expect((found["IDX015"] ?? 0) == (isBefore ? 1 : 0))
    let entry = try await counts([
      "catalog.json": catalog(start: "2010-01-03T12:00:00Z", stop: stop),
      "ds/ds_2010.csv": Self.header + Self.row(3),
    ])
    #expect((entry["DST022"] ?? 0) == (isBefore ? 1 : 0))
  }

  @Test func `a row of another year does not judge the start of the catalog`() async throws {
    let rows =
      "1010-01-01T00:00:00Z,2010-01-01T23:59:59Z,s3://b/ds/a.cdf,1\n" + Self.row(2) + Self.row(3)
    let found = try await counts([
      "catalog.json": catalog(start: "2010-01-02T00:00:00Z"), "ds/ds_2010.csv": Self.header + rows,
    ])
    #expect(found["XRF005"] == nil && found["IDX017"] == 1)
  }

  @Test("the odd precision is the rarer one, wherever it is", arguments: 1...3)
  func precision(_ odd: Int) async throws {
    let rows = (1...3).map { Self.row($0, fraction: $0 == odd ? ".000" : "") }.joined()
    let report = try await Validator.forTests().validate([
      TestTarget.tree(["catalog.json": catalog(), "ds/ds_2010.csv": Self.header + rows])
    ])
    #expect(report.counts == ["IDX028": 1])
    #expect(report.findings.first?.location.line == odd + 1)
  }

  @Test func `a tie of precisions is settled by the other years`() async throws {
    let rows = Self.row(1) + Self.row(2, fraction: ".000")
    var files = [
      "catalog.json": catalog(stop: "2011-01-02T23:59:59Z"), "ds/ds_2010.csv": Self.header + rows,
      "ds/ds_2011.csv": Self.header
        + "2011-01-02T00:00:00Z,2011-01-02T23:59:59Z,s3://b/ds/c.cdf,1\n",
    ]
    var report = try await Validator.forTests().validate([TestTarget.tree(files)])
    #expect(report.findings(of: "IDX028").map(\.location.line) == [3])
    #expect(report.counts == ["IDX028": 1])
    #expect(report.findings.first?.message.hasSuffix("other index files have seconds") == true)
    files["ds/ds_2011.csv"] = nil
    files["catalog.json"] = catalog(stop: "2010-01-02T23:59:59.000Z")
    report = try await Validator.forTests().validate([TestTarget.tree(files)])
    // The finer one counts, but nobody knows whether it should.
    #expect(report.findings(of: "IDX028").map(\.location.line) == [2])
    let message = report.findings.first?.message ?? ""
    #expect(message.contains("as many other times of the file"), "\(message)")
    #expect(report.findings.first?.fix?.safety == .unsafe)
  }

  @Test("no time at an end of a file gets digits without asking", arguments: 1...3)
  func ends(_ odd: Int) async throws {
    let rows = (1...3).map { day in
      let time = day == odd ? ["00:00Z", "23:59Z"] : ["00:00:00Z", "23:59:59Z"]
      return "2010-01-0\(day)T\(time[0]),2010-01-0\(day)T\(time[1]),s3://b/ds/\(day).cdf,1\n"
    }
    let report = try await Validator.forTests().validate([
      TestTarget.tree([
        "catalog.json": catalog(stop: "2010-01-03T23:59:59Z"),
        "ds/ds_2010.csv": Self.header + rows.joined(),
      ])
    ])
    #expect(report.counts == ["IDX028": 1])
    // The catalog agrees with 23:59Z, but not with 23:59:00Z.
    #expect(report.findings.first?.fix?.safety == (odd == 2 ? .safe : .unsafe))
  }

  @Test("most rows after the first 256 KB count too", arguments: [true, false])
  func wholeFile(_ usesFastTest: Bool) async throws {
    var text = Self.header
    for number in 0..<9000 {
      let fraction = number < 4000 ? "" : ".000"
      let time = SCRTime(seconds: 1_262_304_000 + Int64(number) * 60).text.dropLast()
      text += "\(time)\(fraction)Z,\(time)\(fraction)Z,s3://b/ds/file\(10000 + number).cdf,1\n"
    }
    var validator = Validator.forTests()
    validator.usesFastTest = usesFastTest
    let report = try await validator.validate([TestTarget.index(text)])
    #expect(report.counts == ["IDX028": 4000])
    #expect(report.findings.map(\.location.line) == (2...21).map(\.self))
  }

  @Test func `the odd year of a dataset is the one that differs from most`() async throws {
    var files = ["catalog.json": catalog(stop: "2012-01-02T23:59:59Z")]
    for (year, fraction) in [(2010, ".000"), (2011, ""), (2012, "")] {
      files["ds/ds_\(year).csv"] =
        Self.header
        + "\(year)-01-01T00:00:00\(fraction)Z,\(year)-01-02T23:59:59\(fraction)Z,s3://b/\(year),1\n"
    }
    let report = try await Validator.forTests().validate([TestTarget.tree(files)])
    #expect(report.findings(of: "XRF015").map(\.location.key) == ["ds/ds_2010.csv"])
  }

  @Test func `a doubled quote is one quote`() async throws {
    let rows =
      "2010-01-01T00:00:00Z,2010-01-01T23:59:59Z,\"s3://b/ds/a\"\"b\"\".cdf\",3\n"
      + "2010-01-02T00:00:00Z,2010-01-03T23:59:59Z,\"s3://b/ds/,\"\"c\"\".cdf\",4\n"
    var validator = Validator.forTests()
    validator.depth = .objects
    let report = try await validator.validate([
      TestTarget.tree([
        "catalog.json": catalog(), "ds/ds_2010.csv": Self.header + rows,
        "ds/a\"b\".cdf": "abc", "ds/,\"c\".cdf": "abcd",
      ])
    ])
    #expect(report.counts == [:])
    let repeated =
      "2010-01-01T00:00:00Z,2010-01-01T23:59:59Z,\"s3://b/ds/a\"\"b.cdf\",3\n"
      + "2010-01-02T00:00:00Z,2010-01-03T23:59:59Z,s3://b/ds/a\"b.cdf,3\n"
    let found = try await counts([
      "catalog.json": catalog(), "ds/ds_2010.csv": Self.header + repeated,
    ])
    #expect(found["IDX032"] == 1)
  }

  @Test(
    "content of another kind is one finding, with its name",
    arguments: [
      ("\u{1F}", "IDX053"), ("<html><body>Log in</body></html>\n", "HTML"),
      ("{\"a\": [\n1,\n2]}\n", "JSON"), ("<?xml version=\"1.0\"?>\n<a>\n</a>\n", "XML"),
      ("PK\u{3}\u{4}\u{14}\u{0}", "zip"), ("PAR1\u{15}", "Parquet"),
      ("version https://git-lfs.github.com/spec/v1\noid sha256:1\nsize 9\n", "Git LFS"),
      ("start;stop\n2010-01-01T00:00:00Z;2010-01-01T01:00:00Z;s3://b/x;1\n", "semicolons"),
      ("# start|stop\n2010-01-01T00:00:00Z|2010-01-01T01:00:00Z|s3://b/x|1\n", "vertical bars"),
      ("2010-01-01T00:00:00Z 2010-01-01T01:00:00Z s3://b/x 1\n", "spaces"),
      ("01.02.2010,02.02.2010,s3://b/x,1\n", "spreadsheet"),
      ("1-Feb-10,2-Feb-10,s3://b/x,1\n", "spreadsheet"),
      ("40210.5,40211.5,s3://b/x,1\n", "spreadsheet"), ("hello\nworld\n", "no line is a header"),
    ])
  func foreign(_ text: String, _ words: String) async throws {
    let year = Self.header + "2011-01-01T00:00:00Z,2011-01-03T23:59:59Z,s3://b/ds/c.cdf,1\n"
    let report = try await Validator.forTests().validate([
      TestTarget.tree([
        "catalog.json": catalog(stop: "2011-01-03T23:59:59Z"), "ds/ds_2010.csv": text,
        "ds/ds_2011.csv": year,
      ])
    ])
    #expect(report.counts == ["IDX053": 1])
    #expect(words == "IDX053" || report.findings.first?.message.contains(words) == true)
    #expect(!report.coverage.obstacles.isEmpty)
  }
}
