import Formats
import Testing
import ValidationTestSupport

@testable import RegistryReports
@testable import RegistryValidation

@Suite("Hostile input")
struct HostileInputTests {
  private func report(
    _ files: [String: String], depth: Validator.Depth = .objects
  ) async throws -> Report {
    var validator = Validator.forTests()
    validator.depth = depth
    return try await validator.validate([TestTarget.tree(files)])
  }

  /// Every format of a report, as text.
  private func texts(_ report: Report) -> [ReportFormat: String] {
    var options = ReportOptions(toolVersion: "0")
    options.usesColor = false
    return Dictionary(
      uniqueKeysWithValues: ReportFormat.allCases.map {
        ($0, String(decoding: report.written(as: $0, options: options), as: UTF8.self))
      })
  }

  @Test(
    "an index that leads out of its bucket is not followed",
    arguments: [
      "s3://b/../../etc/", "s3://b/ds/../", "s3://b/./ds/", "s3://b//ds/", "../ds/", "/ds/", "..",
      "s3://b/ds\\u0000/", "https://b/../ds/",
    ])
  func traversal(_ index: String) async throws {
    let report = try await report([
      "catalog.json": TestCatalog.text([TestCatalog.entry(id: "ds", index: index)]),
      "ds/ds_2010.csv": "# start, stop, datakey, filesize\n",
    ])
    #expect(report.coverage.rows == 0)
    #expect(report.targets.allSatisfy { $0.kind != "index" })
    #expect(report.verdict == .violations)
  }

  @Test(
    "an id that leads out of its directory names no file",
    arguments: ["../ds", "../../etc/passwd", "/etc/passwd", "ds/../ds", ".", "..", "a\\u0000b"])
  func identifier(_ id: String) async throws {
    let report = try await report([
      "catalog.json": TestCatalog.text([TestCatalog.entry(id: id, index: "s3://b/ds/")]),
      "ds/ds_2010.csv": "# start, stop, datakey, filesize\n",
    ])
    #expect(report.findings(of: "DST002").count == 1)
    #expect(report.findings(of: "XRF002").count == 1)
    #expect(report.coverage.inputs[.index] == nil)
  }

  /// Scalars that a terminal would obey, hide or reorder.
  static let tricks = "a\u{1B}[2J\u{7}\u{8}\u{9B}31m\u{202E}\u{200B}\u{2028}\u{FEFF}\r\u{0}z"

  @Test func `no control character reaches a terminal`() async throws {
    let escaped = Self.tricks.unicodeScalars.map { scalar in
      let digits = String(scalar.value, radix: 16)
      return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    }.joined()
    let entry = TestCatalog.entry(id: escaped, index: escaped + "/", start: escaped, stop: escaped)
    let raw = TestCatalog.entry(
      id: Self.tricks, index: Self.tricks + "/", start: Self.tricks, stop: Self.tricks)
    let row = Array(repeating: Self.tricks, count: 4).joined(separator: ",")
    let name = "ds/" + Self.tricks + "_2010.csv"
    let header = "# start, " + Self.tricks + ", datakey, filesize, x" + Self.tricks
    for catalog in [
      TestCatalog.text([TestCatalog.entry(id: "ds"), entry, entry]),
      TestCatalog.text([TestCatalog.entry(id: "ds"), raw, raw]),
      TestCatalog.text([TestCatalog.entry(id: "ds")]).replacing("version", with: escaped),
    ] {
      let report = try await report([
        "catalog.json": catalog, "ds/ds_2010.csv": header + "\n" + row + "\n" + row + "\n",
        name: row, "ds/ds_2011.parquet": "", "ds/\u{1B}.cdf": "x",
      ])
      #expect(!report.findings.isEmpty)
      for (format, written) in texts(report) {
        // RFC 4180 ends records with CRLF.
        let text = format == .csv ? written.replacing("\r\n", with: "\n") : written
        let harmful = text.unicodeScalars.filter {
          let isDirection =
            (0x200B...0x200F).contains($0.value) || (0x2028...0x202E).contains($0.value)
          let isUnseen = isDirection || (0x7F..<0xA0).contains($0.value) || $0.value == 0xFEFF
          let isForPeople = format == .text || format == .full
          return $0 != "\n" && ($0.value < 0x20 || isForPeople && isUnseen)
        }
        #expect(harmful.isEmpty, "\(format): \(harmful.map(\.value))")
      }
      #expect(throws: Never.self) {
        try JSONParser.parse(Array(texts(report)[.json, default: ""].utf8))
      }
    }
  }

  @Test func `a catalog of one line and 3 MB is read, and its findings have a place`() async throws
  {
    let entries = (0..<12_000).map {
      "{\"id\":\"ds \($0)\",\"index\":\"s3://b/\($0)\",\"title\":\"é\"}"
    }
    let text =
      #"{"version":"1.1","catalog":["# + entries.joined(separator: ",")
      + String(repeating: " ", count: 2_000_000) + "]}"
    let report = try await report(["catalog.json": text], depth: .index)
    #expect(report.counts["DST002"] == 12_000)
    let findings = report.findings(of: "DST002")
    #expect(findings.allSatisfy { $0.location.line == 1 })
    // 28 scalars before the list, 6 in its entry before the value.
    #expect(findings.first?.location.column == 35)
    // Each of the datasets has a timeline, which says that it has no index files.
    #expect(texts(report).values.allSatisfy { $0.utf8.count < 500 * 12_000 })
  }

  @Test func `values of megabytes do not enlarge the report`() async throws {
    let long = String(repeating: "a b", count: 100_000)
    let entries = (0..<3).map { _ in
      TestCatalog.entry(id: long, index: long, start: long, stop: long)
    }
    let row = "\(long),2010,x,1\n"
    let report = try await report([
      "catalog.json": TestCatalog.text([TestCatalog.entry(id: "ds")] + entries),
      "ds/ds_2010.csv": row + row + row, "ds/ds_2011.csv": "# " + row + row,
    ])
    #expect(!report.findings.isEmpty)
    for (format, text) in texts(report) { #expect(text.utf8.count < 300_000, "\(format)") }
  }

  @Test func `each value of a duplicate key is checked, and the last one counts`()
    async throws
  {
    let twice = TestCatalog.entry(id: "ds").replacing(
      "\"id\": \"ds\"", with: "\"id\": \"a b\", \"id\": \"ds\"")
    let report = try await report([
      "catalog.json": TestCatalog.text([twice]), "ds/ds_2010.csv": "# start\n",
    ])
    #expect(report.counts["SYN002"] == 1)
    #expect(report.counts["DST002"] == 1)
    #expect(report.counts["XRF002"] == nil)
  }

  @Test(
    "an index that contains only",
    arguments: [
      "\n\n\n", "\r\n\r\n", " \n\t\n", ",,,\n,,,\n", ",\n", "#\n", "#\n#\n#\n", "\0\0\0\n",
      "\"\n\"\n",
      "''''\n", ",", "\n", "\u{FEFF}", "\u{FEFF}\n", "# start, stop, datakey, filesize", "static\n",
      "a,b,c\n", "a,b,c,d\na,b,c,d\n",
    ])
  func emptyIndex(_ text: String) async throws {
    for (name, catalog) in [("tree", true), ("lone", false)] {
      let target =
        catalog
        ? TestTarget.tree(["catalog.json": TestCatalog.oneDataset(), "ds/ds_2010.csv": text])
        : TestTarget.index(text)
      let report = try await Validator.forTests().validate([target])
      let findings = report.findings.filter { $0.rule.hasPrefix("IDX") }
      #expect(!findings.isEmpty, "\(name)")
    }
  }

  @Test func `a line break within quotes is one finding`() async throws {
    let text =
      "# start, stop, datakey, filesize\n"
      + "2010-01-01T00:00:00Z,2010-01-01T01:00:00Z,\"s3://b/a\nb.cdf\",1\n"
      + "2010-01-01T02:00:00Z,2010-01-01T03:00:00Z,s3://b/c.cdf,1\n"
    let report = try await Validator.forTests().validate([TestTarget.index(text)])
    #expect(report.coverage.rows == 2)
    #expect(report.findings(of: "IDX057").map(\.location.line) == [2])
    // A key with a line break is dangerous, however it is quoted.
    #expect(report.counts == ["IDX033": 1, "IDX057": 1])
  }

  @Test("a lone quote swallows no rows", arguments: ["\"s3://b/a.cdf", "s3://b/\"a.cdf"])
  func loneQuote(_ key: String) async throws {
    let text =
      "# start, stop, datakey, filesize\n"
      + "2010-01-01T00:00:00Z,2010-01-01T01:00:00Z,\(key),1\n"
      + "2010-01-01T02:00:00Z,2010-01-01T03:00:00Z,\"s3://b/c.cdf\",1\n"
      + "2010-01-01T04:00:00Z,2010-01-01T05:00:00Z,s3://b/d.cdf,0\n"
    let report = try await Validator.forTests().validate([TestTarget.index(text)])
    #expect(report.coverage.rows == 3)
    #expect(report.findings(of: "IDX041").map(\.location.line) == [2])
    #expect(report.findings(of: "IDX036").map(\.location.line) == [4])
  }

  @Test func `a row of 100,000 commas is one fault`() async throws {
    let text =
      "2010-01-01T00:00:00Z,2010-01-01T01:00:00Z,s3://b/a.cdf,1\n"
      + String(repeating: ",", count: 100_000) + "\n"
    let report = try await Validator.forTests().validate([TestTarget.index(text)])
    #expect(report.findings(of: "IDX018").map(\.location.line) == [2])
  }

  @Test(
    "any JSON value may replace any other without a crash",
    arguments: ["null", "1e999", "\"\"", "[[]]", "{\"\":{}}"])
  func replacedValues(_ value: String) async throws {
    let catalog = Array(TestCatalog.oneDataset().utf8)
    let document = try JSONParser.parse(catalog)
    var index = 0
    while index < document.root.nextIndex {
      let range = Node(document: document, index: index).sourceRange
      let changed =
        Array(catalog[..<range.lowerBound]) + Array(value.utf8)
        + Array(catalog[range.upperBound...])
      for kind in [nil, DocumentKind.info] {
        _ = try? await Validator.forTests().validate([
          TestTarget.document(changed, key: "catalog.json", kind)
        ])
      }
      index += 1
    }
  }

  @Test(
    "the number of kept departures is limited",
    arguments: [("{\"catalog\": [", "]}"), ("[", "]"), ("{\"registry\": [", "]}")])
  func departures(_ start: String, _ end: String) {
    var options = CheckOptions(rules: .standard, profile: .strict)
    options.documentFailures = 100
    var check = DocumentCheck(options: options, dialect: nil)
    for (count, hasMore) in [(10, false), (1000, true)] {
      let list = Array(repeating: "0", count: count).joined(separator: ",")
      let result = check.check(
        Array((start + list + end).utf8), file: Location(uri: "a", key: "a"), kind: nil)
      #expect(result.hasMoreFailures == hasMore)
      #expect(result.reporter.tallies.values.reduce(0) { $0 + $1.total } <= 210)
    }
  }

  @Test func `a long list of bad entries is not a catalog, but is read once`() async throws {
    let entries = (0..<5000).map { "{\"id\": \"a b\($0)\"}" }.joined(separator: ",\n")
    let report = try await Validator.forTests().validate([
      TestTarget.document("[\n\(entries)\n]", key: "catalog.json", .catalog)
    ])
    #expect(report.counts["CAT001"] == 1)
    #expect(report.counts["DST002"] == 5000)
    #expect(report.findings(of: "DST002").map(\.location.line) == Array(2...21))
    #expect(report.findings(of: "DST002").first?.location.pointer == "/0/id")
  }
}
