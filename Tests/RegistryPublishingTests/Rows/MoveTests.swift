import SharedCloudRegistry
import TestSupport
import Testing

@testable import RegistryPublishing

@Suite("A file moved", .temporaryFolder)
struct MoveTests: PublishingTests {
  /// Two listings, and how the rows change from one to the other.
  struct Case: CustomTestStringConvertible, Sendable {
    var match: String
    var before: [String]
    var after: [String]
    var changes: RegistryPlan.Changes
    var columns = ""
    var testDescription: String { "\(match): \(before) to \(after)" }
  }

  private static let kept = RegistryPlan.Changes(added: 1, missing: 1)

  static let cases = [
    Case(
      match: "**/ds_%Y%m%d.cdf", before: ["a/ds_20150101.cdf,10"], after: ["c/ds_20150101.cdf,10"],
      changes: .init(relocated: 1)),
    // Another size.
    Case(
      match: "**/ds_%Y%m%d.cdf", before: ["a/ds_20150101.cdf,10"], after: ["c/ds_20150101.cdf,99"],
      changes: kept),
    // Two rows for one file, and two files for one row.
    Case(
      match: "**/ds_%Y%m%d.cdf", before: ["a/ds_20150101.cdf,10", "b/ds_20150101.cdf,20"],
      after: ["c/ds_20150101.cdf,10"], changes: .init(added: 1, missing: 2)),
    Case(
      match: "**/ds_%Y%m%d.cdf", before: ["a/ds_20150101.cdf,10"],
      after: ["c/ds_20150101.cdf,10", "d/ds_20150101.cdf,10"], changes: .init(added: 2, missing: 1)),
    // Another capture, which no column has.
    Case(
      match: "{sat}/ds_%Y%m%d.cdf", before: ["a/ds_20150101.cdf,10"],
      after: ["c/ds_20150101.cdf,10"], changes: kept),
    Case(
      match: "**/{sat}_%Y%m%d_v{version}.cdf", before: ["a/x_20150101_v1.cdf,10"],
      after: ["c/x_20150101_v2.cdf,10"], changes: .init(relocated: 1)),
    // Another capture in a column.
    Case(
      match: "d/{det}/ds_%Y%m%d.cdf", before: ["d/a/ds_20150101.cdf,10"],
      after: ["d/c/ds_20150101.cdf,10"], changes: kept,
      columns: ", columns: [{name: det, from: det, type: string}]"),
  ]

  @Test("if name, size and captures are the same and nothing else has them", arguments: cases)
  func moved(_ example: Case) async throws {
    let mission = """
      version: 1
      bucket: {endpoint: "s3://b/", name: A bucket, contact: "Someone, a@example.org"}
      datasets:
        - {id: ds, title: T, match: "\(example.match)", stop: end-of-day\(example.columns)}
      """
    let publisher = try publisher(mission) {
      $0.largestRemoval = 1
      $0.allowed = [.olderEvidence]
    }
    let rest = [example.match.contains("{sat}_") ? "a/x_20150102_v1.cdf,30" : "other.txt,5"]
    let first = try await draft(publisher, example.before + rest)
    try await publisher.publish(first)
    let plan = try await draft(publisher, example.after + rest).plan
    #expect(plan.datasets[0].changes == example.changes)
    #expect(plan.refusals == [])
  }

  static let mission = """
    version: 1
    bucket: {endpoint: "s3://b/", name: A bucket, contact: "Someone, a@example.org"}
    datasets:
      - {id: ds, title: T, match: "**/ds_%Y%m%d.cdf", stop: end-of-day}
    """

  /// A listing by rclone of files that were written at a time.
  private static func listing(_ keys: [String], at time: String) -> String {
    let time = time.isEmpty ? "" : #", "ModTime": "\#(time)""#
    let lines = keys.map { #"{"Path": "\#($0)", "Size": 10, "IsDir": false\#(time)}"# }
    return "[" + lines.joined(separator: ",\n") + "]"
  }

  private static func keys(below directory: String) -> [String] {
    (10..<30).map { "\(directory)/ds_201501\($0).cdf" }
  }

  @Test(
    "only as far as the guards and the age of the listing allow",
    arguments: [
      // The time of the listing, the modification, whether rows move, and the guards.
      ("2026-09-22T00:00:00Z", "2026-09-21T00:00:00Z", true, [PublishingGuard.removal]),
      ("2026-09-22T00:00:00Z", "2026-09-23T00:00:00Z", true, [.olderEvidence, .removal]),
      ("2026-09-22T00:00:00Z", "2026Z", true, [.olderEvidence, .removal]),
      ("2026-09-22T00:00:00Z", "", true, [.olderEvidence, .removal]),
      // Without times in the listing, the old rows stay, and the new ones are new.
      ("", "2026-09-21T00:00:00Z", false, []), ("", "", false, []),
    ])
  func guarded(
    _ time: String, _ modification: String, _ moves: Bool, _ guards: [PublishingGuard]
  ) async throws {
    let publisher = try publisher(Self.mission) { $0.now = SCRTime(seconds: 1_795_000_000) }
    let first = try await draft(publisher, Self.keys(below: "a").map { $0 + ",10" })
    try await publisher.publish(first)
    let catalog = try text("catalog.json")
    let now = "\"modification\": \"2026-11-18T11:06:40Z\""
    #expect(catalog.contains(now))
    try folder.write(
      catalog.replacing(now, with: "\"modification\": \"\(modification)\""),
      to: "registry/catalog.json")
    try folder.write(Self.listing(Self.keys(below: "c"), at: time), to: "listing.json")
    let plan = try await publisher.draft(
      from: [try PublishingSource(folder.path + "/listing.json")]
    ).plan
    #expect(plan.refusals.map(\.opening) == guards)
    #expect(
      plan.datasets[0].changes == (moves ? .init(relocated: 20) : .init(added: 20, missing: 20)))
  }
}
