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
    let publisher = try publisher(mission)
    let rest = [example.match.contains("{sat}_") ? "a/x_20150102_v1.cdf,30" : "other.txt,5"]
    let first = try await draft(publisher, example.before + rest)
    try await publisher.publish(first)
    let plan = try await draft(publisher, example.after + rest).plan
    #expect(plan.datasets[0].changes == example.changes)
    #expect(plan.refusals == [])
  }
}
