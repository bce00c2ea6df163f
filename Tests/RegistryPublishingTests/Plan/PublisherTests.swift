import Files
import ObjectStorage
import SharedCloudRegistry
import Synchronization
import TestSupport
import Testing

@testable import RegistryPublishing

@Suite("Publishing to a directory", .temporaryFolder)
struct PublisherTests: PublishingTests {
  static let three = [
    "data/2019/ds_2019123123_v1.cdf,10", "data/2020/ds_2020010100_v1.cdf,20",
    "data/2020/ds_2020010200_v1.cdf,30",
  ]

  @Test("links in a source are followed, skipped, or make it incomplete")
  func links() async throws {
    try folder.write("x", to: "source/data/2020/ds_2020010100_v1.cdf")
    try folder.write("x", to: "elsewhere")
    try folder.link("source/data/2020/ds_2020010200_v1.cdf", to: "../../../elsewhere")
    func plan(_ links: LinkPolicy) async throws -> RegistryPlan {
      let source = try PublishingSource(folder.path + "/source", links: links)
      return try await publisher().draft(from: [source]).plan
    }
    let followed = try await plan(.follow)
    #expect(followed.datasets.map(\.rows) == [2])
    #expect(followed.refusals.isEmpty)
    #expect(followed.notices.count == 1)
    #expect(followed.notices.first?.contains("1 link out of the tree, followed: ") == true)
    let inside = try await plan(.inside)
    #expect(inside.refusals.first?.reason.hasSuffix("is incomplete: 1 fault") == true)
    let skipped = try await plan(.skip)
    #expect(skipped.datasets.map(\.rows) == [1])
    #expect(skipped.refusals.isEmpty)
    #expect(skipped.notices.first?.contains("1 link skipped: ") == true)
    let refused = try await plan(.error)
    #expect(refused.refusals.first?.reason.hasSuffix("is incomplete: 1 fault") == true)
  }

  @Test func `counts its work`() async throws {
    let publisher = try publisher()
    let progress = publisher.options.progress
    let draft = try await draft(publisher, Self.three + ["README.txt,3"])
    #expect(progress.keys.load(ordering: .relaxed) == 4)
    #expect(progress.files.load(ordering: .relaxed) == 3)
    #expect(progress.rows.load(ordering: .relaxed) == 3)
    try await publisher.publish(draft)
    let written = draft.objects.reduce(0) { $0 + ($1.content?.size ?? 0) }
    #expect(written > 0)
    #expect(progress.allBytes.load(ordering: .relaxed) == written)
    #expect(progress.bytes.load(ordering: .relaxed) == written)
  }

  @Test func `reports a change by somebody else`() async throws {
    try await publish(Self.three)
    let publisher = try publisher()
    let late = try await draft(publisher, Self.three + ["data/2020/ds_2020010300_v1.cdf,40"])
    try folder.write(
      try text("catalog.json")
        .replacing("A dataset", with: "Another title").replacing("A bucket", with: "The bucket"),
      to: "registry/catalog.json")
    let error = await #expect(throws: PublishingError.self) { try await publisher.publish(late) }
    #expect(error?.code == .conflict)
    #expect(error?.address.hasSuffix("/registry/catalog.json") == true)
    let detail = try #require(error?.detail)
    #expect(detail.contains("its ETag is \""))
    #expect(detail.contains("when it was read"))
    #expect(detail.contains("datasets that differ from those read: ds (title)"))
    #expect(detail.contains("fields of catalog.json that differ: name"))
  }

  @Test func `makes index files by year and a catalog`() async throws {
    let plan = try await publish(Self.three)
    #expect(plan.isNew)
    #expect(plan.datasets[0].files.map(\.action) == [.create, .create])
    #expect(
      try text("index/ds_2020.csv") == """
        # start, stop, datakey, filesize
        2020-01-01T00:00:00Z,2020-01-01T01:00:00Z,s3://b/data/2020/ds_2020010100_v1.cdf,20
        2020-01-02T00:00:00Z,2020-01-02T01:00:00Z,s3://b/data/2020/ds_2020010200_v1.cdf,30

        """)
    let catalog = try text("catalog.json")
    #expect(catalog.contains(#""start": "2019-12-31T23:00:00Z""#))
    #expect(catalog.contains(#""stop": "2020-01-02T01:00:00Z""#))
    #expect(catalog.contains(#""filetype": "cdf""#))
  }

  @Test func `gives the same bytes whatever the order of the listing`() async throws {
    try await publish(Self.three)
    let before = try (text("catalog.json"), text("index/ds_2020.csv"))
    let draft = try await draft(try publisher(), Self.three.reversed() + Self.three)
    #expect(draft.plan.isEmpty)
    #expect(draft.objects.isEmpty)
    #expect(try (text("catalog.json"), text("index/ds_2020.csv")) == before)
  }

  @Test func `rewrites only the years that change`() async throws {
    try await publish(Self.three)
    let plan = try await publish(Self.three + ["data/2020/ds_2020010300_v1.cdf,40"])
    #expect(plan.datasets[0].changes == .init(added: 1))
    #expect(plan.datasets[0].files.map(\.action) == [.keep, .replace])
  }

  @Test func `keeps the latest version, and reports superseded ones`() async throws {
    try await publish(Self.three)
    let plan = try await publish(Self.three + ["data/2020/ds_2020010200_v10.cdf,40"])
    #expect(plan.datasets[0].changes == .init(added: 1, superseded: 1))
    #expect(try text("index/ds_2020.csv").contains("_v10.cdf,40\n"))
    #expect(try !text("index/ds_2020.csv").contains("ds_2020010200_v1.cdf"))
  }

  @Test func `notes a file of another size`() async throws {
    try await publish(Self.three)
    let plan = try await publish(
      Array(Self.three.dropLast()) + ["data/2020/ds_2020010200_v1.cdf,31"])
    #expect(plan.datasets[0].changes == .init(replaced: 1))
  }

  @Test func `keeps rows whose files are gone, unless told to prune`() async throws {
    try await publish(Self.three)
    let kept = try await publish(Array(Self.three.dropLast()))
    #expect(kept.datasets[0].changes == .init(missing: 1))
    #expect(kept.isEmpty)
    let publisher = try publisher {
      $0.prunes = true
      $0.largestRemoval = 1
    }
    let pruned = try await draft(publisher, Array(Self.three.dropFirst()))
    #expect(pruned.plan.datasets[0].changes.removed == 1)
    #expect(pruned.plan.datasets[0].files.map(\.action) == [.keep, .delete])
    try await publisher.publish(pruned)
    #expect(throws: StoreError.self) { try text("index/ds_2019.csv") }
  }

  @Test func `refuses to drop many rows, or to make a dataset shorter`() async throws {
    try await publish(Self.three)
    let publisher = try publisher { $0.prunes = true }
    let draft = try await draft(publisher, Array(Self.three.dropLast()))
    #expect(
      draft.plan.refusals.map(\.reason) == [
        "1 row would be removed or moved, but \(folder.path)/listing.csv does not show when it was "
          + "made: it may be older than the dataset, modified at 2026-09-21T14:13:20Z",
        "1 of 3 rows would be removed",
        "it would end earlier: 2020-01-01T01:00:00Z, not 2020-01-02T01:00:00Z",
      ])
  }

  @Test func `refuses to replace one registry by another`() async throws {
    try await publish(Self.three)
    let other = Self.mission.replacing("s3://b/", with: "s3://other/")
    let draft = try await draft(try publisher(other), Self.three)
    #expect(draft.plan.refusals.first?.reason == "the destination has the registry of s3://b/")
  }

  @Test func `refuses to publish over a registry of a version before 0_3`() async throws {
    try folder.write(
      #"{"CloudMe": "0.1", "catalog": [{"id": "ds", "loc": "s3://b/index/", "title": "x"}]}"#,
      to: "registry/catalog.json")
    let draft = try await draft(try publisher(), Self.three)
    #expect(
      draft.plan.refusals.first?.reason == "the destination has a registry of a version before 0.3")
  }

  @Test func `refuses a listing with lines that can't be read`() async throws {
    let draft = try await draft(try publisher(), Self.three + ["garbage"])
    #expect(draft.plan.refusals.count == 1)
    #expect(draft.plan.refusals[0].reason.hasSuffix("is incomplete: 1 fault"))
  }

  @Test func `counts skipped objects and shows unclaimed ones`() async throws {
    let draft = try await draft(
      try publisher(),
      Self.three + [
        "data/,0", "data/2020/empty_v1.cdf,0", "catalog.json,5", "index/ds_2020.csv,5",
        "data/2020/x.cdf.part,5", "data/2020/other.cdf,5", "data/2020/ds_2020013200_v1.cdf,5",
        "\"data/2020/../ds_2020010100_v1.cdf\",5", "\"data/a,\"\"b.cdf\",5",
      ])
    #expect(
      draft.counts.leftOut == [
        .directory: 1, .empty: 1, .catalog: 1, .index: 1, .temporary: 1, .unusable: 1,
      ])
    #expect(draft.counts.unclaimed == 2)
    #expect(draft.counts.impossible == [0: 1])
    #expect(draft.counts.samples.map(\.reason).contains("there is no day 32 of month 1 of 2020"))
  }

  @Test func `keeps fields that people wrote into the catalog`() async throws {
    try await publish(Self.three)
    let edited = try text("catalog.json")
      .replacing(
        #""title": "A dataset","#, with: #""title": "A dataset", "about": "x", "grade": 1.50,"#
      )
      .replacing(#""name":"#, with: #""$comment": [1, {"a": null}], "name":"#)
    try folder.write(edited, to: "registry/catalog.json")
    try await publish(Self.three + ["data/2020/ds_2020010300_v1.cdf,40"])
    let catalog = try text("catalog.json")
    #expect(catalog.contains(#""about": "x""#))
    #expect(catalog.contains(#""grade": 1.50"#))
    #expect(catalog.contains(#""$comment": ["#))
    #expect(catalog.contains(#""stop": "2020-01-03T01:00:00Z""#))
  }

  @Test func `keeps datasets that the mission does not make`() async throws {
    try await publish(Self.three)
    let other = Self.mission.replacing("id: ds", with: "id: ds_two").replacing(
      "ds_%Y", with: "ds2_%Y")
    let publisher = try publisher(other)
    let draft = try await draft(publisher, ["data/2020/ds2_2020010300_v1.cdf,40"])
    #expect(draft.plan.refusals == [])
    #expect(draft.plan.untouched == ["ds"])
    try await publisher.publish(draft)
    #expect(try text("catalog.json").contains(#""id": "ds","#))
    #expect(try text("catalog.json").contains(#""id": "ds_two","#))
  }

  @Test func `refuses a draft that is older than the present registry`() async throws {
    try await publish(Self.three)
    let publisher = try publisher()
    let draft = try await draft(publisher, Self.three + ["data/2020/ds_2020010300_v1.cdf,40"])
    try folder.write(try text("catalog.json") + "\n", to: "registry/catalog.json")
    let before = try (text("catalog.json"), text("index/ds_2020.csv"))
    let error = await #expect(throws: PublishingError.self) { try await publisher.publish(draft) }
    #expect(error?.code == .conflict)
    #expect(try (text("catalog.json"), text("index/ds_2020.csv")) == before)
  }

  @Test func `completes an interrupted publication that has a journal`() async throws {
    try await publish(Self.three)
    try folder.write("new\n", to: "registry/.scregistry-staging/0")
    let root = try ConfinedDirectory(folder.path + "/registry")
    try seal([
      .init(file: "0", key: "index/ds_2021.csv", before: ""),
      .init(key: "index/ds_2019.csv", before: root.state(of: "index/ds_2019.csv")),
    ])
    #expect(try publisher().recover())
    #expect(try text("index/ds_2021.csv") == "new\n")
    #expect(throws: StoreError.self) { try text("index/ds_2019.csv") }
    #expect(try !publisher().recover())
  }

  @Test func `discards an interrupted publication without a journal`() async throws {
    try await publish(Self.three)
    let before = try text("index/ds_2020.csv")
    try folder.write("half", to: "registry/.scregistry-staging/0")
    #expect(try !publisher().recover())
    #expect(try text("index/ds_2020.csv") == before)
    #expect(PathKind(folder.path + "/registry/.scregistry-staging") == .absent)
  }

  @Test func `refuses a journal that somebody else wrote, or for another directory`() async throws {
    try await publish(Self.three)
    try folder.write("evil", to: "registry/.scregistry-staging/0")
    let journal = "registry/.scregistry-staging/journal.json"
    let steps = #"[{"file": "0", "key": "planted"}]"#
    for text in [steps, #"{"seal": "", "steps": \#(steps)}"#, "no JSON"] {
      try folder.write(text, to: journal)
      #expect(throws: PublishingError.self) { try publisher().recover() }
    }
    try seal([.init(file: "0", key: "planted", before: "")])
    let own = try FileStorage(copy: folder.path).bytes(of: journal, limit: 1 << 20)
    // The same journal in a copy of the directory.
    try folder.write("evil", to: "copy/.scregistry-staging/0")
    try folder.write(
      String(decoding: own, as: UTF8.self), to: "copy/.scregistry-staging/journal.json")
    #expect(throws: StoreError.self) {
      try DirectoryPlacement(root: folder.path + "/copy/").recover()
    }
    // Another user.
    let other = UserSecret(in: folder.path + "/state")
    #expect(throws: StoreError.self) {
      try DirectoryPlacement(root: folder.path + "/registry/", secret: other).recover()
    }
    #expect(PathKind(folder.path + "/registry/planted") == .absent)
    #expect(PathKind(folder.path + "/copy/planted") == .absent)
    #expect(try publisher().recover())
    #expect(PathKind(folder.path + "/registry/planted") == .file)
  }

  @Test func `does not follow a link in place of the staging directory`() async throws {
    try await publish(Self.three)
    try folder.write("precious", to: "elsewhere/file")
    try folder.link("registry/.scregistry-staging", to: "../elsewhere")
    #expect(throws: PublishingError.self) { try publisher().recover() }
    await #expect(throws: PublishingError.self) {
      try await publish(Self.three + ["data/2021/ds_2021010100_v1.cdf,1"])
    }
    #expect(PathKind(folder.path + "/elsewhere/file") == .file)
  }

  @Test func `does not publish through links in the registry`() async throws {
    try await publish(Self.three)
    try folder.write("precious", to: "elsewhere/file")
    let draft = try await draft(
      publisher(), Self.three + ["data/2021/ds_2021010100_v1.cdf,1"])
    try folder.link("registry/index/ds_2021.csv", to: "../../elsewhere/file")
    let publisher = try publisher()
    await #expect(throws: PublishingError.self) { try await publisher.publish(draft) }
    #expect(
      try FileStorage(copy: folder.path).bytes(of: "elsewhere/file", limit: 9)
        == Array("precious".utf8))
  }

  /// Writes the journal of an interrupted publication.
  private func seal(_ steps: [PlacementJournal.Step]) throws {
    let root = try ConfinedDirectory(folder.path + "/registry")
    let staging = try #require(try root.directory(".scregistry-staging"))
    let bytes = PlacementJournal(steps).bytes(root, staging: staging, secret: UserSecret())
    try folder.write(
      String(decoding: bytes, as: UTF8.self), to: "registry/.scregistry-staging/journal.json")
  }

  @Test(
    "refuses a journal that leads out of the directory, even its own",
    arguments: ["../x", "/tmp/x", "a/../../x", "link/x", "."])
  func hostileJournal(_ key: String) async throws {
    try folder.write("evil", to: "registry/.scregistry-staging/0")
    try folder.makeFolder("elsewhere")
    try folder.link("registry/link", to: "../elsewhere")
    try seal([.init(file: "0", key: key, before: "")])
    #expect(PathKind(folder.path + "/elsewhere/x") == .absent)
    let publisher = try publisher()
    #expect(throws: PublishingError.self) { try publisher.recover() }
    #expect(PathKind(folder.path + "/x") == .absent)
  }

  @Test func `writes further columns and their description`() async throws {
    let mission = Self.mission.replacing(
      "    stop: PT1H",
      with: """
            stop: PT1H
            indextype: csv-zip
            columns: [{name: version, type: string, desc: version of the file}]
        """)
    let publisher = try publisher(mission)
    let draft = try await draft(publisher, Self.three)
    #expect(draft.plan.refusals == [])
    try await publisher.publish(draft)
    #expect(try text("index/ds.json").contains(#""desc": "version of the file""#))
    #expect(try text("catalog.json").contains(#""indextype": "csv-zip""#))
    #expect(PathKind(folder.path + "/registry/index/ds_2020.csv.zip") == .file)
    let again = try await self.draft(publisher, Self.three)
    #expect(again.plan.isEmpty)
  }
}
