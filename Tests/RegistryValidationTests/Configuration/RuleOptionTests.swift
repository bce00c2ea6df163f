import Testing
import ValidationTestSupport

@testable import RegistryValidation

@Suite("Options of rules")
struct RuleOptionTests {
  /// A row whose datakey gives it the length.
  private static func row(length: Int) -> String {
    let start = "2010-01-01T00:00:00Z,2010-12-31T23:59:59Z,s3://b/ds/"
    return start + String(repeating: "x", count: length - start.count - 2) + ",1"
  }

  /// A rule, its option, two values, and the counts with each.
  struct Case: Sendable, CustomTestStringConvertible {
    var code: String
    var option: String
    var values: [String]
    var counts: [Int]
    var files: [String: String]

    var testDescription: String { "\(code) \(option)" }
  }

  private static let header = "# start, stop, datakey, filesize\n"

  static let cases = [
    Case(
      code: "DST031", option: "grace", values: ["0s", "1d", "36h", "P3D"], counts: [1, 1, 0, 0],
      files: ["catalog.json": TestCatalog.oneDataset(stop: "2026-11-24T06:00:00Z")]),
    Case(
      code: "IDX043", option: "max-length", values: ["300", "299", "1048576"], counts: [0, 2, 0],
      files: [
        "catalog.json": TestCatalog.oneDataset(),
        "ds/ds_2010.csv": header + (row(length: 200) + "\n") + (row(length: 300) + "\n")
          + row(length: 300),
      ]),
    Case(
      code: "IDX058", option: "grace", values: ["0s", "1d", "36h", "P3D"], counts: [2, 2, 0, 0],
      files: [
        "catalog.json": TestCatalog.oneDataset(),
        "ds/ds_2026.csv": header
          + "2026-11-01T00:00:00Z,2026-11-23T00:00:00Z,s3://b/ds/a_long_name.cdf,1\n"
          + "2026-11-02T00:00:00Z,2026-11-24T06:00:00Z,s3://b/ds/b_long_name.cdf,1\n"
          + "2026-11-03T00:00:00Z,2026-11-24T06:00:00Z,s3://b/ds/c_long_name.cdf,1\n",
      ]),
    Case(
      code: "SYN006", option: "max-depth", values: ["4", "5", "512"], counts: [1, 0, 0],
      files: ["catalog.json": #"{"a": [[[[]]]]}"#]),
    Case(
      code: "XRF005", option: "tolerance", values: ["0s", "59s", "1m"], counts: [1, 1, 0],
      files: [
        "catalog.json": TestCatalog.oneDataset(start: "2010-01-01T00:01:00Z"),
        "ds/ds_2010.csv": header + row(length: 100) + "\n",
      ]),
    Case(
      code: "XRF006", option: "tolerance", values: ["0s", "59s", "1m"], counts: [1, 1, 0],
      files: [
        "catalog.json": TestCatalog.oneDataset(stop: "2010-12-31T23:58:59Z"),
        "ds/ds_2010.csv": header + row(length: 100) + "\n",
      ]),
    Case(
      code: "XRF007", option: "tolerance", values: ["0s", "59s", "1m"], counts: [1, 1, 0],
      files: [
        "catalog.json": TestCatalog.oneDataset(stop: "2011-01-01T00:00:59Z"),
        "ds/ds_2010.csv": header + row(length: 100) + "\n",
      ]),
  ]

  @Test("change the findings", arguments: cases)
  func outcomes(_ example: Case) async throws {
    for (value, count) in zip(example.values, example.counts) {
      let text = "rules: {\(example.code): {options: {\(example.option): \(value)}}}"
      for usesFastTest in [true, false] {
        var validator = Validator.forTests()
        validator.apply(try Configuration(text: "version: 1\n" + text))
        validator.usesFastTest = usesFastTest
        let report = try await validator.validate([TestTarget.tree(example.files)])
        #expect(report.counts[example.code, default: 0] == count, "\(text)")
      }
    }
  }

  @Test func `all have a case here`() {
    let declared = RuleBook.standard.rules.flatMap { rule in
      rule.options.map { "\(rule.code) \($0.name)" }
    }
    #expect(Set(declared) == Set(Self.cases.map(\.testDescription)))
  }

  @Test func `have their defaults if nothing is set`() {
    let options = CheckOptions(rules: .standard, profile: .default)
    #expect(options.lineLimit == 1 << 20)
    #expect(options.documentDepth == 512)
    #expect(options.option("grace", of: .timeInTheFuture) == 86400)
    #expect(options.option("tolerance", of: .stopBeforeLastRow) == 0)
  }

  @Test func `give their limit in the finding`() async throws {
    var validator = Validator.forTests()
    validator.apply(
      try Configuration(text: "version: 1\nrules: {IDX043: {options: {max-length: 299}}}"))
    let report = try await validator.validate([TestTarget.tree(Self.cases[1].files)])
    #expect(
      report.findings(of: "IDX043").map(\.expected) == ["at most 299 bytes", "at most 299 bytes"])
  }

  @Test func `are shown with the rule`() throws {
    let rule = try #require(RuleBook.standard["IDX043"])
    let page = RulePage(.standard)
    let words =
      "1048576 by default, 256 to 67108864: the maximum length of a line in bytes, without its end"
    #expect(page.text(of: rule).contains("Option:       max-length, " + words))
    #expect(page.markdown(of: rule).contains("| option `max-length` | \(words) |"))
    let json = String(decoding: page.json([rule]), as: UTF8.self)
    #expect(json.contains(#""default": "1048576""#))
  }
}
