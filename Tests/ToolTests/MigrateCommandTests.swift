import Foundation
import Testing

@Suite("scregistry migrate")
struct MigrateCommandTests {
  private static let catalog = """
    {"Cloudy": "0.1", "endpoint": "s3://b/", "name": "B", "contact": "Someone, a@example.org",
     "status": "1200/OK", "catalog": [{"id": "ds", "loc": "s3://b/data", "title": "A dataset",
     "startdate": "2015-06-01T00:00Z", "enddate": "2015-06-02T00:00Z",
     "modificationdate": "2023-03-08T00:00Z", "indexformat": "csv", "fileformat": "cdf"}]}
    """
  private static let rows = """
    # time, s3key, filesize
    '2015-06-01 00:00:00+00:00','data/a.cdf','10'
    '2015-06-01 12:00:00+00:00','data/b.cdf','20'

    """

  private let folder: ScratchFolder

  init() throws {
    folder = try ScratchFolder()
    try folder.write(Self.catalog, to: "old/catalog.json")
    try folder.write(Self.rows, to: "old/data/ds_2015.csv")
  }

  private func migrate(_ words: String...) throws -> ToolProcess {
    try ToolProcess(["migrate"] + words, directory: folder.url)
  }

  private func text(_ name: String) throws -> String {
    String(decoding: try Data(contentsOf: folder.url.appending(path: name)), as: UTF8.self)
  }

  @Test func `prints its assumptions, writes, and has nothing to do the next time`() throws {
    let done = try migrate("old", "--out", "new")
    #expect(done.code == 0)
    #expect(
      done.output.hasPrefix(
        """
        old/catalog.json: states version 0.1, has the fields of 0.1 in lower case
        assumed: 2 rows without stop, ending at the start of the next row, at most P366D later; \
        the last row of a dataset lasts as long as the one before it (--stop)
        catalog: Cloudy renamed to version, status changed to an object with a numeric code
        entries: loc renamed to index (1)

        """))
    #expect(
      done.output.hasSuffix(
        """
        ds: 2 rows, 2 assumed stops
        note: ds: 2 datakeys are not full addresses: the new index has s3://b/ before them, first data/a.cdf
        new ds: 2 rows, 2015-06-01T00:00:00Z to 2015-06-02T00:00:00Z
          create data/ds_2015.csv, 2 rows
        index files: 1 new, a new catalog

        """))
    #expect(
      try text("new/data/ds_2015.csv") == """
        # start, stop, datakey, filesize
        2015-06-01T00:00:00Z,2015-06-01T12:00:00Z,s3://b/data/a.cdf,10
        2015-06-01T12:00:00Z,2015-06-02T00:00:00Z,s3://b/data/b.cdf,20

        """)
    for source in ["old", "new", "new/catalog.json"] {
      let again = try migrate(source, "--out", "new")
      #expect(again.code == 0)
      #expect(again.output.hasSuffix("nothing changes\n"))
    }
    #expect(try ToolProcess(["validate", "new"], directory: folder.url).code == 0)
  }

  @Test func `prints the plan as JSON, and writes nothing in a dry run`() throws {
    let done = try migrate("old", "--out", "new", "--dry-run", "--output", "json", "--stop", "PT4S")
    #expect(done.code == 0)
    let plan = try #require(
      try JSONSerialization.jsonObject(with: Data(done.output.utf8)) as? [String: Any])
    #expect(plan["stop"] as? String == "PT4S after the start")
    #expect(((plan["datasets"] as? [[String: Any]])?[0]["assumedStops"] as? Int) == 2)
    #expect((plan["publication"] as? [String: Any])?["isNew"] as? Bool == true)
    #expect(!FileManager.default.fileExists(atPath: folder.url.appending(path: "new").path))
  }

  @Test func `keeps replaced files in the archive`() throws {
    #expect(try migrate("old", "--out", "old", "--archive", "kept").code == 0)
    let kept = folder.url.appending(path: "old/kept")
    let times = try FileManager.default.contentsOfDirectory(atPath: kept.path)
    let time = try #require(times.first)
    #expect(try text("old/kept/\(time)/catalog.json") == Self.catalog)
    #expect(try text("old/kept/\(time)/data/ds_2015.csv") == Self.rows)
  }

  @Test func `refuses rows it can't read, unless told to skip them`() throws {
    try folder.write(Self.rows + "None,None,data/c.cdf,5\n", to: "old/data/ds_2015.csv")
    let refused = try migrate("old", "--out", "old")
    #expect(refused.code == 1)
    #expect(
      refused.output.contains(
        "refused: ds: old/data/ds_2015.csv:4: the start None is not a time; pass --skip-bad-rows"))
    #expect(try text("old/catalog.json") == Self.catalog)
    let done = try migrate("old", "--out", "old", "--skip-bad-rows")
    #expect(done.code == 0)
    #expect(done.output.contains("ds: 2 rows, 2 assumed stops, 1 skipped row\n"))
    #expect(try text("old/data/ds_2015.csv").split(separator: "\n").count == 3)
  }

  static let wrong: [([String], Int32)] = [
    (["old"], 2), (["old", "--out", "new", "--stop", "soon"], 2),
    (["old", "--out", "new", "--max-gap", "0s"], 2), (["old", "--out", "new", "--base", "x/"], 2),
    (["old", "--out", "new", "--rename", "ds"], 2),
    (["old", "--out", "new", "--output", "xml"], 2),
    (["old", "--out", "new", "--archive", "../x"], 2),
    (["old", "--out", "new", "--rename", "none=x"], 2),
    (["old", "--out", "new", "--rename", "ds=a b"], 2), (["absent", "--out", "new"], 3),
    (["old/data/ds_2015.csv", "--out", "new"], 3), (["old/data", "--out", "new"], 3),
    (["old", "--out", "old/catalog.json"], 4),
  ]

  @Test("ends with the documented codes", arguments: wrong)
  func codes(_ words: [String], _ code: Int32) throws {
    let done = try ToolProcess(["migrate"] + words, directory: folder.url)
    #expect(done.code == code, "\(done.output)\(done.error)")
    #expect(!done.error.isEmpty)
    #expect(try text("old/catalog.json") == Self.catalog)
  }
}
