import SharedCloudRegistry
import TestSupport
import Testing
import ValidationTestSupport

@testable import RegistryReports
@testable import RegistryValidation

@Suite("Rows without their objects")
struct AbsentObjectsTests {
  private func report(_ depth: Validator.Depth, present: [String]) async throws -> Report {
    var files = [
      "catalog.json": TestCatalog.oneDataset(),
      "ds/ds_2010.csv": """
      # start, stop, datakey, filesize
      2010-01-01T00:00:00Z,2010-01-02T00:00:00Z,s3://b/ds/1.cdf,5
      2010-01-02T00:00:00Z,2010-01-04T00:00:00Z,s3://b/ds/2.cdf,5
       2010-02-01T00:00:00Z ,"2010-02-01T10:00:00Z",s3://b/ds/3.cdf,5
      2010-03-01T00:00:00Z,2010-03-01T01:00:00Z,s3://b/ds/4.cdf,5

      """,
    ]
    for name in present { files["ds/\(name).cdf"] = "12345" }
    var validator = Validator.forTests()
    validator.depth = depth
    return try await validator.validate([TestTarget.tree(files)])
  }

  @Test func `are shown on their days`() async throws {
    let report = try await report(.objects, present: ["1", "4"])
    let timeline = try #require(report.timelines.first)
    #expect(timeline.absentObjects == 2)
    #expect(
      timeline.absent.map { "\(TimeAxis.text($0.from)) \(TimeAxis.text($0.to))" } == [
        "2010-01-02 2010-01-04", "2010-02-01 2010-02-02",
      ])
    let page = String(
      decoding: ReportPage(report: report, options: .init(toolVersion: "1")).bytes, as: UTF8.self)
    #expect(page.contains(#"<path class="absent""#))
    #expect(page.contains("rows without their objects"))
    #expect(
      page.contains(
        "2 files in the index, but not in the bucket: 2010-01-02 to 2010-01-03, "
          + "2010-02-01 to 2010-02-01."))
    let written = report.written(as: .json, options: .init(toolVersion: "0.0.0"))
    #expect(
      try RecordedReport(reading: written, name: "r").report.timelines == report.timelines)
  }

  @Test func `are not there if all objects exist, and not known without a look`() async throws {
    let whole = try await report(.objects, present: ["1", "2", "3", "4"])
    #expect(whole.timelines.first?.absentObjects == 0)
    #expect(whole.timelines.first?.absent == [])
    let rows = try await report(.index, present: [])
    #expect(rows.timelines.first?.absentObjects == nil)
  }
}
