import Testing
import ValidationTestSupport

@testable import RegistryValidation

/// Index files that are there, but not as their dataset says.
@Suite("An index file in another place or format")
struct MisplacedIndexTests {
  private static let header = "# start, stop, datakey, filesize\n"
  private static let row = "2010-01-01T00:00:00Z,2010-01-01T23:59:59Z,s3://b/ds/a.cdf,1\n"

  private func report(_ files: [String: String], _ entries: [String]) async throws -> Report {
    var files = files
    files["catalog.json"] = TestCatalog.text(entries)
    return try await Validator.forTests().validate([TestTarget.tree(files)])
  }

  @Test func `of a known dataset in another directory is named as such`() async throws {
    let stop = "2010-01-01T23:59:59Z"
    let report = try await report(
      ["ds/ds_2010.csv": Self.header + Self.row, "ds/other_2010.csv": Self.header + Self.row],
      [TestCatalog.entry(id: "ds", stop: stop), TestCatalog.entry(id: "other", stop: stop)])
    let messages = report.findings.map { "\($0.rule) \($0.message)" }.sorted()
    #expect(
      messages == [
        "XRF002 dataset \"other\" has no index files; ds/other_2010.csv is in another directory",
        "XRF003 file has the name of an index file of \"other\", whose index is s3://b/other/",
      ])
  }

  @Test func `beside one of the declared format is named, and hides no rule`() async throws {
    let report = try await report(
      ["ds/ds_2010.csv": Self.header + Self.row, "ds/ds_2010.csv.zip": "PK"],
      [TestCatalog.entry(id: "ds", stop: "2010-01-01T23:59:59Z")])
    #expect(report.findings.map(\.rule) == ["XRF016"])
    #expect(
      report.findings.first?.message
        == "indextype is csv, and ds_2010.csv.zip is there beside ds_2010.csv, which alone was read"
    )
    #expect(report.findings.first?.fix == nil)
    #expect(report.notices.isEmpty)
  }

  @Test("is not compared with an info document that can't be used", arguments: ["[]", "null", "3"])
  func info(_ content: String) async throws {
    let row = Self.row.dropLast() + ",94\n"
    let report = try await report(
      ["ds/ds_2010.csv": "# start, stop, datakey, filesize, wave\n" + row, "ds/ds.json": content],
      [TestCatalog.entry(id: "ds", stop: "2010-01-01T23:59:59Z")])
    #expect(report.findings.map(\.rule) == ["INF001"])
  }
}
