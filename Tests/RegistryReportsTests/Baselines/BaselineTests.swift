import Testing
import ValidationTestSupport

@testable import RegistryReports
@testable import RegistryValidation

@Suite("A baseline keeps known findings from counting")
struct BaselineTests {
  /// A bucket with one dataset of one year.
  static func tree(_ rows: [String]) -> TargetSource {
    TestTarget.tree([
      "catalog.json": TestCatalog.oneDataset(),
      "ds/ds_2010.csv": "# start, stop, datakey, filesize\n" + rows.map { $0 + "\n" }.joined(),
    ])
  }

  /// A row of a day of 2010, counted from 0, with the given file size.
  static func row(_ number: Int, size: String = "1") -> String {
    let months = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    var (month, day) = (0, number % 365)
    while day >= months[month] {
      day -= months[month]
      month += 1
    }
    let date = "2010-\(month < 9 ? "0" : "")\(month + 1)-\(day < 9 ? "0" : "")\(day + 1)"
    return "\(date)T00:00:00Z,\(date)T23:59:59Z,s3://b/ds/\(number).cdf,\(size)"
  }

  /// Rows, of which those in `faulty` have a negative size.
  static func rows(_ faulty: Set<Int>, of count: Int = 365) -> [String] {
    (0..<count).map { row($0, size: faulty.contains($0) ? "-\($0 + 1)" : "1") }
  }

  static func baseline(of target: TargetSource) async throws -> Baseline {
    var validator = Validator.forTests(profile: .default)
    validator.listedPerRule = Baseline.entriesPerRule
    return Baseline(of: try await validator.validate([target]), name: "b.json")
  }

  static func report(
    _ target: TargetSource, _ baseline: Baseline, listed: Int = 20
  ) async throws
    -> Report
  {
    var validator = Validator.forTests(profile: .default)
    validator.listedPerRule = listed
    return try await validator.validate([target], besides: baseline)
  }

  @Test("all findings of the run that made it", arguments: ReportSchemaTests.targets.keys.sorted())
  func everything(_ name: String) async throws {
    let target = try #require(ReportSchemaTests.targets[name])
    var validator = Validator.forTests()
    validator.depth = .objects
    validator.listedPerRule = Baseline.entriesPerRule
    let found = try await validator.validate(target)
    validator.listedPerRule = 20
    let report = try await validator.validate(
      target, besides: Baseline(of: found, name: "b.json"))
    #expect(report.tally.activeTotal == 0)
    #expect(report.tally.known == found.tally.activeTotal)
    #expect(report.findings.allSatisfy { $0.baseline == .known })
    #expect(report.baseline?.stale.isEmpty == true)
    #expect(report.verdict == (found.isComplete ? .noViolations : .undetermined))
    #expect(report.coverage.rows == found.coverage.rows)
  }

  @Test("but not new ones, even after many known ones", arguments: [3, 25, 90])
  func newBehindKnown(_ known: Int) async throws {
    let old = Set((0..<known).map { $0 * 2 })
    let baseline = try await Self.baseline(of: Self.tree(Self.rows(old)))
    let report = try await Self.report(Self.tree(Self.rows(old.union([301]))), baseline)
    let new = report.findings.filter { $0.baseline == .new }
    #expect(new.map(\.location.row) == [302])
    #expect(report.tallies["IDX037"]?.known == known)
    #expect(report.count(of: .error) == 1)
    #expect(report.verdict == .violations)
    let listed = report.findings.filter { $0.baseline == .known && $0.rule == "IDX037" }
    #expect(listed.count == Swift.min(known, 20))
  }

  @Test func `after lines move`() async throws {
    let baseline = try await Self.baseline(of: Self.tree(Self.rows([7, 9])))
    let rows = Array(Self.rows([7, 9]).dropFirst(3))
    let report = try await Self.report(Self.tree(rows), baseline)
    #expect(report.tallies["IDX037"]?.known == 2)
    #expect(report.tallies["IDX037"]?.activeTotal == 0)
  }

  @Test func `up to the count of the entry`() async throws {
    let row = Self.row(4, size: "-1")
    let twice = try await Self.baseline(of: Self.tree([row, row]))
    let report = try await Self.report(Self.tree([row, row, row]), twice)
    let tally = try #require(report.tallies["IDX037"])
    #expect(tally.known == 2)
    #expect(tally.activeTotal == 1)
    #expect(report.findings(of: "IDX037").map(\.baseline) == [.known, .known, .new])
  }

  @Test("a habit up to its count", arguments: [(99, 99, 0), (100, 100, 0), (101, 100, 1)])
  func habit(_ rows: Int, _ known: Int, _ new: Int) async throws {
    func tree(_ count: Int) -> TargetSource {
      Self.tree((0..<count).map { Self.row($0).split(separator: ",").joined(separator: ", ") })
    }
    let baseline = try await Self.baseline(of: tree(100))
    #expect(baseline.entries.contains { $0.rule == "IDX042" && $0.count == 100 })
    let report = try await Self.report(tree(rows), baseline)
    #expect(report.tallies["IDX042"]?.known == known)
    #expect(report.tallies["IDX042"]?.activeTotal == new)
    let isStale = report.baseline?.staleEntries.contains { $0.entry.rule == "IDX042" }
    #expect(isStale == (rows < 100))
  }

  @Test("by their number, if there are too many", arguments: [(1199, 0), (1200, 0), (1205, 5)])
  func counted(_ count: Int, _ new: Int) async throws {
    func tree(_ count: Int) -> TargetSource {
      Self.tree((0..<1500).map { Self.row($0 / 5, size: $0 < count ? "-\($0 + 1)" : "1") })
    }
    let baseline = try await Self.baseline(of: tree(1200))
    let entry = try #require(baseline.entries.first { $0.rule == "IDX037" })
    #expect(entry.fingerprint == nil)
    #expect(entry.count == 1200)
    let report = try await Self.report(tree(count), baseline)
    #expect(report.tallies["IDX037"]?.known == Swift.min(count, 1200))
    #expect(report.tallies["IDX037"]?.activeTotal == new)
    let states = Set(report.findings(of: "IDX037").map(\.baseline))
    #expect(states == [new > 0 ? .new : .known])
    #expect(report.findings(of: "IDX037").count == 20)
    let stale = report.baseline?.staleEntries.first { $0.entry.rule == "IDX037" }
    #expect(stale?.matched == (count < 1200 ? count : nil))
  }

  @Test func `and never counts a suppressed finding`() async throws {
    var validator = Validator.forTests(profile: .default)
    validator.settings.suppress(Suppression(rule: "IDX037", reason: "so"), at: nil)
    let target = Self.tree(Self.rows([1, 2, 3]))
    let baseline = Baseline(of: try await validator.validate([target]), name: "b.json")
    #expect(!baseline.entries.contains { $0.rule == "IDX037" })
    let report = try await validator.validate([target], besides: baseline)
    let tally = try #require(report.tallies["IDX037"])
    #expect(tally.suppressed == 3)
    #expect(tally.known == 0)
  }

  @Test func `even if objects are counted for their catalog`() async throws {
    let files = [
      "catalog.json": TestCatalog.oneDataset(),
      "ds/ds_2010.csv": "# start, stop, datakey, filesize\n", "ds/extra.cdf": "x",
    ]
    var validator = Validator.forTests(profile: .strict)
    validator.depth = .objects
    let found = try await validator.validate([TestTarget.tree(files)])
    let finding = try #require(found.findings(of: "OBJ003").first)
    #expect(finding.countedIn == "catalog.json")
    var more = files
    more["ds/second.cdf"] = "y"
    let report = try await validator.validate(
      [TestTarget.tree(more)], besides: Baseline(of: found, name: "b.json"))
    #expect(report.findings(of: "OBJ003").map(\.baseline) == [.known, .new])
  }
}
