import Formats
import SharedCloudRegistry
import TestSupport
import Testing
import ValidationTestSupport

@testable import RegistryReports
@testable import RegistryValidation

@Suite("Timelines")
struct TimelineTests {
  private func timeline(of rows: [String], fast: Bool = true) async throws -> Timeline {
    let header = "# start, stop, datakey, filesize"
    var validator = Validator.forTests()
    validator.usesFastTest = fast
    let report = try await validator.validate([
      TestTarget.tree([
        "catalog.json": TestCatalog.oneDataset(),
        "ds/ds_2010.csv": ([header] + rows).map { $0 + "\n" }.joined(),
      ])
    ])
    return try #require(report.timelines.first)
  }

  private func row(_ start: String, _ stop: String, size: Int = 5) -> String {
    "2010-\(start)Z,2010-\(stop)Z,s3://b/ds/\(start.filter { $0 != ":" }).cdf,\(size)"
  }

  private func days(_ spans: [Timeline.Span]) -> [String] {
    spans.map { "\(TimeAxis.text($0.from)) \(TimeAxis.text($0.to))" }
  }

  @Test("cover the days from start to before stop", arguments: [true, false])
  func covered(fast: Bool) async throws {
    let timeline = try await timeline(
      of: [
        row("01-01T00:00:00", "01-02T00:00:00", size: 10),
        row("01-02T00:00:00", "01-02T00:00:01", size: 20),
        row("01-05T12:00:00", "01-07T12:00:00", size: 90),
        row("03-01T00:00:00", "03-01T00:00:00", size: 80),
      ], fast: fast)
    #expect(
      days(timeline.covered) == [
        "2010-01-01 2010-01-03", "2010-01-05 2010-01-08", "2010-03-01 2010-03-02",
      ])
    #expect(
      days(timeline.gaps) == [
        "2010-01-03 2010-01-05", "2010-01-08 2010-03-01", "2010-03-02 2011-01-01",
      ])
    #expect(timeline.rows == 4)
    #expect(timeline.bytes == 200)
    #expect(timeline.overlaps.isEmpty)
    #expect(timeline.first == "2010-01-01T00:00:00Z")
    #expect(timeline.years.map(\.year) == [2010])
    #expect(timeline.sizes?.max.max() == 90)
  }

  @Test("show no overlaps and no cadence of rows that are out of order", arguments: [true, false])
  func outOfOrder(fast: Bool) async throws {
    let days = ["01", "03", "02", "04", "05", "06"]
    let timeline = try await timeline(
      of: days.map { row("01-\($0)T00:00:00", "01-\($0)T23:00:00") }, fast: fast)
    #expect(timeline.overlaps.isEmpty)
    #expect(timeline.cadence == nil)
    #expect(self.days(timeline.covered) == ["2010-01-01 2010-01-07"])
  }

  @Test("have all days of an overlap, also across files", arguments: [true, false])
  func longOverlaps(fast: Bool) async throws {
    let header = "# start, stop, datakey, filesize\n"
    var validator = Validator.forTests()
    validator.usesFastTest = fast
    let report = try await validator.validate([
      TestTarget.tree([
        "catalog.json": TestCatalog.oneDataset(stop: "2012-01-01T00:00:00Z"),
        "ds/ds_2010.csv": header + row("11-01T00:00:00", "12-10T00:00:00") + "\n"
          + "2010-12-05T00:00:00Z,2011-02-01T00:00:00Z,s3://b/ds/x.cdf,5\n",
        "ds/ds_2011.csv": header
          + "2011-01-25T00:00:00Z,2011-03-01T00:00:00Z,s3://b/ds/y.cdf,5\n",
      ])
    ])
    let timeline = try #require(report.timelines.first)
    #expect(days(timeline.overlaps) == ["2010-12-05 2010-12-10", "2011-01-25 2011-02-01"])
  }

  @Test func `have sizes that a sum can't hold`() async throws {
    let timeline = try await timeline(
      of: [
        row("01-01T00:00:00", "01-02T00:00:00", size: .max),
        row("01-02T00:00:00", "01-03T00:00:00"),
      ])
    #expect(timeline.bytes == .max)
    #expect(timeline.years.map(\.bytes) == [.max])
  }

  @Test("have overlaps where a row starts before an earlier one stops", arguments: [true, false])
  func overlaps(fast: Bool) async throws {
    let timeline = try await timeline(
      of: [
        row("01-01T00:00:00", "01-10T00:00:00"), row("01-05T00:00:00", "01-05T01:00:00"),
        row("01-20T00:00:00", "01-20T01:00:00"),
      ], fast: fast)
    #expect(days(timeline.overlaps) == ["2010-01-05 2010-01-06"])
    #expect(days(timeline.covered) == ["2010-01-01 2010-01-10", "2010-01-20 2010-01-21"])
  }

  @Test func `are the same by the fast and by the careful test`() async throws {
    var random = SeededGenerator(seed: 7)
    var seconds = 0
    let rows = (0..<2000).map { _ in
      seconds += Int.random(in: 1...20_000, using: &random)
      let start = SCRTime(seconds: 1_262_304_000 + Int64(seconds))
      let stop = SCRTime(seconds: start.seconds + Int64.random(in: 0...200_000, using: &random))
      let size = Int.random(in: 1...1 << 40, using: &random)
      return "\(start.text),\(stop.text),s3://b/ds/\(start.seconds).cdf,\(size)"
    }.filter { $0.hasPrefix("2010") }
    let fast = try await timeline(of: rows)
    let careful = try await timeline(of: rows, fast: false)
    #expect(fast == careful)
    #expect(fast.rows == rows.count)
  }

  @Test func `count odd rows with the others`() async throws {
    let timeline = try await timeline(of: [
      row("01-01T00:00:00", "01-01T01:00:00"),
      "\"2010-01-02T00:00:00Z\", 2010-01-02T01:00:00Z ,s3://b/ds/x.cdf,7",
      "nothing,2010-01-03T01:00:00Z,s3://b/ds/y.cdf,7",
    ])
    #expect(days(timeline.covered) == ["2010-01-01 2010-01-03"])
    #expect(timeline.rows == 3)
    #expect(timeline.bytes == 12)
  }

  @Test func `have at most 1,500 numbers, whatever the dataset holds`() async throws {
    let rows = (0..<365).flatMap { day -> [String] in
      guard day % 2 == 0 else { return [] }
      let start = SCRTime(seconds: 1_262_304_000 + Int64(day) * 86400)
      return ["\(start.text),\(start.text),s3://b/ds/\(day).cdf,5"]
    }
    let timeline = try await timeline(of: rows)
    #expect(timeline.covered.count <= 100)
    #expect(timeline.daysPerBin == 2)
    #expect(timeline.covered.count == 1)
    #expect(timeline.coveredDays == 183)
    #expect(timeline.gapCount == 182)
    #expect(timeline.gaps.count == 100)
    #expect(timeline.gaps.allSatisfy { $0.to - $0.from == 1 })
    #expect(timeline.partly.count == 1)
    #expect(days(timeline.covered) == ["2010-01-01 2011-01-01"])
    #expect(
      TimelineText(timeline).coverage
        == "50.14% of the days from 2010-01-01 to 2010-12-31 covered, 182 gaps")
    let sizes = timeline.sizes.map { $0.files.count * 4 } ?? 0
    let spans =
      timeline.covered.count + timeline.partly.count + timeline.gaps.count + timeline.overlaps.count
    #expect(spans * 2 + sizes + timeline.years.count * 3 <= 1500)
  }

  @Test(
    "are read back as they were written", arguments: [ReportFormat.json, .ndjson],
    ["01-02T00:00:00", "01-03T00:00:00"])
  func roundTrip(format: ReportFormat, second: String) async throws {
    let report = try await Validator.forTests().validate([
      TestTarget.tree([
        "catalog.json": TestCatalog.oneDataset(),
        "ds/ds_2010.csv":
          "# start, stop, datakey, filesize\n" + row("01-01T00:00:00", "01-03T00:00:00") + "\n"
          + row(second, "01-04T00:00:00") + "\n",
      ])
    ])
    #expect(report.timelines.map(\.overlaps.isEmpty) == [second == "01-03T00:00:00"])
    let options = ReportOptions(toolVersion: "0.0.0")
    let written = report.written(as: format, options: options)
    let read = try RecordedReport(reading: written, name: "report")
    #expect(read.report.timelines == report.timelines)
    #expect(try RecordedReport.merged([read, read]).report.timelines == report.timelines)
  }

  @Test(
    "that contradict themselves are refused",
    arguments: [
      #""covered": [["2010-01-02", "2010-01-01"]]"#, #""covered": [["2010-01-01"]]"#,
      #""covered": [["2010-1-1", "2010-01-02"]]"#, #""bin": "1D""#, #""rows": -1"#,
      #""sizes": {"from": "2010-01-01", "bin": "P32D", "files": [1], "min": [], "median": [], "max": []}"#,
    ])
  func damaged(member: String) throws {
    let name = member.prefix { $0 != ":" }
    let members = [
      #""dataset": "d""#, #""target": "t""#, #""rows": 0"#, #""bytes": 0"#, #""bin": "P1D""#,
      #""covered": []"#, #""gaps": []"#, #""years": []"#,
    ].filter { !$0.hasPrefix(name) }
    let text = "{" + (members + [member]).joined(separator: ", ") + "}"
    let node = try JSONParser.parse(Array(text.utf8)).root
    #expect(throws: MemberFault.self) {
      try TimelineReader(members: MemberReader()).timeline(node)
    }
  }
}
