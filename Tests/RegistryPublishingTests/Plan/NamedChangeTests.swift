import SharedCloudRegistry
import TestSupport
import Testing

@testable import RegistryPublishing

@Suite("What a plan names", .temporaryFolder)
struct NamedChangeTests: PublishingTests {
  static let three = PublisherTests.three

  private func plan(
    _ lines: [String], _ mission: String = Self.mission,
    _ change: (inout Publisher.Options) -> Void = { _ in }
  ) async throws -> RegistryPlan {
    try await draft(try publisher(mission, change), lines).plan
  }

  private func json(_ plan: RegistryPlan) -> String { String(decoding: plan.json, as: UTF8.self) }

  @Test func `files that are gone, even if nothing changes`() async throws {
    try await publish(Self.three)
    let plan = try await plan(Array(Self.three.dropLast()))
    #expect(plan.isEmpty)
    #expect(plan.text.contains("  missing but kept s3://b/data/2020/ds_2020010200_v1.cdf\n"))
    #expect(json(plan).contains(#""datakey": "s3://b/data/2020/ds_2020010200_v1.cdf""#))
  }

  @Test func `nothing as gone if the sources show only a part`() async throws {
    try await publish(Self.three)
    let plan = try await plan(Array(Self.three.dropLast())) { $0.isPartial = true }
    #expect(plan.datasets[0].named == [])
    #expect(!plan.text.contains("missing"))
  }

  @Test func `rows that are removed`() async throws {
    try await publish(Self.three)
    let plan = try await plan(Array(Self.three.dropLast())) { $0.prunes = true }
    #expect(
      plan.datasets[0].named == [
        .init(kind: .removed, datakey: "s3://b/data/2020/ds_2020010200_v1.cdf")
      ])
  }

  /// A pattern that is ignored, and a file without bytes.
  static let present: [(lines: [String], mission: String, kind: RegistryPlan.RowChange.Kind)] = [
    (three, mission + "\nignore: [data/2020/ds_2020010200*]\n", .unclaimed),
    (three.dropLast() + ["data/2020/ds_2020010200_v1.cdf,0"], mission, .empty),
  ]

  @Test("files that are present, but not claimed or empty", arguments: 0..<2, [false, true])
  func present(_ number: Int, prunes: Bool) async throws {
    try await publish(Self.three)
    let example = Self.present[number]
    let plan = try await plan(example.lines, example.mission) {
      $0.prunes = prunes
      $0.largestRemoval = 1
    }
    let key = "s3://b/data/2020/ds_2020010200_v1.cdf"
    let words = example.kind == .empty ? "present but empty" : "present but not claimed"
    #expect(!plan.text.contains("missing"))
    guard prunes else {
      #expect(plan.datasets[0].named == [.init(kind: example.kind, datakey: key)])
      #expect(plan.text.contains("  \(words) \(key)\n"))
      return #expect(plan.isEmpty)
    }
    let kind: RegistryPlan.RowChange.Kind =
      example.kind == .empty ? .removedEmpty : .removedUnclaimed
    #expect(plan.datasets[0].named == [.init(kind: kind, datakey: key)])
    #expect(plan.datasets[0].changes == .init(removed: 1, removedPresent: 1))
    #expect(plan.text.contains("1 removed, 1 of them with files that are present\n"))
  }

  @Test func `no file as moved that is still at its key`() async throws {
    let first = try publisher(Self.wide)
    try await first.publish(try await draft(first, Self.three))
    let ignoring = Self.wide + "\nignore: [\"data/**\"]\n"
    let both = Self.three + Self.three.map { $0.replacing("data/", with: "archive/data/") }
    let changes = try await plan(both, ignoring).datasets[0].changes
    #expect(changes == .init(added: 3, unclaimed: 3))
  }

  @Test func `versions that are superseded or skipped`() async throws {
    let new = try await plan(Self.three + ["data/2020/ds_2020010200_v2.cdf,40"])
    let key = "s3://b/data/2020/ds_2020010200_v"
    #expect(
      new.datasets[0].named == [
        .init(kind: .olderVersion, datakey: key + "1.cdf", successor: key + "2.cdf")
      ])
    #expect(new.text.contains("1 older version skipped"))
    try await publish(Self.three)
    let later = try await plan(
      Array(Self.three.dropLast()) + ["data/2020/ds_2020010200_v2.cdf,40"])
    #expect(
      later.datasets[0].named == [
        .init(kind: .superseded, datakey: key + "1.cdf", successor: key + "2.cdf")
      ])
  }

  static let wide = mission.replacing("match: data/%Y/ds", with: "match: \"**/ds")
    .replacing("{version}.cdf", with: "{version}.cdf\"")

  @Test("files that moved to another key, whose old rows do not stay", arguments: [false, true])
  func relocated(_ prunes: Bool) async throws {
    let first = try publisher(Self.wide)
    try await first.publish(try await draft(first, Self.three))
    let moved = Self.three.map { $0.replacing("data/", with: "archive/data/") }
    let publisher = try publisher(Self.wide) {
      $0.prunes = prunes
      $0.allowed = [.removal, .olderEvidence]
    }
    let draft = try await draft(publisher, moved)
    #expect(draft.plan.refusals == [])
    #expect(draft.plan.datasets[0].changes == .init(relocated: 3))
    #expect(
      draft.plan.text.contains(
        "  moved s3://b/data/2019/ds_2019123123_v1.cdf -> "
          + "s3://b/archive/data/2019/ds_2019123123_v1.cdf\n"))
    try await publisher.publish(draft)
    #expect(try !text("index/ds_2020.csv").contains("s3://b/data/"))
    #expect(try text("index/ds_2020.csv").split(separator: "\n").count == 3)
    #expect(try await plan(moved, Self.wide).isEmpty)
  }

  @Test func `a file that moved only if the sources are complete`() async throws {
    let first = try publisher(Self.wide)
    try await first.publish(try await draft(first, Self.three))
    let moved = Self.three.map { $0.replacing("data/", with: "archive/data/") }
    let plan = try await plan(moved, Self.wide) { $0.isPartial = true }
    #expect(plan.datasets[0].changes.relocated == 0)
    #expect(plan.datasets[0].rows == 6)
  }

  @Test func `files whose size or time of writing the listing does not tell`() async throws {
    let newest = Self.mission + "\n    versions: newest\n"
    #expect(
      try await plan(Self.three, newest).notices == [
        "3 files without a time of writing, first data/2019/ds_2019123123_v1.cdf: the greatest "
          + "version counts as the newest"
      ])
    try folder.write(
      #"[{"Path": "data/2019/ds_2019123123_v1.cdf", "Size": -1, "IsDir": false}]"#,
      to: "unsized.json")
    let draft = try await publisher().draft(
      from: [try PublishingSource(folder.path + "/unsized.json")])
    #expect(
      draft.plan.notices == [
        "1 file without a size in bytes, first data/2019/ds_2019123123_v1.cdf: web servers round "
          + "sizes on their pages, and rclone writes -1 for unknown sizes; use a listing with exact "
          + "sizes"
      ])
  }

  @Test func `fields of the catalog, before and after`() async throws {
    try await publish(Self.three)
    let plan = try await plan(
      Self.three, Self.mission.replacing("title: A dataset", with: "title: A new title"))
    #expect(plan.text.contains("  ds.title: \"A dataset\" -> \"A new title\"\n"))
    #expect(
      plan.fieldChanges.first { $0.field == "title" }
        == .init(
          dataset: "ds", field: "title", before: "\"A dataset\"", after: "\"A new title\""))
    #expect(json(plan).contains(#""after": "A new title""#))
  }
}
