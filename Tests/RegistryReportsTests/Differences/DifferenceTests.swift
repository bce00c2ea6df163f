import Formats
import JSONSchema
import ObjectStorage
import Testing
import ValidationTestSupport

@testable import RegistryReports
@testable import RegistryValidation

@Suite("The difference of two reports")
struct DifferenceTests {
  private static func report(
    _ target: TargetSource, listed: Int = 20, _ change: (inout Validator) -> Void = { _ in }
  ) async throws -> Report {
    var validator = Validator.forTests(profile: .default)
    validator.listedPerRule = listed
    change(&validator)
    return try await validator.validate([target])
  }

  private static func counts(_ difference: ReportDifference) -> [Int] {
    [.new, .fixed, .unknown, .still].map { difference.count(of: $0) }
  }

  private static func tree(_ faulty: Set<Int>) -> TargetSource {
    BaselineTests.tree(BaselineTests.rows(faulty))
  }

  /// Faulty rows before and after; the numbers of new, fixed, unknown, still.
  static let changes: [(Set<Int>, Set<Int>, [Int])] = [
    ([], [], [0, 0, 0, 0]), ([1], [1], [0, 0, 0, 1]), ([], [1, 2], [2, 0, 0, 0]),
    ([1, 2], [], [0, 2, 0, 0]), ([1, 2, 3], [2, 3, 4, 5], [2, 1, 0, 2]),
  ]

  @Test("tells new, fixed and still", arguments: changes)
  func states(_ old: Set<Int>, _ new: Set<Int>, _ expected: [Int]) async throws {
    let first = try await Self.report(Self.tree(old))
    let second = try await Self.report(Self.tree(new))
    let difference = ReportDifference(from: first, to: second)
    let common = try await Self.report(Self.tree([]))
    let rest = common.tally.total
    #expect(Self.counts(difference) == [expected[0], expected[1], expected[2], expected[3] + rest])
    #expect(difference.verdict == (expected[0] > 0 ? .violations : .noViolations))
    #expect(
      ReportDifference(from: first, to: second, failLevel: .error).verdict
        == (expected[0] > 0 ? .violations : .noViolations))
  }

  @Test("of a report and itself is nothing", arguments: 0..<10)
  func identity(_ seed: Int) {
    let report = RandomReport.report(of: Array(seed..<seed + 3))
    let difference = ReportDifference(from: report, to: report)
    #expect(Self.counts(difference) == [0, 0, 0, report.tally.total])
  }

  @Test(
    "uses counts if not all are listed", arguments: [(30, 30), (30, 34), (34, 30), (5, 300)])
  func byCount(_ before: Int, _ after: Int) async throws {
    // The findings of the first rows are fixed, so that the list has room for others.
    let first = try await Self.report(Self.tree(Set(0..<before)))
    let second = try await Self.report(Self.tree(Set(50..<50 + after)))
    let items = ReportDifference(from: first, to: second).items.filter {
      $0.finding.rule == "IDX037"
    }
    let counts = Dictionary(items.map { ($0.state, $0.count) }, uniquingKeysWith: +)
    #expect(counts[.new, default: 0] == Swift.max(0, after - before))
    #expect(counts[.fixed, default: 0] == Swift.max(0, before - after))
    #expect(items.allSatisfy { $0.isByCount })
  }

  @Test func `does not call unchecked findings fixed`() async throws {
    let first = try await Self.report(Self.tree([1, 2]))
    let second = try await Self.report(Self.tree([1, 2])) { $0.depth = .metadata }
    let difference = ReportDifference(from: first, to: second)
    #expect(difference.items.allSatisfy { $0.state == .unknown || $0.state == .still })
    #expect(difference.count(of: .unknown) >= 2)
    #expect(difference.verdict == .undetermined)
    let off = try await Self.report(Self.tree([1, 2])) {
      $0.settings.set(nil, for: "IDX037", by: "x.yml")
    }
    #expect(ReportDifference(from: first, to: off).count(of: .unknown) == 2)
  }

  @Test func `does not call findings fixed in a bucket that was not checked`() async throws {
    let buckets = ["a", "b"].map { name in
      TargetSource(
        name: name,
        content: .tree(
          ObjectTree(
            memory: ["catalog.json": Array("{\"catalog\": []}".utf8)],
            name: "copies/\(name)/")))
    }
    let validator = Validator.forTests(profile: .default)
    let both = try await validator.validate(buckets)
    let one = try await validator.validate([buckets[0]])
    let difference = ReportDifference(from: both, to: one)
    #expect(difference.count(of: .fixed) == 0)
    #expect(difference.count(of: .unknown) == one.tally.total)
    #expect(difference.count(of: .still) == one.tally.total)
    let back = ReportDifference(from: one, to: both)
    #expect(back.count(of: .new) == 0)
    #expect(back.count(of: .unknown) == one.tally.total)
  }

  @Test func `recognises a bucket at another place, but calls nothing there fixed`() async throws {
    func report(_ place: String, _ text: String) async throws -> Report {
      let store = ObjectTree(memory: ["catalog.json": Array(text.utf8)], name: place)
      return try await Validator.forTests().validate([
        TargetSource(name: place, content: .tree(store))
      ])
    }
    let old = try await report("before/", "{\"catalog\": []}")
    let new = try await report("after/", "{\"name\": \"n\", \"catalog\": []}")
    let difference = ReportDifference(from: old, to: new)
    #expect(difference.items.filter { $0.state == .unknown }.map(\.finding.rule) == ["CAT010"])
    #expect(difference.count(of: .still) > 0)
    #expect(difference.count(of: .fixed) == 0)
    #expect(difference.count(of: .new) == 0)
  }

  @Test func `fails only for findings that count`() async throws {
    let first = try await Self.report(Self.tree([]))
    let second = try await Self.report(Self.tree([3])) {
      $0.settings.suppress(Suppression(rule: "IDX037", reason: "so"), at: nil)
    }
    let difference = ReportDifference(from: first, to: second)
    #expect(difference.count(of: .new) == 1)
    #expect(difference.verdict == .noViolations)
  }

  @Test("is written as its schema says", arguments: 0..<10)
  func json(_ seed: Int) throws {
    let old = RandomReport.report(of: [seed, seed + 1])
    let new = RandomReport.report(of: [seed + 1, seed + 2])
    let difference = ReportDifference(from: old, to: new)
    let document = try JSONParser.parse(difference.written(as: .json, toolVersion: "1"))
    let failures = try CompiledSchema.named("difference.schema.json").failures(in: document.root)
    #expect(failures.map(\.description) == [])
    for format in [DifferenceFormat.text, .markdown] {
      let bytes = difference.written(as: format, toolVersion: "1")
      let isHarmless = bytes.allSatisfy { $0 >= 0x20 || $0 == 0x0A }
      #expect(isHarmless)
    }
  }
}
