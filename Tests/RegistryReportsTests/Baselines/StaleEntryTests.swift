import ObjectStorage
import Testing
import ValidationTestSupport

@testable import RegistryReports
@testable import RegistryValidation

@Suite("An entry of a baseline is stale")
struct StaleEntryTests {
  private static let faulty = BaselineTests.tree(BaselineTests.rows([1, 2]))

  private static func stale(_ report: Report) -> [String] {
    report.baseline?.staleEntries.map { "\($0.entry.rule) \($0.entry.key)" } ?? []
  }

  @Test func `when its finding is gone`() async throws {
    let baseline = try await BaselineTests.baseline(of: Self.faulty)
    let report = try await BaselineTests.report(
      BaselineTests.tree(BaselineTests.rows([2])), baseline)
    #expect(Self.stale(report) == ["IDX037 ds/ds_2010.csv"])
    let finding = try #require(report.findings(of: "CFG020").first)
    #expect(finding.location.uri == "b.json")
    let entries = baseline.entries.enumerated().filter { $0.element.rule == "IDX037" }
    #expect(entries.map { Baseline.firstLine + $0.offset }.contains(finding.location.line ?? 0))
    #expect(finding.severity == .warning)
    #expect(report.tallies["CFG020"]?[.warning] == 1)
    #expect(report.verdict == .noViolations)
    let pruned = baseline.pruned(by: try #require(report.baseline))
    #expect(pruned.entries.count == baseline.entries.count - 1)
  }

  @Test func `when its file is gone`() async throws {
    let baseline = try await BaselineTests.baseline(of: Self.faulty)
    let report = try await BaselineTests.report(
      TestTarget.tree([
        "catalog.json": TestCatalog.oneDataset(),
        "ds/ds_2011.csv": BaselineTests.row(1),
      ]), baseline)
    #expect(Self.stale(report).contains("IDX037 ds/ds_2010.csv"))
  }

  @Test func `but not when its file was not checked`() async throws {
    let baseline = try await BaselineTests.baseline(of: Self.faulty)
    let catalog = TestTarget.document(TestCatalog.oneDataset(), key: "catalog.json", .catalog)
    #expect(
      !Self.stale(try await BaselineTests.report(catalog, baseline)).contains {
        $0.hasPrefix("IDX")
      })
    var validator = Validator.forTests(profile: .default)
    validator.depth = .metadata
    let report = try await validator.validate([Self.faulty], besides: baseline)
    #expect(!Self.stale(report).contains { $0.hasPrefix("IDX") || $0.hasPrefix("XRF") })
  }

  @Test func `but not when its rule is off or could not be evaluated`() async throws {
    let baseline = try await BaselineTests.baseline(of: Self.faulty)
    var validator = Validator.forTests(profile: .default)
    validator.settings.set(nil, for: "IDX037", by: "x.yml")
    #expect(
      !Self.stale(try await validator.validate([Self.faulty], besides: baseline)).contains {
        $0.hasPrefix("IDX037")
      })
    let unread = TestTarget.tree([
      "catalog.json": TestCatalog.oneDataset(), "ds/ds_2010.parquet": "PAR1",
    ])
    #expect(
      !Self.stale(try await BaselineTests.report(unread, baseline)).contains { $0.hasPrefix("IDX") }
    )
  }

  @Test func `but not when its finding may be beyond the end of the list`() async throws {
    let old = Set(0..<5)
    let baseline = try await BaselineTests.baseline(of: BaselineTests.tree(BaselineTests.rows(old)))
    // The known ones come last, after more than the list holds.
    let rows = BaselineTests.rows(Set(5..<300)) + BaselineTests.rows(old, of: 5)
    let report = try await BaselineTests.report(BaselineTests.tree(rows), baseline)
    #expect(!Self.stale(report).contains { $0.hasPrefix("IDX037") })
  }

  @Test func `and all are counted, the first ones listed`() async throws {
    let baseline = try await BaselineTests.baseline(
      of: BaselineTests.tree(BaselineTests.rows(Set(0..<50))))
    let report = try await BaselineTests.report(
      BaselineTests.tree(BaselineTests.rows([])), baseline, listed: 7)
    #expect(report.counts["CFG020"] ?? 0 >= 50)
    #expect(report.findings(of: "CFG020").count == 7)
  }

  @Test func `but those of another bucket are not`() async throws {
    let buckets = ["a", "b"].map { name in
      TargetSource(
        name: name,
        content: .tree(
          ObjectTree(
            memory: [
              "catalog.json": Array(TestCatalog.text([]).utf8.dropLast(4)),
              "ds/ds_2010.csv": Array(
                (BaselineTests.rows([1]).joined(separator: "\n") + "\n").utf8),
            ], name: "copies/\(name)/")))
    }
    var validator = Validator.forTests(profile: .default)
    validator.listedPerRule = Baseline.entriesPerRule
    let baseline = Baseline(of: try await validator.validate(buckets), name: "b.json")
    #expect(Set(baseline.entries.map(\.root)) == ["copies/a/", "copies/b/"])
    let report = try await validator.validate([buckets[1]], besides: baseline)
    #expect(report.tally.activeTotal == 0)
    #expect(Self.stale(report) == [])
    let updated = Baseline(
      of: try await validator.validate([buckets[0]], besides: baseline), keeping: baseline,
      name: "b.json")
    #expect(
      updated.entries.filter { $0.root == "copies/b/" }
        == baseline.entries.filter { $0.root == "copies/b/" })
  }
}
