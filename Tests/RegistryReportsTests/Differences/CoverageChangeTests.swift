import Formats
import JSONSchema
import SharedCloudRegistry
import TestSupport
import Testing
import ValidationTestSupport

@testable import RegistryReports
@testable import RegistryValidation

@Suite("The difference of two reports tells coverage")
struct CoverageChangeTests {
  private func timeline(
    _ days: [Range<Int>], rows: Int, target: String = "s3://b/", dataset: String = "ds",
    bin: Int = 1
  ) -> Timeline {
    Timeline(
      dataset: dataset, target: target, rows: rows, bytes: rows, daysPerBin: bin,
      covered: days.map { .init(from: $0.lowerBound, to: $0.upperBound) }, overlaps: [], years: [])
  }

  private func difference(_ old: [Timeline], _ new: [Timeline]) -> ReportDifference {
    var (before, after) = (TestReport(), TestReport())
    before.parts.timelines = old
    after.parts.timelines = new
    return ReportDifference(from: before.report, to: after.report)
  }

  private func text(_ difference: ReportDifference, _ format: DifferenceFormat = .text) -> String {
    String(decoding: difference.written(as: format, toolVersion: "0.0.0"), as: UTF8.self)
  }

  @Test func `that was gained and lost, and more rows`() throws {
    let difference = difference(
      [timeline([0..<10, 20..<30], rows: 20)], [timeline([0..<25, 40..<41], rows: 1026)])
    let change = try #require(difference.coverage.first)
    #expect(change.gained == [.init(from: 10, to: 20), .init(from: 40, to: 41)])
    #expect(change.lost == [.init(from: 25, to: 30)])
    #expect(
      text(difference)
        == "coverage ds: 1,006 rows more (1,026); 11 days covered now: 1970-01-11 to 1970-01-20, "
        + "1970-02-10; 5 days no longer covered: 1970-01-26 to 1970-01-30\n")
    #expect(text(difference, .markdown).contains("| `ds` |"))
    #expect(difference.verdict == .noViolations)
    let json = try JSONParser.parse(Array(text(difference, .json).utf8))
    let schema = try CompiledSchema.named("difference.schema.json")
    #expect(schema.failures(in: json.root).map(\.description) == [])
  }

  @Test func `that is no longer known is not called lost`() throws {
    var later = timeline([0..<10], rows: 10)
    later.unknown = [.init(from: 10, to: 365)]
    let change = try #require(difference([timeline([0..<20], rows: 20)], [later]).coverage.first)
    #expect(change.lost.isEmpty)
    #expect(change.unknown == [.init(from: 10, to: 20)])
    #expect(change.text == "10 rows fewer (10); 10 days no longer known: 1970-01-11 to 1970-01-20")
  }

  @Test func `of datasets that are new or gone`() {
    let difference = difference(
      [timeline([0..<1], rows: 1, dataset: "old")], [timeline([0..<2], rows: 2, dataset: "neu")])
    #expect(difference.coverage.map(\.dataset) == ["neu", "old"])
    #expect(text(difference).contains("coverage neu: new, 2 rows; 2 days covered now"))
    #expect(text(difference).contains("coverage old: gone, with 1 row; 1 day no longer covered"))
  }

  @Test func `of a copy in another directory, but of each bucket by itself`() {
    let one = timeline([0..<5], rows: 5)
    let copy = timeline([0..<5], rows: 5, target: "copy")
    let more = timeline([0..<6], rows: 6, target: "copy")
    #expect(difference([one], [copy]).coverage.isEmpty)
    #expect(difference([one, copy], [one, more]).coverage.map(\.target) == ["copy"])
  }

  @Test func `at the longer of two bins, and nothing without timelines`() {
    let fine = timeline([0..<3, 5..<8], rows: 6)
    #expect(difference([fine], [timeline([0..<8], rows: 6, bin: 4)]).coverage.isEmpty)
    #expect(difference([], [fine]).coverage.isEmpty)
  }
}
