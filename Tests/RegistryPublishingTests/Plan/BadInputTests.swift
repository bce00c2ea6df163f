import Glibc
import ObjectStorage
import SharedCloudRegistry
import TestSupport
import Testing

@testable import RegistryPublishing

@Suite("Bad input of the publisher", .temporaryFolder)
struct BadInputTests {
  /// A listing to publish, and the outcome.
  struct Case: CustomTestStringConvertible, Sendable {
    var testDescription: String
    var match = "data/%Y/ds_%Y%m%d%H_*.cdf"
    var stop = "PT1H"
    /// Lines of the listing, besides two correct ones.
    var lines: [String]
    /// The reasons for skipped objects.
    var samples: [String: String] = [:]
    var notices: [String] = []
    var refusals: [String] = []
    /// The datakeys added to the index, besides the two, as written.
    var added: [String] = []
  }

  static let right = ["data/2020/ds_2020010100_a.cdf,10", "data/2020/ds_2020010200_a.cdf,20"]

  static let cases = [
    Case(
      testDescription: "times that do not exist",
      lines: [
        "data/2020/ds_2020130100_a.cdf,1", "data/2020/ds_2020023000_a.cdf,1",
        "data/2020/ds_2020010125_a.cdf,1",
      ],
      samples: [
        "data/2020/ds_2020130100_a.cdf": "there is no month 13",
        "data/2020/ds_2020023000_a.cdf": "there is no day 30 of month 2 of 2020",
        "data/2020/ds_2020010125_a.cdf": "there is no hour 25",
      ]),
    Case(
      testDescription: "a stop before the start",
      match: "data/%Y/ds_%{start:%Y%m%d%H}_%{stop:%Y%m%d%H}.cdf", stop: "from-name",
      lines: [
        "data/2020/ds_2020010300_2020010212.cdf,1", "data/2020/ds_2020010400_2020010412.cdf,2",
      ],
      samples: [
        "data/2020/ds_2020010300_2020010212.cdf": "the stop is before the start",
        "data/2020/ds_2020010100_a.cdf": "no dataset claims it",
        "data/2020/ds_2020010200_a.cdf": "no dataset claims it",
      ], added: ["s3://b/data/2020/ds_2020010400_2020010412.cdf"]),
    Case(
      testDescription: "two files of one start", lines: ["data/2020/ds_2020010100_b.cdf,30"],
      added: ["s3://b/data/2020/ds_2020010100_b.cdf"]),
    Case(
      testDescription: "a template that takes everything", match: "**/*%Y{rest:[^0-9].*}",
      lines: ["data/0100/x3000.cdf,1"],
      refusals: [
        "0100-01-01T00:00:00Z to 3000-01-01T01:00:00Z is implausible: other digits may have been "
          + "read as the year"
      ],
      added: ["s3://b/data/0100/x3000.cdf"]),
    Case(
      testDescription: "a template without a time", match: "{any:.*}", lines: [],
      samples: [
        "data/2020/ds_2020010100_a.cdf": "the name has no year",
        "data/2020/ds_2020010200_a.cdf": "the name has no year",
      ], refusals: ["no file belongs to a dataset"]),
    Case(
      testDescription: "keys that are hard to write",
      lines: [
        #""data/2020/ds_2020010300_""q"".cdf",1"#, #""data/2020/ds_2020010400_,.cdf",2"#,
        "data/2020/ds_2020010500_é☀.cdf,3",
      ],
      added: [
        #""s3://b/data/2020/ds_2020010300_""q"".cdf""#, #""s3://b/data/2020/ds_2020010400_,.cdf""#,
        "s3://b/data/2020/ds_2020010500_é☀.cdf",
      ]),
    Case(
      testDescription: "keys that an index can't contain",
      lines: [
        "\"data/2020/ds_2020010300_\n.cdf\",1", "data/2020/../ds_2020010400_a.cdf,2",
        "../ds_2020010500_a.cdf,3", "/data/2020/ds_2020010600_a.cdf,4",
      ],
      samples: [
        "data/2020/ds_2020010300_\n.cdf": "an index file can't contain this key",
        "data/2020/../ds_2020010400_a.cdf": "an index file can't contain this key",
        "../ds_2020010500_a.cdf": "an index file can't contain this key",
        "/data/2020/ds_2020010600_a.cdf": "an index file can't contain this key",
      ]),
    Case(
      testDescription: "a clock that is far in the future",
      lines: ["data/2099/ds_2099010100_a.cdf,1"],
      notices: [
        "ds: 2020-01-01T00:00:00Z to 2099-01-01T01:00:00Z ends more than a year from now"
      ],
      added: ["s3://b/data/2099/ds_2099010100_a.cdf"]),
  ]

  private var folder: TemporaryFolder { TemporaryFolder.current }

  private func publisher(_ example: Case, to destination: String) throws -> Publisher {
    let mission = """
      version: 1
      bucket: {endpoint: "s3://b/", name: A bucket, contact: "Someone, a@example.org"}
      datasets:
        - {id: ds, title: A dataset, match: "\(example.match)", stop: \(example.stop)}
      """
    return Publisher(
      try Mission(parsing: Array(mission.utf8), path: "mission.yml"),
      destination: folder.path + "/" + destination,
      options: Publisher.Options(now: SCRTime(seconds: 1_790_000_000)))
  }

  private func draft(_ publisher: Publisher, _ lines: [String]) async throws -> RegistryDraft {
    try folder.write((["key,size"] + lines).joined(separator: "\n") + "\n", to: "listing.csv")
    var draft = try await publisher.draft(
      from: [try PublishingSource(folder.path + "/listing.csv")])
    _ = try await publisher.validate(&draft)
    return draft
  }

  /// The texts of all index files.
  private func index(_ destination: String) throws -> String {
    let store = FileStorage(copy: folder.path + "/" + destination)
    let names = try store.listAll().objects.map(\.key).filter { $0.hasSuffix(".csv") }
    return try names.map {
      String(decoding: try store.bytes(of: $0, limit: 1 << 20), as: UTF8.self)
    }
    .joined()
  }

  @Test("is reported, and does not affect other files", arguments: cases)
  func badInput(_ example: Case) async throws {
    let publisher = try publisher(example, to: "new")
    let draft = try await draft(publisher, Self.right + example.lines)
    let samples = draft.counts.samples.map { ($0.key, $0.reason) }
    #expect(Dictionary(samples, uniquingKeysWith: { $1 }) == example.samples)
    #expect(draft.plan.notices == example.notices)
    #expect(draft.plan.refusals.prefix(1).map(\.reason) == example.refusals)
    try await publisher.publish(draft)
    let text = try index("new")
    for key in example.added { #expect(text.contains("," + key + ",")) }
    let right =
      example.samples.values.contains("no dataset claims it") || example.match == "{any:.*}"
      ? 0 : 2
    #expect(text.split(separator: "\n").count { !$0.hasPrefix("#") } == right + example.added.count)
  }

  @Test func `in one line of a hundred prevents publication`() async throws {
    let publisher = try publisher(Case(testDescription: "", lines: []), to: "new")
    let first = try await draft(publisher, Self.right)
    try await publisher.publish(first)
    let before = try index("new")
    let lines = (0..<1000).map { number in
      number % 100 == 50
        ? "gar\u{1}bage \(number)"
        : "data/2020/ds_2020\(number < 500 ? "03" : "04")\(10 + number / 24 % 20)"
          + "\(10 + number % 14)_\(number).cdf,\(number + 1)"
    }
    let draft = try await draft(publisher, lines)
    #expect(draft.plan.refusals.first?.reason.hasSuffix("is incomplete: 10 faults") == true)
    #expect(draft.plan.notices.count == 10)
    #expect(
      draft.plan.notices.first?.hasSuffix("listing.csv: line 52: the record has 1 fields, not 2")
        == true)
    #expect(try index("new") == before)
  }

  @Test(
    "names what can't be written, and loses nothing",
    arguments: ["listing.csv", "listing.csv/below", "closed"])
  func notWritable(_ destination: String) async throws {
    let publisher = try publisher(Case(testDescription: "", lines: []), to: destination)
    if destination == "closed" {
      // Root may write here too.
      guard geteuid() != 0 else { return }
      try folder.makeFolder("closed")
      unsafe _ = chmod(folder.path + "/closed", 0o500)
    }
    let draft = try await draft(publisher, Self.right)
    let error = await #expect(throws: PublishingError.self) { try await publisher.publish(draft) }
    #expect(error?.code == .write)
    #expect(error?.address.hasPrefix(folder.path) == true)
    let listing = try FileStorage(copy: folder.path).bytes(of: "listing.csv", limit: 1000)
    #expect(String(decoding: listing, as: UTF8.self).hasPrefix("key,size\n" + Self.right[0]))
  }
}
