import Formats
import SharedCloudRegistry
import TestSupport
import Testing
import ValidationTestSupport

@testable import RegistryReports
@testable import RegistryValidation

@Suite("Timelines of doubtful rows")
struct DoubtfulRowsTests {
  private static let header = "# start, stop, datakey, filesize\n"

  private func row(_ start: String, _ stop: String) -> String {
    "\(start)T00:00:00Z,\(stop)T00:00:00Z,s3://b/ds/\(start).cdf,10\n"
  }

  private func timeline(_ rows: [(String, String)], fast: Bool) async throws -> Timeline {
    var validator = Validator.forTests()
    validator.usesFastTest = fast
    let text = Self.header + rows.map { row($0.0, $0.1) }.joined()
    let report = try await validator.validate([
      TestTarget.tree(["catalog.json": TestCatalog.oneDataset(), "ds/ds_2010.csv": text])
    ])
    let written = report.written(as: .json, options: ReportOptions(toolVersion: "0.0.0"))
    #expect(
      try RecordedReport(reading: written, name: "r").report.timelines == report.timelines)
    return try #require(report.timelines.first)
  }

  @Test("have the ends of all rows, whatever the year of their file is", arguments: [true, false])
  func otherYear(fast: Bool) async throws {
    let timeline = try await timeline(
      [
        ("2010-01-01", "2010-01-02"), ("2010-01-02", "2010-01-03"), ("2011-03-01", "2011-03-02"),
        ("2009-05-01", "2009-05-02"),
      ], fast: fast)
    #expect(timeline.first == "2009-05-01T00:00:00Z")
    #expect(timeline.last == "2011-03-02T00:00:00Z")
    #expect(timeline.covered.first.map { TimeAxis.text($0.from) } == "2009-05-01")
    #expect(timeline.covered.last.map { TimeAxis.text($0.to) } == "2011-03-02")
    #expect(timeline.rows == 4)
    #expect(timeline.bytes == 40)
  }

  @Test("count rows in the future, but draw neither them nor a gap", arguments: [true, false])
  func future(fast: Bool) async throws {
    let timeline = try await timeline(
      [("2010-01-01", "2010-12-31"), ("2010-12-31", "2011-01-01"), ("2999-01-01", "2999-01-02")],
      fast: fast)
    #expect(timeline.future == .init(rows: 1, last: "2999-01-02T00:00:00Z"))
    #expect(timeline.rows == 3)
    #expect(timeline.bytes == 30)
    #expect(timeline.years.map(\.bytes) == [30])
    #expect(timeline.last == "2011-01-01T00:00:00Z")
    #expect(timeline.gaps.isEmpty)
    #expect(TimeAxis([timeline])?.years == 2010...2010)
    #expect(TimelineText(timeline).future?.contains("1 row in the future") == true)
  }

  @Test("cover the day of a last row that is an instant", arguments: [true, false])
  func instant(fast: Bool) async throws {
    let timeline = try await timeline([("2010-12-31", "2010-12-31")], fast: fast)
    var claimed = timeline
    claimed.claimed = .init(start: "2010-01-01T00:00:00Z", stop: "2010-12-31T00:00:00Z")
    #expect(claimed.claimedDays?.to == timeline.covered.last?.to)
  }

  @Test(
    "gaps of a regular cadence say nothing of missing files",
    arguments: [(8, 0), (17, 1)])
  func regular(length: Int, notable: Int) {
    var timeline = Timeline(
      dataset: "ds", target: "t", rows: 9, bytes: 9, daysPerBin: 1,
      covered: [.init(from: 0, to: 1), .init(from: 1 + length, to: 2 + length)], overlaps: [],
      years: [])
    timeline.cadence = .init(seconds: 9 * 86400, distances: 9, sameStarts: 0)
    #expect(timeline.notableGaps.count == notable)
    #expect(timeline.regularGaps.count == 1 - notable)
    #expect(timeline.notableGapCount == notable)
  }

  @Test("sizes are unusual only far from the others")
  func sizes() {
    let even = UnusualSizes((1...60).map { $0 * 100_000 })
    #expect(!(1...60).contains { even.contains($0 * 100_000) })
    let odd = UnusualSizes([Int](repeating: 1_000_000, count: 40) + [900_000_000])
    #expect(odd.contains(900_000_000) && !odd.contains(1_000_000))
  }

  @Test("name the files of unusual size by the starts of their rows", arguments: [true, false])
  func unusualFiles(fast: Bool) async throws {
    var validator = Validator.forTests()
    validator.usesFastTest = fast
    let odd = ["2010-03-05": 3, "2010-08-09": 90_000_000]
    let text =
      Self.header
      + (1...9).map { month in
        (1...28).map { day in
          let date = "2010-0\(month)-\(day < 10 ? "0" : "")\(day)"
          return "\(date)T00:00:00Z,\(date)T12:00:00Z,s3://b/ds/\(date).cdf,"
            + "\(odd[date] ?? 1000 + day)\n"
        }.joined()
      }.joined()
    let report = try await validator.validate([
      TestTarget.tree(["catalog.json": TestCatalog.oneDataset(), "ds/ds_2010.csv": text])
    ])
    let written = report.written(as: .json, options: ReportOptions(toolVersion: "0.0.0"))
    #expect(try RecordedReport(reading: written, name: "r").report.timelines == report.timelines)
    let sizes = try #require(report.timelines.first?.sizes)
    #expect(sizes.unusualCount == 2)
    #expect(
      sizes.unusual == [
        .init(start: "2010-03-05T00:00:00Z", bytes: 3),
        .init(start: "2010-08-09T00:00:00Z", bytes: 90_000_000),
      ])
    let page = String(
      decoding: ReportPage(report: report, options: .init(toolVersion: "1")).bytes, as: UTF8.self)
    #expect(page.contains("unusual: 3 B in the row of 2010-03-05T00:00:00Z, 90 MB in the row"))
  }
}
