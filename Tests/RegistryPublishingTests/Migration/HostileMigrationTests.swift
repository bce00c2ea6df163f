import Formats
import SharedCloudRegistry
import TestSupport
import Testing

@testable import RegistryPublishing

@Suite("Migrating malformed registries", .temporaryFolder)
struct HostileMigrationTests {
  private let folder = MigrationFolder()

  /// A fault in an otherwise correct registry, and why the registry is refused.
  struct Fault: CustomTestStringConvertible, Sendable {
    var testDescription: String
    var catalog = (old: "", new: "")
    var index: String?
    var reasons: [String]
  }

  static let rows = """
    2015-06-01T00:00:00Z,s3://b/data/a.cdf,10
    None,s3://b/data/b.cdf,20
    2015-06-01T12:00:00Z,s3://b/data/c.cdf,30

    """

  static let faults = [
    Fault(
      testDescription: "a row without time", index: rows,
      reasons: [
        "data/ds_2015.csv:2: the start None is not a time; pass --skip-bad-rows to skip such rows"
      ]),
    Fault(
      testDescription: "a row that is not a row",
      index: rows.replacing("None,s3://b/data/b.cdf,20", with: "garbage"),
      reasons: [
        "data/ds_2015.csv:2: the row has 1 field, not 3; pass --skip-bad-rows to skip such rows"
      ]),
    Fault(
      testDescription: "a row without size",
      index: rows.replacing("None,s3://b/data/b.cdf,20", with: "2015-06-01T01:00:00Z,s3://b/x,"),
      reasons: [
        "data/ds_2015.csv:2: the filesize is empty; pass --skip-bad-rows to skip such rows",
        "1 row without a size, first s3://b/x; pass --skip-bad-rows to skip such rows",
      ]),
    Fault(
      testDescription: "a datakey that leads out of the bucket",
      index: rows.replacing("None,s3://b/data/b.cdf", with: "2015-06-01T01:00:00Z,../../x.cdf"),
      reasons: [
        "1 row with a datakey that names no file, first s3://b/../../x.cdf; "
          + "pass --skip-bad-rows to skip such rows"
      ]),
    Fault(
      testDescription: "a datakey that is a word for a missing value",
      index: rows.replacing("None,s3://b/data/b.cdf", with: "2015-06-01T01:00:00Z,nan"),
      reasons: [
        "1 row with a datakey that names no file, first s3://b/nan; "
          + "pass --skip-bad-rows to skip such rows"
      ]),
    Fault(
      testDescription: "a header alone", index: "# start, datakey, filesize\n",
      reasons: ["catalog.json:2:35: it has no rows in s3://b/data/"]),
    Fault(
      testDescription: "an index whose key begins with a slash",
      catalog: ("s3://b/data/", "s3://b//data/"),
      reasons: [
        "catalog.json:2:35: the key of its index s3://b//data/ begins with a slash; "
          + "write one slash after the bucket"
      ]),
    Fault(
      testDescription: "an index that leads out of the bucket",
      catalog: ("s3://b/data/", "s3://b/../data/"),
      reasons: [
        "catalog.json:2:35: its index s3://b/../data/ leads out of the bucket"
      ]),
    Fault(
      testDescription: "a relative index that leads out of the bucket",
      catalog: ("s3://b/data/", "../../etc/"),
      reasons: ["catalog.json:2:35: its index ../../etc/ leads out of the bucket"]),
    Fault(
      testDescription: "an index in another bucket",
      catalog: ("s3://b/data/", "s3://other/data/"),
      reasons: [
        "catalog.json:2:35: its index s3://other/data/ is not below s3://b/; "
          + "pass --endpoint for another bucket"
      ]),
    Fault(
      testDescription: "an id with a space", catalog: (#""ds""#, #""d s""#),
      reasons: [
        "catalog.json:2:35: an id has only letters, digits, hyphens and underscores; "
          + "pass --rename OLD=NEW"
      ]),
    Fault(
      testDescription: "an id that leads elsewhere", catalog: (#""ds""#, #""../ds""#),
      reasons: [
        "catalog.json:2:35: an id has only letters, digits, hyphens and underscores; "
          + "pass --rename OLD=NEW"
      ]),
    Fault(
      testDescription: "an entry without id", catalog: (#""id": "ds","#, ""),
      reasons: ["catalog.json:2:35: the entry has no id"]),
    Fault(
      testDescription: "an entry that is not an entry", catalog: ("[{", "[null, {"),
      reasons: ["catalog.json:2:35: the entry has no id"]),
    Fault(
      testDescription: "two entries with the same id",
      catalog: (
        "[{", #"[{"id": "ds", "index": "s3://b/data/", "start": null, "stop": null}, {"#
      ),
      reasons: ["catalog.json:2:103: an earlier entry has the same id"]),
  ]

  private func old(_ fault: Fault) throws {
    var old = OldRegistry.spec01b
    old.catalog = old.catalog.replacing(fault.catalog.old, with: fault.catalog.new)
    if let index = fault.index { old.files = ["data/ds_2015.csv": index] }
    try folder.write(old)
  }

  @Test("says what is wrong and where, and writes nothing", arguments: faults)
  func refuses(_ fault: Fault) async throws {
    try old(fault)
    let before = try folder.contents("old")
    for destination in ["new", "old"] {
      let draft = try await folder.migrate("old", to: destination)
      let reasons = draft.registry.plan.refusals.map {
        $0.reason.replacing(TemporaryFolder.current.path + "/old/", with: "")
      }
      #expect(Array(reasons.prefix(fault.reasons.count)) == fault.reasons)
    }
    #expect(try folder.contents("old") == before)
    #expect(try folder.names(".").filter { $0.hasPrefix("new/") } == [])
  }

  @Test("refuses an index file that is not one", arguments: ["", "<html></html>\n"])
  func notAnIndex(_ index: String) async throws {
    try old(Fault(testDescription: "not an index", index: index, reasons: []))
    let error = await #expect(throws: PublishingError.self) {
      try await folder.migrate("old", to: "new")
    }
    #expect(error.map { "\($0)".contains("ds_2015.csv") } == true)
  }

  @Test("skips and counts bad rows when told to", arguments: faults.prefix(4))
  func leavesRowsOut(_ fault: Fault) async throws {
    try old(fault)
    let draft = try await folder.migrate { $0.skipsBadRows = true }
    #expect(draft.registry.plan.refusals == [])
    #expect(draft.plan.datasets[0].leftOut == 1)
    #expect(draft.plan.text.contains("ds: 2 rows, 2 assumed stops, 1 skipped row\n"))
    #expect(draft.plan.text.contains("skipped: ds: "))
    #expect(
      try folder.lines("new/data/ds_2015.csv").dropFirst() == [
        "2015-06-01T00:00:00Z,2015-06-01T12:00:00Z,s3://b/data/a.cdf,10",
        "2015-06-01T12:00:00Z,2015-06-02T00:00:00Z,s3://b/data/c.cdf,30",
      ])
  }

  @Test func `skips bad datasets when told to`() async throws {
    var old = OldRegistry.spec01b
    old.catalog = old.catalog.replacing(
      "[{", with: #"[{"id": "a b", "loc": "s3://b/x/"}, {"id": "gone", "loc": "s3://b/y/"}, {"#)
    try folder.write(old)
    let draft = try await folder.migrate { $0.skipsBadDatasets = true }
    #expect(draft.registry.plan.refusals == [])
    #expect(draft.plan.datasets.map(\.isMigrated) == [false, false, true])
    #expect(draft.plan.text.contains("skipped: gone: "))
    let renamed = try await folder.migrate {
      $0.skipsBadDatasets = true
      $0.names = ["a b": "a_b"]
    }
    #expect(renamed.plan.datasets[0].problems[0].contains("there is no such directory"))
  }

  @Test func `fills in null times from the rows`() async throws {
    var old = OldRegistry.manifest2indices
    old.catalog = old.catalog.replacing(#""2015-06-01T00:00:00Z""#, with: "null")
      .replacing(#""2015-06-01T12:00:00Z""#, with: "null")
    try folder.write(old)
    #expect(try await folder.migrate().registry.plan.refusals == [])
    #expect(try folder.text("new/catalog.json").contains(#""start": "2015-06-01T00:00:00Z""#))
  }

  @Test func `assumes a stop that is before its start, and says so`() async throws {
    try folder.write(.manifest2indices)
    try folder.write(
      "2015-06-01T00:00:00Z,2015-05-01T12:00:00Z,s3://b/data/a.cdf,10\n",
      to: "old/data/sub/ds_2015.csv")
    let draft = try await folder.migrate()
    let notices = draft.plan.datasets[0].notices
    #expect(notices.count == 1)
    let words = "stops assumed because they were before their starts: 1, first "
    #expect(notices.first?.hasPrefix(words) == true)
    #expect(notices.first?.hasSuffix("ds_2015.csv:1") == true)
    #expect(try folder.lines("new/data/sub/ds_2015.csv")[1].contains(",2015-06-02T00:00:00Z,"))
  }

  @Test func `can't read a damaged file of Parquet`() async throws {
    try folder.write(.spec03)
    try folder.write("PAR1", to: "old/data/ds_2017.parquet")
    let fault = await #expect(throws: PublishingError.self) { try await folder.migrate() }
    #expect(fault?.description.contains("ds_2017.parquet: the file has 4 bytes") == true)
  }

  @Test func `refuses files without time`() async throws {
    try folder.write(.spec03)
    try folder.write("static,s3://b/data/x.cdf,1\n", to: "old/data/ds_static.csv")
    let reasons = try await folder.migrate().registry.plan.refusals.map(\.reason)
    #expect(
      reasons.contains {
        $0.hasPrefix("1 row without a time (static), first s3://b/data/x.cdf")
      })
  }

  @Test func `does not put an old registry over a newer one`() async throws {
    try folder.write(.spec01b)
    try await folder.migrate()
    let row = "2017-01-01T00:00:00Z,2017-01-01T06:00:00Z,s3://b/data/e.cdf,50\n"
    try folder.write("# start, stop, datakey, filesize\n" + row, to: "new/data/ds_2017.csv")
    let draft = try await folder.migrate()
    #expect(
      draft.registry.plan.refusals.map(\.reason) == [
        "it exists at the destination, and 1 index file would be replaced"
      ])
    #expect(try folder.text("new/data/ds_2017.csv").hasSuffix(row))
  }

  @Test func `keeps other datasets of the destination`() async throws {
    try folder.write(.spec01b)
    try await folder.migrate { $0.names = ["ds": "first"] }
    try await folder.migrate()
    let list = try folder.json("new/catalog.json")["catalog"]
    #expect(list?.elements.compactMap { $0["id"]?.string } == ["first", "ds"])
  }

  struct Unreadable: CustomTestStringConvertible, Sendable {
    var testDescription: String
    var text: String?
    var code: PublishingError.Code
    var detail: String
  }

  static let unreadable = [
    Unreadable(
      testDescription: "no JSON", text: "# nothing\n", code: .source,
      detail: "line 1, column 1: "),
    Unreadable(
      testDescription: "no list", text: "{\"version\": \"0.1\"}", code: .source,
      detail: "it has no list named catalog"),
    Unreadable(
      testDescription: "an empty list", text: "[]", code: .source,
      detail: "it has no list named catalog"),
    Unreadable(
      testDescription: "nothing that names a bucket", text: "{\"catalog\": []}", code: .mission,
      detail: "it does not name its bucket"),
    Unreadable(
      testDescription: "no catalog", text: nil, code: .source, detail: "No such file"),
  ]

  @Test("can't be read", arguments: unreadable)
  func refusesToRead(_ example: Unreadable) async throws {
    try folder.write(example.text ?? "", to: "old/\(example.text == nil ? "x" : "catalog.json")")
    let migrator = Migrator(
      TemporaryFolder.current.path + "/old", destination: TemporaryFolder.current.path + "/new",
      options: Migrator.Options(now: SCRTime(seconds: 1_790_000_000)))
    let error = await #expect(throws: PublishingError.self) { try await migrator.draft() }
    #expect(error?.code == example.code)
    #expect(error?.detail.contains(example.detail) == true, "\(error?.detail ?? "")")
  }

  @Test func `migrates the global registry to the present version`() async throws {
    try folder.write(
      """
      {"CloudMe": "0.1", "modification": "2022-01-01T00:00Z", "registry": [
        {"endpoint": "s3://b", "name": "A bucket", "region": "us-east-1", "provider": null}]}
      """, to: "list/HelioDataRegistry.json")
    #expect(try await folder.migrate("list").registry.plan.refusals == [])
    let root = try folder.json("new/HelioDataRegistry.json")
    #expect(root.members.map(\.key.text) == ["version", "modificationDate", "registry"])
    #expect(root["registry"]?.elements.map { $0["endpoint"]?.string } == ["s3://b/"])
    #expect(try await folder.migrate("list").registry.objects.isEmpty)
    #expect(try await folder.migrate("new").registry.objects.isEmpty)
    try folder.write(
      #"{"version": "1.0", "registry": [{"endpoint": "s3://c/", "name": "C"}]}"#,
      to: "other/HelioDataRegistry.json")
    #expect(
      try await folder.migrate("other").registry.plan.refusals.first?.reason
        == "the destination has another registry")
  }
}
