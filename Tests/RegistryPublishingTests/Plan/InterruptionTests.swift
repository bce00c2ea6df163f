import Files
import Formats
import Listings
import ObjectStorage
import SharedCloudRegistry
import TestSupport
import Testing

@testable import RegistryPublishing

@Suite("An interrupted publication", .temporaryFolder)
struct InterruptionTests: PublishingTests {
  private var index: String { "registry/index/ds_2020.csv" }
  private var staging: String { "registry/.scregistry-staging" }

  /// Writes the journal of a publication that replaces the index file of 2020, and adds one.
  private func interrupt(_ change: (inout [PlacementJournal.Step]) -> Void = { _ in }) throws {
    try folder.write("new 2020\n", to: staging + "/0")
    try folder.write("new 2021\n", to: staging + "/1")
    let root = try ConfinedDirectory(folder.path + "/registry")
    let directory = try #require(try root.directory(".scregistry-staging"))
    var steps = try [("0", "index/ds_2020.csv"), ("1", "index/ds_2021.csv")].map { file, key in
      PlacementJournal.Step(
        file: file, key: key, before: try root.state(of: key), after: try directory.state(of: file),
        contentBefore: try root.digest(of: key), contentAfter: try directory.digest(of: file))
    }
    change(&steps)
    let bytes = PlacementJournal(steps).bytes(root, staging: directory, secret: UserSecret())
    try folder.write(String(decoding: bytes, as: UTF8.self), to: staging + "/journal.json")
  }

  private func abandoned() throws -> String {
    let error = #expect(throws: PublishingError.self) { try publisher().recover() }
    #expect(PathKind(folder.path + "/" + staging) == .absent)
    #expect(PathKind(folder.path + "/registry/.scregistry-abandoned-1/journal.json") == .file)
    #expect(error?.detail.contains(".scregistry-abandoned-1") == true, "\(error?.detail ?? "")")
    return error?.detail ?? ""
  }

  @Test func `is completed, also if it was half done`() async throws {
    try await publish(PublisherTests.three)
    try interrupt()
    let root = try ConfinedDirectory(folder.path + "/registry")
    let directory = try #require(try root.directory(".scregistry-staging"))
    try directory.move("0", to: root, at: "index/ds_2020.csv")
    #expect(try publisher().recover())
    #expect(try text("index/ds_2020.csv") == "new 2020\n")
    #expect(try text("index/ds_2021.csv") == "new 2021\n")
  }

  @Test func `is completed before the catalog is edited or an index is converted`() async throws {
    try await publish(PublisherTests.three)
    let now = SCRTime(seconds: 1_790_003_600)
    try interrupt()
    let editor = CatalogEditor(folder.path + "/registry", now: now)
    let dry = PublicationSettings(isDry: true)
    try await editor.run(.set(id: "ds", [("title", "New")]), settings: dry)
    #expect(try text("index/ds_2020.csv") != "new 2020\n")
    try await editor.run(.set(id: "ds", [("title", "New")]))
    #expect(try text("index/ds_2020.csv") == "new 2020\n")
    #expect(try text("catalog.json").contains("\"New\""))
    try interrupt()
    try folder.write("2020-01-01T00:00:00Z,2020-01-02T00:00:00Z,s3://b/x,1\n", to: staging + "/0")
    let conversion = IndexConversion(folder.path + "/registry", now: now)
    _ = try? await conversion.run("ds", to: .zippedCSV)
    #expect(PathKind(folder.path + "/" + staging) == .absent)
  }

  @Test("does not replace a newer registry", arguments: [false, true])
  func newer(_ isHalfDone: Bool) async throws {
    try await publish(PublisherTests.three)
    try interrupt()
    if isHalfDone {
      let root = try ConfinedDirectory(folder.path + "/registry")
      let directory = try #require(try root.directory(".scregistry-staging"))
      try directory.move("0", to: root, at: "index/ds_2020.csv")
    }
    try folder.write("newer than both\n", to: index)
    #expect(try abandoned().contains("somebody else changed it after a publication was interr"))
    #expect(try text("index/ds_2020.csv") == "newer than both\n")
    #expect(PathKind(folder.path + "/registry/index/ds_2021.csv") == .absent)
    #expect(try !publisher().recover())
  }

  @Test(
    "is completed if somebody wrote the same bytes again",
    arguments: [(moved: false, writes: "before"), (false, "after"), (true, "after")])
  func same(_ isMoved: Bool, _ written: String) async throws {
    try await publish(PublisherTests.three)
    let before = try text("index/ds_2020.csv")
    try interrupt()
    if isMoved {
      let root = try ConfinedDirectory(folder.path + "/registry")
      let directory = try #require(try root.directory(".scregistry-staging"))
      try directory.move("0", to: root, at: "index/ds_2020.csv")
    }
    try folder.remove(index)
    try folder.write(written == "before" ? before : "new 2020\n", to: index)
    #expect(try publisher().recover())
    #expect(try text("index/ds_2020.csv") == "new 2020\n")
    #expect(try text("index/ds_2021.csv") == "new 2021\n")
  }

  @Test func `is abandoned if the old bytes came back after it was half done`() async throws {
    try await publish(PublisherTests.three)
    let before = try text("index/ds_2020.csv")
    try interrupt()
    let root = try ConfinedDirectory(folder.path + "/registry")
    let directory = try #require(try root.directory(".scregistry-staging"))
    try directory.move("0", to: root, at: "index/ds_2020.csv")
    try folder.write(before, to: index)
    _ = try abandoned()
    #expect(try text("index/ds_2020.csv") == before)
  }

  @Test func `does not replace a file that was absent before`() async throws {
    try await publish(PublisherTests.three)
    try interrupt()
    try folder.write("somebody's\n", to: "registry/index/ds_2021.csv")
    _ = try abandoned()
    #expect(try text("index/ds_2021.csv") == "somebody's\n")
  }

  @Test func `does not count if its journal does not tell the states`() async throws {
    try await publish(PublisherTests.three)
    try interrupt { steps in steps[0].before = nil }
    let before = try text("index/ds_2020.csv")
    _ = try abandoned()
    #expect(try text("index/ds_2020.csv") == before)
  }

  @Test(
    "is abandoned if it can't be completed",
    arguments: [String(repeating: "x", count: 300), "catalog.json/ds_2021.csv", "index"])
  func impossible(_ key: String) async throws {
    try await publish(PublisherTests.three)
    try interrupt { steps in
      steps[1].key = key
      steps[1].before = ""
    }
    _ = try abandoned()
    try await publish(PublisherTests.three + ["data/2021/ds_2021010100_v1.cdf,1"])
    #expect(try text("index/ds_2021.csv").contains("ds_2021010100"))
  }
}

@Suite("Names in a registry")
struct ReservedNamesTests {
  private static let long = String(repeating: "x", count: 247)

  @Test(
    "that index files can't have in their format",
    arguments: [
      (IndexFileName.Format.csv, "x_2000.csv"), (.zippedCSV, "x_2000.csv.zip"),
      (.parquet, "x_2000.parquet"),
    ])
  func formats(_ format: IndexFileName.Format, _ shortest: String) {
    for (more, isPossible) in [
      (255 - shortest.utf8.count, true), (256 - shortest.utf8.count, false),
    ] {
      let id = "x" + String(repeating: "y", count: more)
      let fault = ReservedNames.fault(ofDirectory: "index/", id: id, format: format)
      #expect((fault == nil) == isPossible)
    }
  }

  @Test(
    "that directories of index files can't have",
    arguments: [
      ("index/", "ds", nil), ("", "ds", nil), ("a/b.c/d_2015/", "ds", nil),
      (".scregistry-staging/", "ds", "the name of a directory for publications"),
      ("a/.scregistry-abandoned-1/", "ds", "the name of a directory for publications"),
      ("catalog.json/", "ds", "the name of a file of the registry"),
      ("a/x_2015.csv/", "ds", "the name of a file of the registry"),
      ("index/", String(long.dropLast()), nil),
      ("index/", long, "names of more than 255 bytes"),
      (long + long + "/", "ds", "has more than 255 bytes"),
      (String(repeating: "long/", count: 210), "ds", "keys of more than 1024 bytes"),
    ])
  func directories(_ directory: String, _ id: String, _ words: String?) {
    let fault = ReservedNames.fault(ofDirectory: directory, id: id)
    #expect((fault == nil) == (words == nil), "\(fault ?? "")")
    if let words { #expect(fault?.contains(words) == true) }
  }

  @Test(
    "that one publication can't have together",
    arguments: [
      (["catalog.json", "index/ds_2015.csv"], nil),
      (["catalog.json", "catalog.json/ds_2015.csv"], "a part of it is a file of the registry"),
      (
        ["index/.scregistry-staging/x"], "names that begin with .scregistry- belong to publications"
      ),
      (["index/" + long + "_2015.csv.zipped"], "a part of it has more than 255 bytes"),
    ])
  func keys(_ keys: [String], _ detail: String?) {
    #expect(ReservedNames.fault(ofKeys: keys)?.detail == detail)
  }
}

@Suite("Files of interrupted publications", .temporaryFolder)
struct StagedFileTests: PublishingTests {
  @Test(
    "are no data, below every directory",
    arguments: [
      (".scregistry-staging/", true), ("a/.scregistry-abandoned-1/b/", true),
      ("a.scregistry-staging/", false), ("data/", false),
    ])
  func skipped(_ directory: String, _ isStaged: Bool) async throws {
    let mission = Self.mission.replacing("match: data/%Y/ds", with: "match: \"**/ds")
      .replacing("{version}.cdf", with: "{version}.cdf\"")
    let key = directory + "ds_2020010100_v1.cdf"
    #expect(StagedFiles.contain(key.utf8) == isStaged)
    let publisher = try publisher(mission)
    let listed = try await draft(publisher, ["x/ds_2020010200_v1.cdf,1", key + ",1"])
    #expect(listed.counts.files == (isStaged ? 1 : 2))
    #expect(listed.counts.leftOut == (isStaged ? [.temporary: 1] : [:]))
    try folder.write("1", to: "copy/" + key)
    try folder.write("1", to: "copy/x/ds_2020010200_v1.cdf")
    let summary = try await SnapshotSource.directory(folder.path + "/copy").read { _ in
    } progress: { _ in
    }
    #expect(summary.objects == (isStaged ? 1 : 2))
    #expect(
      summary.notes
        == (isStaged ? ["1 file of an interrupted publication skipped: \(key)"] : []))
  }
}

@Suite("Files in hidden directories", .temporaryFolder)
struct HiddenFileTests: PublishingTests {
  @Test(
    "are no data",
    arguments: [
      (".Trash-0/", true), ("a/.snapshot/b/", true), (".scregistry-cache/", true), ("a/.b/", true),
      ("a.b/", false), ("a/b./", false), ("data/", false),
    ])
  func skipped(_ directory: String, _ isHidden: Bool) async throws {
    let mission = Self.mission.replacing("match: data/%Y/ds", with: "match: \"**/ds")
      .replacing("{version}.cdf", with: "{version}.cdf\"")
    let publisher = try publisher(mission)
    let listed = try await draft(
      publisher, ["x/ds_2020010200_v1.cdf,1", directory + "ds_2020010100_v1.cdf,1"])
    #expect(listed.counts.files == (isHidden ? 1 : 2))
    #expect(listed.counts.leftOut == (isHidden ? [.temporary: 1] : [:]))
  }
}

@Suite("Keys whose index files could not be written", .temporaryFolder)
struct ImpossibleIndexTests: PublishingTests {
  @Test(
    "are skipped and counted",
    arguments: [
      ("x_{p}", "index/", String(repeating: "z", count: 250)),
      ("ds", "{p}/", "catalog.json"),
    ])
  func skipped(_ id: String, _ index: String, _ name: String) async throws {
    let publisher = try publisher(
      """
      version: 1
      bucket: {endpoint: "s3://b/", name: A bucket, contact: "Someone, a@example.org"}
      datasets:
        - {id: "\(id)", title: T, index: "\(index)", match: "d/{p}/ds_%Y%m%d.cdf", stop: end-of-day}
      """)
    let draft = try await draft(
      publisher, ["d/a/ds_20150101.cdf,1", "d/\(name)/ds_20150102.cdf,1"])
    #expect(draft.counts.impossible == [0: 1])
    #expect(draft.plan.refusals == [])
    try await publisher.publish(draft)
  }
}
