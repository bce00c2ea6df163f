import Listings
import ObjectStorage
import SharedCloudRegistry
import TestSupport
import Testing

@testable import RegistryPublishing

@Suite("What a source proves", .temporaryFolder)
struct EvidenceTests: PublishingTests {
  static let three = PublisherTests.three
  /// Two of the three, as rclone lists them; `%` is the time of the first.
  static let two = """
    [{"Path": "data/2019/ds_2019123123_v1.cdf", "Size": 10, "ModTime": "%", "IsDir": false},
    {"Path": "data/2020/ds_2020010100_v1.cdf", "Size": 20, "ModTime": "2020-01-10T00:00:00Z", \
    "IsDir": false}]
    """

  @Test(
    "removes rows only if it is certainly newer than the dataset",
    arguments: [
      ("2026-09-21T15:00:00Z", true), ("2026-09-21T14:13:21Z", true),
      // Either may be the earlier one of two times of one second.
      ("2026-09-21T14:13:20Z", false), ("2026-09-21T14:13:20.5Z", false),
      ("2020-01-10T00:00:00Z", false),
      // A time in the future proves nothing.
      ("2099-01-01T00:00:00Z", false),
    ])
  func times(_ time: String, _ isNewer: Bool) async throws {
    try await publish(Self.three)
    let plan = try await prunedPlan(Self.two.replacing("%", with: time))
    #expect(plan.datasets[0].changes.removed == 1)
    #expect(plan.refusals.map(\.opening) == (isNewer ? [] : [.olderEvidence]))
  }

  @Test(
    "removes rows only if the dataset has an age, which a coarse time ends",
    arguments: [
      ("\"2026-09-21T14:13:20Z\"", true), ("\"2026-09-21T14Z\"", true), ("\"2026-08Z\"", true),
      ("\"2026-09-21T15Z\"", false), ("\"2026-09-22Z\"", false), ("\"2026-09Z\"", false),
      ("\"2026Z\"", false), ("\"\"", false), ("null", false), ("7", false),
      ("\"yesterday\"", false),
      ("\"2026-09-21T14:13:20\"", false), ("", false),
    ])
  func modification(_ value: String, _ isKnown: Bool) async throws {
    try await publish(Self.three)
    let now = "\"modification\": \"2026-09-21T14:13:20Z\""
    let catalog = try text("catalog.json")
    #expect(catalog.contains(now))
    let member = value.isEmpty ? "\"note\": \"\"" : "\"modification\": \(value)"
    try folder.write(catalog.replacing(now, with: member), to: "registry/catalog.json")
    let plan = try await prunedPlan(Self.two.replacing("%", with: "2026-09-21T15:00:00Z")) {
      $0.now = SCRTime(seconds: 1_790_100_000)
    }
    #expect(plan.datasets[0].changes.removed == 1)
    #expect(plan.refusals.map(\.opening) == (isKnown ? [] : [.olderEvidence]))
  }

  @Test(
    "without time zones is as old as its newest object may be",
    arguments: [
      ("2026-09-22 04:13:21", true), ("2026-09-22 04:13:20", false),
      // That would be in the future in every zone.
      ("2026-09-23 00:00:00", false), ("2026-09-31 00:00:00", false),
    ])
  func localTimes(_ time: String, _ isNewer: Bool) async throws {
    try await publish(Self.three)
    let plan = try await prunedPlan(
      """
      2020-01-10 00:00:00         10 data/2019/ds_2019123123_v1.cdf
      \(time)         20 data/2020/ds_2020010100_v1.cdf\n
      """, named: "aws.txt")
    #expect(plan.datasets[0].changes.removed == 1)
    #expect(plan.refusals.map(\.opening) == (isNewer ? [] : [.olderEvidence]))
  }

  @Test(
    "says nothing about directories that it lists without content",
    arguments: [
      ([], 2), (["data/2020"], 1), (["data/2019", "data/2020"], 0), (["data"], 2),
      (["data/2021"], 2),
    ])
  func folded(_ directories: [String], _ removed: Int) async throws {
    let rest = ["other/ds_x.txt,7", "data/2018/ds_2018010100_v1.cdf,50"]
    try await publish(Self.three.dropLast() + rest)
    let lines =
      directories.map {
        #"{"Path": "\#($0)", "Size": -1, "ModTime": "2026-09-21T15:00:00Z", "IsDir": true}"#
      } + [
        #"{"Path": "data/2018/ds_2018010100_v1.cdf", "Size": 50, "IsDir": false, "#
          + #""ModTime": "2026-09-21T15:00:00Z"}"#
      ]
    let text = "[" + lines.joined(separator: ",\n") + "]"
    let plan = try await prunedPlan(text) { $0.largestRemoval = 1 }
    #expect(plan.datasets[0].changes == .init(removed: removed))
    #expect(plan.refusals == [])
    let notices = plan.notices.filter { $0.contains("whose content the sources do not list") }
    #expect(notices.count == (removed < 2 ? 1 : 0))
    // A snapshot of the listing tells it, too.
    let source = SnapshotSource.listing(ListingFile(path: folder.path + "/listing.json"))
    var snapshot = Snapshot(of: source, tool: "test")
    snapshot.created = "2026-09-21T15:00:00Z"
    var bytes: [UInt8] = []
    _ = try await snapshot.write(counting: NoCounter()) { bytes += $0 }
    let written = String(decoding: bytes, as: UTF8.self)
    let again = try await prunedPlan(written, named: "snapshot.txt") { $0.largestRemoval = 1 }
    #expect(again.datasets[0].changes == .init(removed: removed))
  }

  private struct NoCounter: Snapshot.Counter {
    func count(objects: Int) {}
    func count(bytes: Int) {}
  }

  @Test(
    "says nothing about links that it skips",
    arguments: [
      (LinkPolicy.skip, "outside", 0), (.follow, "outside", 1),
      // Directories are listed once, so nothing is listed below the link.
      (.follow, "copy/other", 0),
    ])
  func links(_ links: LinkPolicy, _ other: String, _ removed: Int) async throws {
    try await publish(Self.three + ["data/2020/ds_2020010300_v1.cdf,5"])
    try folder.write(String(repeating: "x", count: 10), to: "copy/data/2019/ds_2019123123_v1.cdf")
    try folder.write(
      String(repeating: "x", count: 20), to: "\(other)/2020/ds_2020010100_v1.cdf")
    try folder.write(String(repeating: "x", count: 30), to: "elsewhere")
    // A link to a directory, and in it a link to a file; only one row has no file.
    try folder.link("copy/data/2020", to: folder.path + "/\(other)/2020")
    try folder.link("\(other)/2020/ds_2020010200_v1.cdf", to: folder.path + "/elsewhere")
    let publisher = try publisher {
      $0.prunes = true
      $0.largestRemoval = 1
    }
    let source = try PublishingSource(folder.path + "/copy", links: links)
    let plan = try await publisher.draft(from: [source]).plan
    #expect(plan.datasets[0].changes.removed == removed)
    #expect(plan.datasets[0].rows == 4 - removed)
  }

  @Test(
    "is of unknown age if an inventory does not tell when it began",
    arguments: [
      ("\"1790000001000\"", true), ("null", false), ("\"yesterday\"", false), ("\"-5\"", false),
      // In the future, and in seconds instead of milliseconds.
      ("\"1995900000000\"", false), ("\"1790000000\"", false),
    ])
  func inventory(_ created: String, _ isNewer: Bool) async throws {
    try await publish(Self.three)
    let keys = Self.three.dropLast().map { $0.replacing(",", with: "\",\"") }
    try folder.write(keys.map { "\"b\",\"\($0)\"\n" }.joined(), to: "data.csv")
    let plan = try await prunedPlan(
      """
      {"sourceBucket": "b", "destinationBucket": "arn:aws:s3:::i", "version": "2016-11-30",
      "creationTimestamp": \(created), "fileFormat": "CSV", "fileSchema": "Bucket, Key, Size",
      "files": [{"key": "data.csv", "size": 1}]}
      """, named: "manifest.json")
    #expect(plan.datasets[0].changes.removed == 1)
    #expect(plan.refusals.map(\.opening) == (isNewer ? [] : [.olderEvidence]))
  }

  @Test func `is of unknown age without any time, also beside one with a time`() async throws {
    try await publish(Self.three)
    let lines = "key,size\n" + Self.three.dropLast().joined(separator: "\n") + "\n"
    let alone = try await prunedPlan(lines, named: "plain.csv")
    #expect(alone.refusals.map(\.opening) == [.olderEvidence])
    #expect(alone.refusals[0].reason.contains("plain.csv does not show when it was made"))
    try folder.write(Self.two.replacing("%", with: "2026-09-21T15:00:00Z"), to: "timed.json")
    let publisher = try publisher {
      $0.prunes = true
      $0.allowed = [.removal, .earlierEnd]
      $0.now = Self.later
    }
    let sources = try ["timed.json", "plain.csv"].map {
      try PublishingSource(folder.path + "/" + $0)
    }
    let both = try await publisher.draft(from: sources).plan
    #expect(both.refusals.map(\.opening) == [.olderEvidence])
    let open = try await prunedPlan(lines) { $0.allowed.insert(.olderEvidence) }
    #expect(open.refusals == [])
    #expect(open.datasets[0].changes.removed == 1)
  }

  @Test func `of a directory is as new as the run`() async throws {
    try await publish(Self.three)
    for line in Self.three.dropLast() {
      let parts = line.split(separator: ",")
      try folder.write(
        String(repeating: "x", count: Int(parts[1]) ?? 0), to: "copy/\(parts[0])")
    }
    let publisher = try publisher {
      $0.prunes = true
      $0.allowed = [.removal, .earlierEnd]
    }
    let source = try PublishingSource(folder.path + "/copy")
    for isRetry in [false, true] {
      let plan = try await publisher.draft(from: [source], isRetry: isRetry).plan
      #expect(plan.refusals == [])
      #expect(plan.datasets[0].changes.removed == 1)
    }
  }

  @Test func `removes nothing if somebody else published after the listing`() async throws {
    try await publish(Self.three)
    let time = "2026-09-21T15:00:00Z"
    let retried = try await prunedPlan(Self.two.replacing("%", with: time), isRetry: true) {
      $0.allowed = Set(PublishingGuard.allCases)
    }
    #expect(retried.datasets[0].changes == .init(missing: 1))
    #expect(retried.isEmpty)
    #expect(retried.notices.contains { $0.contains("somebody else published since") })
  }

  @Test func `that is limited to a start key is incomplete`() async throws {
    try await publish(Self.three)
    let plan = try await prunedPlan(
      """
      {"StartAfter": "data/2020/ds_2020010100_v1.cdf", "Contents": [
      {"Key": "data/2020/ds_2020010200_v1.cdf", "Size": 30, "LastModified": "2026-09-21T15:00:00Z"}]}
      """)
    #expect(plan.refusals.map(\.opening) == [.incompleteSource])
    #expect(plan.datasets[0].changes.removed == 0)
  }

  @Test func `is shown as a note if the run is forced`() async throws {
    try await publish(Self.three)
    let publisher = try publisher { $0.prunes = true }
    try folder.write(
      "key,size\n" + Self.three.dropLast().joined(separator: "\n") + "\n", to: "plain.csv")
    var settings = PublicationSettings(isForced: true)
    for isForced in [true, false] {
      settings.isForced = isForced
      settings.isDry = true
      _ = try await publisher.run(
        from: [try PublishingSource(folder.path + "/plain.csv")], settings: settings
      ) { step throws(PublishingError) in
        guard case .drafted(let draft) = step else { return }
        #expect(draft.plan.text.contains("refused: ") != isForced)
        #expect(draft.plan.text.contains("be removed (allowed by --force)\n") == isForced)
      }
    }
  }

  @Test(
    "is as old as the listing that a snapshot was made from",
    arguments: [("2026-09-21T15:00:00Z", true), ("2026-01-01T00:00:00Z", false)])
  func snapshots(_ time: String, _ isNewer: Bool) async throws {
    try await publish(Self.three)
    try folder.write(Self.two.replacing("%", with: time), to: "old.json")
    var name = "old.json"
    for copy in 1...2 {
      var snapshot = Snapshot(
        of: .listing(ListingFile(path: folder.path + "/" + name)), tool: "test")
      snapshot.created = "2026-09-21T15:10:00Z"
      var bytes: [UInt8] = []
      _ = try await snapshot.write(counting: NoCounter()) { bytes += $0 }
      name = "copy\(copy).ndjson"
      let plan = try await prunedPlan(String(decoding: bytes, as: UTF8.self), named: name)
      #expect(plan.datasets[0].changes.removed == 1)
      #expect(plan.refusals.map(\.opening) == (isNewer ? [] : [.olderEvidence]), "\(name)")
    }
  }
}
