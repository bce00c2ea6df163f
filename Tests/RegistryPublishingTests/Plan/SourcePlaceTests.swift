import ObjectStorage
import SharedCloudRegistry
import TestSupport
import Testing

@testable import RegistryPublishing

@Suite("Places that a source lists", .temporaryFolder)
struct SourcePlaceTests: PublishingTests {
  static let three = PublisherTests.three
  @Test(
    "says nothing about the rows outside of its prefix",
    arguments: [
      ("data/2019/", 0, 1), ("data/2020/", 1, 0), ("data/", 1, 1), ("", 1, 1),
    ])
  func prefix(_ prefix: String, _ in2020: Int, _ in2019: Int) async throws {
    try await publish(Self.three + ["data/2019/ds_2019123122_v1.cdf,5"])
    let kept = "data/2020/ds_2020010200_v1.cdf"
    let listed = [kept, "data/2019/ds_2019123123_v1.cdf"].filter { $0.hasPrefix(prefix) }
    let contents = listed.map {
      #"{"Key": "\#($0)", "Size": \#($0 == kept ? 30 : 10), "LastModified": "2026-09-21T15:00:00Z"}"#
    }
    let text = #"{"Prefix": "\#(prefix)", "Contents": [\#(contents.joined(separator: ", "))]}"#
    let plan = try await prunedPlan(text) { $0.largestRemoval = 1 }
    #expect(plan.datasets[0].changes == .init(removed: in2020 + in2019))
    #expect(plan.refusals == [])
    let outside = in2020 + in2019 == 2 ? [] : ["2 rows outside s3://b/\(prefix)"]
    let notices = plan.notices.filter { $0.contains(" outside ") }
    #expect(notices.map { String($0.prefix(outside.first?.count ?? 0)) } == outside)
  }

  @Test(
    "knows no more of a directory without content with another source beside it",
    arguments: [
      ([#""Prefix": "","#], 0), ([#""Prefix": "data/","#], 0),
      // Only this one begins in the directory.
      ([#""Prefix": "data/2019/","#], 1),
    ])
  func joined(_ prefixes: [String], _ removed: Int) async throws {
    try await publish(Self.three)
    let time = "2026-09-21T15:00:00Z"
    let folded =
      Self.three.dropFirst().map { line in
        let parts = line.split(separator: ",")
        return
          #"{"Path": "\#(parts[0])", "Size": \#(parts[1]), "ModTime": "\#(time)", "IsDir": false}"#
      } + [#"{"Path": "data/2019/", "Size": -1, "ModTime": "\#(time)", "IsDir": true}"#]
    try folder.write("[" + folded.joined(separator: ",\n") + "]", to: "folded.json")
    let other = #"{"Key": "data/2019/other.txt", "Size": 1, "LastModified": "\#(time)"}"#
    try folder.write("{\(prefixes[0]) \"Contents\": [\(other)]}", to: "other.json")
    let publisher = try publisher {
      $0.prunes = true
      $0.allowed = [.removal, .laterStart]
      $0.now = Self.later
    }
    for names in [["folded.json", "other.json"], ["other.json", "folded.json"]] {
      let sources = try names.map { try PublishingSource(folder.path + "/" + $0) }
      let plan = try await publisher.draft(from: sources).plan
      #expect(plan.datasets[0].changes.removed == removed, "\(names)")
      #expect(plan.refusals == [])
    }
  }

  @Test(
    "says nothing about rows of other buckets",
    arguments: [
      ("s3://other/", 0), ("https://example.org/", 0), ("s3://b/", 1),
      ("https://b.s3.amazonaws.com/", 1),
    ])
  func buckets(_ bucket: String, _ removed: Int) async throws {
    try await publish(Self.three)
    let index = try text("index/ds_2019.csv")
    try folder.write(index.replacing("s3://b/", with: bucket), to: "registry/index/ds_2019.csv")
    let time = "2026-09-21T15:00:00Z"
    let objects = Self.three.dropFirst().map { line in
      let parts = line.split(separator: ",")
      return #"{"Key": "\#(parts[0])", "Size": \#(parts[1]), "LastModified": "\#(time)"}"#
    }
    let plan = try await prunedPlan("{\"Contents\": [\(objects.joined(separator: ", "))]}")
    #expect(plan.datasets[0].changes.removed == removed)
    #expect(plan.notices.contains { $0.contains(" outside s3://b/") } == (removed == 0))
  }
}
