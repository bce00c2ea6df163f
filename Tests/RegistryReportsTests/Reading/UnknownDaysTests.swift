import Formats
import SharedCloudRegistry
import TestSupport
import Testing
import ValidationTestSupport

@testable import RegistryReports
@testable import RegistryValidation

@Suite("Days of which nothing is known")
struct UnknownDaysTests {
  private static let claim = ("2010-01-01T00:00:00Z", "2012-12-31T23:59:59Z")

  private func year(_ year: Int) -> String {
    "# start, stop, datakey, filesize\n"
      + "\(year)-01-01T00:00:00Z,\(year + 1)-01-01T00:00:00Z,s3://b/ds/\(year).cdf,5\n"
  }

  /// The report on a dataset that claims three years, of which one or two files are right.
  private func report(
    _ name: String = "ds/ds_2011.csv", text: String?, others: [Int] = [2010, 2012]
  ) async throws -> Report {
    var files = [
      "catalog.json": TestCatalog.oneDataset(start: Self.claim.0, stop: Self.claim.1)
    ]
    for number in others { files["ds/ds_\(number).csv"] = year(number) }
    files[name] = text
    return try await Validator.forTests().validate([TestTarget.tree(files)])
  }

  private func days(_ spans: [Timeline.Span]) -> [String] {
    spans.map { "\(TimeAxis.text($0.from)) \(TimeAxis.text($0.to))" }
  }

  private func page(_ report: Report) -> String {
    String(
      decoding: ReportPage(report: report, options: .init(toolVersion: "1")).bytes, as: UTF8.self)
  }

  @Test(
    "are never a gap",
    arguments: [
      ("ds/ds_2011.csv", "<!DOCTYPE html><html><body>Not found</body></html>", "unreadable"),
      ("ds/ds_2011.csv", "", "unreadable"), ("ds/ds_2011.parquet", "PAR1 cut off", "unreadable"),
      ("ds/ds_2011.csv", nil, "missing"),
    ] as [(String, String?, String)])
  func unread(name: String, text: String?, reason: String) async throws {
    let report = try await report(name, text: text)
    let timeline = try #require(report.timelines.first)
    #expect(days(timeline.unknown) == ["2011-01-01 2012-01-01"])
    #expect(timeline.gaps.isEmpty)
    #expect(timeline.gapCount == nil)
    #expect(timeline.coveredDays == nil)
    #expect(timeline.unread.map(\.year) == [2011])
    #expect(timeline.unread.map(\.reason.rawValue) == [reason])
    let page = page(report)
    #expect(page.contains(#"<rect class="unknown""#))
    #expect(!page.contains("Longest gaps"))
    #expect(!page.contains(">gap<"))
    #expect(page.contains(reason == "missing" ? ">no file<" : ">not known<"))
    #expect(page.contains("Not known: 2011, since its index file"))
  }

  @Test("are gaps if the index file of the year is there and has no rows")
  func readYear() async throws {
    let report = try await report(text: "# start, stop, datakey, filesize\n")
    let timeline = try #require(report.timelines.first)
    #expect(timeline.unknown.isEmpty)
    #expect(timeline.unread.isEmpty)
    #expect(days(timeline.gaps) == ["2011-01-01 2012-01-01"])
    #expect(timeline.gapCount == 1)
  }

  @Test("are not those of a year that rows of an earlier file cover")
  func longRow() async throws {
    let text =
      "# start, stop, datakey, filesize\n"
      + "2010-01-01T00:00:00Z,2012-01-01T00:00:00Z,s3://b/ds/a.cdf,5\n"
    let timeline = try #require(
      try await report("ds/ds_2010.csv", text: text, others: [2012]).timelines.first)
    #expect(timeline.unread.isEmpty)
    #expect(timeline.gapCount == 0)
  }

  @Test("are all that the catalog claims without index files, and the dataset is shown")
  func noFiles() async throws {
    let report = try await report(text: nil, others: [])
    let timeline = try #require(report.timelines.first)
    #expect(timeline.hasNoIndexFiles)
    #expect(days(timeline.unknown) == ["2010-01-01 2013-01-01"])
    #expect(timeline.rows == 0)
    let page = page(report)
    #expect(page.contains(">no index files</span>"))
    #expect(page.contains("<title>ds: no index files</title>"))
  }

  @Test("are kept in JSON", arguments: [ReportFormat.json, .ndjson])
  func roundTrip(format: ReportFormat) async throws {
    let report = try await report(text: "")
    let written = report.written(as: format, options: .init(toolVersion: "0.0.0"))
    let read = try RecordedReport(reading: written, name: "report")
    #expect(read.report.timelines == report.timelines)
    #expect(!read.report.timelines.flatMap(\.unread).isEmpty)
  }

  @Test("are at most 40 spans of 50 years, whatever the catalog claims")
  func limits() async throws {
    var files = [
      "catalog.json": TestCatalog.oneDataset(
        start: "1000-01-01T00:00:00Z", stop: "9999-12-31T00:00:00Z")
    ]
    for number in stride(from: 1000, to: 1400, by: 2) {
      files["ds/ds_\(number).csv"] = year(number)
    }
    let report = try await Validator.forTests().validate([TestTarget.tree(files)])
    let timeline = try #require(report.timelines.first)
    #expect(timeline.unknown.count == 40)
    #expect(timeline.unread.count == 50)
    #expect(timeline.years.count == 50)
    #expect(timeline.gaps.isEmpty)
    #expect(page(report).contains("and perhaps more"))
  }

  @Test("are all missing years of a claim, however many")
  func longClaim() async throws {
    let report = try await Validator.forTests().validate([
      TestTarget.tree([
        "catalog.json": TestCatalog.oneDataset(
          start: "1957-01-01T00:00:00Z", stop: "2020-12-31T23:59:59Z"),
        "ds/ds_2020.csv": year(2020),
      ])
    ])
    let timeline = try #require(report.timelines.first)
    #expect(timeline.unread == [.init(year: 1957, lastYear: 2019, uri: nil, reason: .missing)])
    #expect(TimelineText(timeline).unknown?.contains("1957 to 2019, since") == true)
    #expect(page(report).contains("claimed from 1957"))
    let options = ReportOptions(toolVersion: "0.0.0")
    let read = try RecordedReport(reading: report.written(as: .json, options: options), name: "r")
    #expect(read.report.timelines == report.timelines)
    // The axis is that of the rows, not of the claim.
    #expect(TimeAxis([timeline])?.years.lowerBound ?? 0 >= 2018)
  }

  @Test("gaps and shares are counted over what the catalog claims and rows cover")
  func basis() async throws {
    let text =
      "# start, stop, datakey, filesize\n"
      + "2010-03-01T00:00:00Z,2010-04-01T00:00:00Z,s3://b/ds/a.cdf,5\n"
    let report = try await Validator.forTests().validate([
      TestTarget.tree(["catalog.json": TestCatalog.oneDataset(), "ds/ds_2010.csv": text])
    ])
    let timeline = try #require(report.timelines.first)
    #expect(days(timeline.gaps) == ["2010-01-01 2010-03-01", "2010-04-01 2011-01-01"])
    #expect(timeline.gapCount == 2)
    let words = TimelineText(timeline)
    #expect(
      words.coverage == "8.49% of the days from 2010-01-01 to 2010-12-31 covered, 2 gaps")
    #expect(
      words.basis
        == "Gaps are counted over what the catalog claims, 2010-01-01 to 2010-12-31.")
    let chart = CoverageChart(timeline, width: 80, usesBlocks: false).text
    #expect(chart.contains("2 gaps:"))
  }
}
