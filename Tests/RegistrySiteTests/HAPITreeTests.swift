import Formats
import RegistrySite
import RegistryValidation
import SharedCloudRegistry
import TestSupport
import Testing

@Suite("Lists of files for HAPI clients", .temporaryFolder)
struct HAPITreeTests {
  private var folder: TemporaryFolder { TemporaryFolder.current }
  private var site: SiteDirectory { SiteDirectory(folder.path + "/site") }

  /// Writes a registry of two datasets with a file a day.
  private func writeRegistry(days: ClosedRange<Int> = 1...3, size: Int = 100) throws {
    let entries = ["a", "B"].map { id in
      """
      {"id": "\(id)", "index": "s3://b/\(id)/", "title": "T", "start": "2010-01-02T00:00:00Z",
      "stop": "2010-01-03T00:00:00Z", "modification": "2025-01-01T00:00:00Z",
      "indextype": "csv", "filetype": "cdf"}
      """
    }
    try folder.write(
      """
      {"version": "1.1", "name": "N", "contact": "c", "egress": "public",
      "status": {"code": 1200, "message": "OK"}, "endpoint": "s3://b/",
      "catalog": [\(entries.joined(separator: ","))]}
      """, to: "r/catalog.json")
    for id in ["a", "B"] {
      let lines = days.map { day in
        "2010-01-0\(day)T00:00:00Z,2010-01-0\(day + 1)T00:00:00Z,s3://b/\(id)/\(day),\(size)\n"
      }
      try folder.write(
        "# start, stop, datakey, filesize\n" + lines.joined(), to: "r/\(id)/\(id)_2010.csv")
    }
  }

  private func write(hasHAPI: Bool = true) async throws -> SiteDirectory.Changes {
    let target = folder.path + "/r"
    let bucket = try await RegistryReader().bucket(at: target)
    var options = SiteContents.Options(toolVersion: "1")
    options.hasHAPI = hasHAPI
    let report = try await Validator().validate([target])
    return try site.write(try await SiteContents(of: bucket, report: report, options: options))
  }

  private func document(_ path: String) throws -> Node {
    try JSONParser.parse(Array(try folder.text("site/hapi/\(path)").utf8)).root
  }

  @Test func `are a server for each dataset, and a catalog of the servers`() async throws {
    try writeRegistry()
    let written = try await write().written.filter { $0.hasPrefix("hapi/") }
    #expect(written.count == 3 + 2 * 5)
    let entries = Array(try #require(try document("catalog")["catalog"]).elements)
    #expect(entries.map { $0["id"]?.string } == ["a", "B"])
    #expect(entries.first?["x_server"]?.string == "a/hapi")
    let server = try #require(entries.last?["x_server"]?.string)
    let own = Array(try #require(try document(server + "/catalog")["catalog"]).elements)
    #expect(own.map { $0["id"]?.string } == ["B"])
    #expect(
      try folder.text("site/hapi/a/hapi/data").split(separator: "\n").first
        == "2010-01-01T00:00:00.000000000Z,2010-01-02T00:00:00.000000000Z,s3://b/a/1,100")
  }

  @Test func `describe the records as they are`() async throws {
    try writeRegistry(size: 3_000_000_000)
    _ = try await write()
    let info = try document("a/hapi/info")
    // Files start before the start of the catalog, and at its stop.
    #expect(info["startDate"]?.string == "2010-01-01T00:00:00Z")
    #expect(info["stopDate"]?.string == "2010-01-03T00:00:01Z")
    let parameters = Array(try #require(info["parameters"]).elements)
    #expect(parameters[2]["length"]?.integer == 10)
    #expect(parameters[3]["type"]?.string == "double")
  }

  @Test func `change only with their dataset, and go when they are not asked for`() async throws {
    try writeRegistry()
    _ = try await write()
    #expect(try await write().written.isEmpty)
    let index = "2010-01-02T00:00:00Z,2010-01-03T00:00:00Z,s3://b/a/new,1\n"
    try folder.write("# start, stop, datakey, filesize\n" + index, to: "r/a/a_2010.csv")
    let changed = try await write().written.filter { $0.hasPrefix("hapi/") }
    #expect(Set(changed) == ["hapi/a/hapi/data", "hapi/a/hapi/info"])
    try folder.write("mine", to: "site/hapi/a/hapi/data")
    let changes = try await write(hasHAPI: false)
    #expect(changes.removed.count == 3 + 2 * 5 - 1)
    #expect(changes.kept == ["hapi/a/hapi/data"])
  }

  @Test(
    "have no other paths",
    arguments: [
      "hapi/data", "hapi/../hapi/info", "hapi/.a/hapi/info", "hapi//hapi/info", "hapi/a/info",
      "hapi/a/hapi/info/x", "hapi/A/hapi/info", "datasets/../x.html", "datasets/.html",
    ])
  func others(_ path: String) { #expect(!SiteManifest.isOwn(path)) }
}
