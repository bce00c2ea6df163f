import Testing
import ValidationTestSupport

@testable import RegistryValidation

@Suite("Overrides")
struct OverrideTests {
  static let row = "2010-02-01T00:00:00Z,2010-02-01T00:00:00Z,relative,-1\n"
  static let header = "# start, stop, datakey, filesize\n"

  /// Two datasets with index files of two years, all with the same faults.
  static let files = [
    "catalog.json": TestCatalog.text([
      TestCatalog.entry(id: "mms_a", stop: "2011-12-31T23:59:59Z"), TestCatalog.entry(id: "ds"),
    ]),
    "mms_a/mms_a_2010.csv": header + row + row,
    "mms_a/mms_a_2011.csv": header + row.replacing("2010", with: "2011"),
    "ds/ds_2010.csv": header + row,
  ]

  static func report(_ text: String) async throws -> Report {
    var validator = Validator.forTests(profile: .default)
    validator.apply(try Configuration(text: "version: 1\n" + text))
    return try await validator.validate([TestTarget.tree(files)])
  }

  /// The overrides, and the errors, warnings and infos of IDX030.
  static let cases: [(String, [Int])] = [
    ("", [4, 0, 0]),
    ("rules: {IDX030: warning}", [0, 4, 0]),
    ("rules: {IDX030: off}", [0, 0, 0]),
    ("overrides: [{datasets: ['mms_*'], rules: {IDX030: warning}}]", [1, 3, 0]),
    ("overrides: [{paths: ['**/*_2010.csv'], rules: {IDX030: warning}}]", [1, 3, 0]),
    ("overrides: [{paths: ['*_2010.csv'], rules: {IDX030: warning}}]", [4, 0, 0]),
    (
      "overrides: [{datasets: ['mms_*'], paths: ['**/*_2010.csv'], rules: {IDX030: info}}]",
      [2, 0, 2]
    ),
    ("overrides: [{datasets: [ds, other], rules: {datakey-not-absolute: off}}]", [3, 0, 0]),
    (
      """
      overrides:
        - {paths: ['**'], rules: {IDX030: warning}}
        - {datasets: [ds], rules: {IDX030: error}}
        - {datasets: [other], rules: {IDX030: off}}
      """, [1, 3, 0]
    ),
    (
      """
      overrides:
        - {datasets: [ds], rules: {IDX030: error}}
        - {paths: ['**'], rules: {IDX030: warning}}
      """, [0, 4, 0]
    ),
    ("rules: {IDX030: off}\noverrides: [{datasets: [ds], rules: {IDX030: info}}]", [0, 0, 1]),
  ]

  @Test("change severities and counts of their datasets and files", arguments: cases)
  func counts(_ text: String, _ expected: [Int]) async throws {
    let report = try await Self.report(text)
    let tally = report.tallies["IDX030"] ?? Tally()
    #expect([tally[.error], tally[.warning], tally[.info]] == expected)
    #expect(tally.total == expected.reduce(0, +))
    let listed = report.findings(of: "IDX030").map(\.severity)
    #expect(listed.count == tally.total)
    #expect(listed.filter { $0 == .warning }.count == expected[1])
  }

  @Test func `change the verdict`() async throws {
    #expect(try await Self.report("").verdict == .violations)
    let rules = try await Self.report("").counts.keys.map { "\($0): info" }
    let lenient = "overrides: [{paths: ['**'], rules: {\(rules.joined(separator: ", "))}}]"
    #expect(try await Self.report(lenient).verdict == .noViolations)
  }

  @Test func `count a rule as evaluated even if it is off elsewhere`() async throws {
    let off = "rules: {IDX014: off}\n"
    func outcome(_ text: String) async throws -> Coverage.RuleOutcome.Outcome? {
      try await Self.report(text).outcomes.first { $0.rule == "IDX014" }?.outcome
    }
    #expect(try await outcome(off) == .notApplicable)
    let on = "overrides: [{datasets: [ds], rules: {IDX014: info}}]"
    #expect(try await outcome(off + on) == .pass)
  }

  @Test func `apply to the entries of a catalog by their ids`() async throws {
    let catalog = TestCatalog.text(
      ["a_1", "a_2", "b_1"].map { TestCatalog.entry(id: $0).replacing("\"t\"", with: "\"\"") })
    var validator = Validator.forTests(profile: .default)
    validator.apply(
      try Configuration(
        text: "version: 1\noverrides: [{datasets: ['a_*'], rules: {DST012: warning}}]"))
    let report = try await validator.validate([
      TestTarget.document(catalog, key: "catalog.json", .catalog)
    ])
    let tally = try #require(report.tallies["DST012"])
    #expect([tally[.error], tally[.warning]] == [1, 2])
  }

  @Test
  func `of a large catalog take little time`() async throws {
    let overrides = (0..<100).map {
      "  - {datasets: ['*_\($0)_*', 'x[\($0)]*'], paths: ['**/c*.json'], rules: {DST012: info}}\n"
    }
    let entries = (0..<20_000).map {
      TestCatalog.entry(id: "dataset_\($0)").replacing("\"t\"", with: "\"\"")
    }
    var validator = Validator.forTests(profile: .default)
    validator.apply(try Configuration(text: "version: 1\noverrides:\n" + overrides.joined()))
    let target = TestTarget.document(TestCatalog.text(entries), key: "catalog.json", .catalog)
    let report = try await validator.validate([target])
    #expect(report.tallies["DST012"]?[.error] == 20_000)
  }
}
