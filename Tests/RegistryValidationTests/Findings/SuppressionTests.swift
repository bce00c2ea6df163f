import Formats
import SharedCloudRegistry
import Testing
import ValidationTestSupport

@testable import RegistryValidation

@Suite("Suppressions")
struct SuppressionTests {
  static func report(
    _ text: String, now: String = "2026-11-23", profile: Profile = .default,
    files: [String: String] = OverrideTests.files, depth: Validator.Depth = .index
  ) async throws -> Report {
    var validator = Validator.forTests(profile: profile)
    validator.now = try SCRTime(parsing: now + "Z")
    validator.depth = depth
    validator.apply(try Configuration(text: "version: 1\n" + text))
    return try await validator.validate([TestTarget.tree(files)])
  }

  /// The suppression, and how many findings of IDX030 count and how many don't.
  static let cases: [(String, Int, Int)] = [
    ("{rule: IDX030, reason: x}", 0, 4), ("{rule: datakey-not-absolute, reason: x}", 0, 4),
    ("{rule: IDX030, reason: x, datasets: ['mms_*']}", 1, 3),
    ("{rule: IDX030, reason: x, paths: ['**/*_2011.csv']}", 3, 1),
    ("{rule: IDX030, reason: x, datasets: ['mms_*'], paths: ['**/*_2010.csv']}", 2, 2),
    ("{rule: IDX030, reason: x, datasets: [other]}", 4, 0),
    ("{rule: IDX014, reason: x}", 4, 0),
    ("{rule: IDX030, reason: x, expires: 2026-11-24}", 0, 4),
    ("{rule: IDX030, reason: x, expires: 2026-11-23}", 4, 0),
    ("{rule: IDX030, reason: x, expires: 1999-01-01}", 4, 0),
  ]

  @Test("keep findings from counting, but not from being counted", arguments: cases)
  func counts(_ text: String, _ active: Int, _ suppressed: Int) async throws {
    let report = try await Self.report("suppress: [\(text)]")
    let tally = try #require(report.tallies["IDX030"])
    #expect(tally.activeTotal == active)
    #expect(tally.suppressed == suppressed)
    let notes = report.findings(of: "IDX030").compactMap(\.suppression)
    #expect(notes.map(\.reason) == Array(repeating: "x", count: suppressed))
  }

  static let use = "suppress: [{rule: IDX030, reason: x, datasets: [ds], expires: 2026-12-01}]"

  @Test("expire when their day begins", arguments: ["2026-11-30", "2026-12-01", "2026-12-02"])
  func expiry(_ day: String) async throws {
    let report = try await Self.report(Self.use, now: day)
    let isExpired = day >= "2026-12-01"
    #expect(report.suppressions.map(\.hasExpired) == [isExpired])
    #expect(report.suppressions.map(\.matched) == [isExpired ? 0 : 1])
    let findings = report.findings(of: "CFG010")
    #expect(findings.count == (isExpired ? 1 : 0))
    guard let finding = findings.first else { return }
    #expect(finding.message == "suppression of IDX030 expired on 2026-12-01: x")
    #expect(finding.location.uri == "scregistry.yml")
    #expect(finding.location.line == 2)
    #expect(report.files["scregistry.yml"]?.rules["CFG010"]?[.warning] == 1)
    #expect(report.findings(of: "CFG011").isEmpty)
  }

  /// The suppression, the depth of the validation, and whether it is stale.
  static let stale: [(String, Validator.Depth, Bool)] = [
    ("{rule: IDX014, reason: x}", .index, true),
    ("{rule: IDX014, reason: x, datasets: ['mms_*']}", .index, true),
    ("{rule: IDX014, reason: x, paths: ['ds/*']}", .index, true),
    // It matches nothing that was checked.
    ("{rule: IDX014, reason: x, datasets: [other]}", .index, false),
    ("{rule: IDX014, reason: x, paths: ['other/*']}", .index, false),
    // Its rule was not evaluated.
    ("{rule: IDX014, reason: x}", .metadata, false),
    ("{rule: OBJ001, reason: x}", .index, false),
    ("{rule: OBJ003, reason: x, paths: ['**/*.tmp']}", .index, false),
    ("{rule: IDX030, reason: x}", .index, false),
    ("{rule: IDX030, reason: x, expires: 2000-01-01}", .index, false),
  ]

  @Test("are stale if their rule was evaluated and found nothing", arguments: stale)
  func staleness(_ text: String, _ depth: Validator.Depth, _ isStale: Bool) async throws {
    let report = try await Self.report("suppress: [\(text)]", depth: depth)
    #expect(report.findings(of: "CFG011").count == (isStale ? 1 : 0))
  }

  @Test func `of a rule that could not be evaluated are not stale`() async throws {
    var files = OverrideTests.files
    files["ds/ds_2011.parquet"] = "PAR1"
    let report = try await Self.report("suppress: [{rule: IDX014, reason: x}]", files: files)
    #expect(report.findings(of: "CFG011").isEmpty)
  }

  @Test func `of data files that no index names are stale for any path`() async throws {
    let row = "2010-01-01T00:00:00Z,2010-12-31T23:59:59Z,s3://b/ds/a.cdf,1\n"
    let files = [
      "catalog.json": TestCatalog.oneDataset(), "ds/ds_2010.csv": OverrideTests.header + row,
      "ds/a.cdf": "x",
    ]
    let report = try await Self.report(
      "suppress: [{rule: OBJ003, reason: x, paths: ['**/*.tmp']}]", files: files, depth: .objects)
    #expect(report.counts == ["CFG011": 1])
  }

  @Test func `cover data files that no index names by their keys`() async throws {
    var files = OverrideTests.files
    files["ds/a.tmp"] = "x"
    files["ds/b.cdf"] = "x"
    let report = try await Self.report(
      "suppress: [{rule: OBJ003, reason: x, paths: ['**/*.tmp']}]", files: files, depth: .objects)
    let tally = try #require(report.tallies["OBJ003"])
    #expect([tally.activeTotal, tally.suppressed] == [1, 1])
    #expect(report.findings(of: "CFG011").isEmpty)
  }

  @Test("have findings whose severity can be set", arguments: ["error", "info", "off"])
  func severity(_ word: String) async throws {
    let text = "rules: {suppression-stale: \(word)}\nsuppress: [{rule: IDX014, reason: x}]"
    let report = try await Self.report(text)
    #expect(
      report.findings(of: "CFG011").map(\.severity.rawValue) == (word == "off" ? [] : [word]))
  }

  @Test func `without expiry are found in the strict profile`() async throws {
    let text = "suppress: [{rule: IDX030, reason: x}]"
    #expect(try await Self.report(text, profile: .strict).counts["CFG012"] == 1)
    #expect(try await Self.report(text).counts["CFG012"] == nil)
  }

  @Test func `have findings that stay the same when they are made again`() async throws {
    let text = """
      rules: {CFG011: error}
      suppress:
        - {rule: IDX014, reason: x}
        - {rule: IDX014, reason: x, datasets: [ds]}
        - {rule: IDX030, reason: y}
        - {rule: IDX015, reason: z, expires: 2000-01-01}
      """
    let report = try await Self.report(text, profile: .strict)
    #expect(report.counts["CFG010"] == 1)
    #expect(report.counts["CFG011"] == 2)
    #expect(report.counts["CFG012"] == 3)
    var parts = report.parts
    ConfigurationFindings.renew(in: &parts)
    #expect(parts.findings == report.findings)
    #expect(parts.files == report.files)
    let fingerprints = parts.findings.filter { $0.rule.hasPrefix("CFG") }.map(\.fingerprint)
    #expect(Set(fingerprints).count == fingerprints.count)
    // A suppression that hid something in another part is not stale.
    for index in parts.suppressions.indices { parts.suppressions[index].matches = ["x": 1] }
    ConfigurationFindings.renew(in: &parts)
    #expect(Report(parts).counts["CFG011"] == nil)
    #expect(Report(parts).counts["CFG010"] == 1)
  }

  @Test func `keep their fingerprints when they move`() async throws {
    let text = "suppress:\n  - {rule: IDX014, reason: x}"
    let first = try await Self.report(text).findings(of: "CFG011").map(\.fingerprint)
    let second = try await Self.report("\n\n" + text).findings(of: "CFG011").map(\.fingerprint)
    #expect(first == second)
    #expect(first.count == 1)
  }

  @Test func `leave the rules on the configuration without input if none exist`() async throws {
    let outcome = try await Self.report("").outcomes.first { $0.rule == "CFG011" }
    #expect(outcome?.outcome == .notApplicable)
    #expect(outcome?.reason == "the configuration has no suppressions")
  }
}
