import Patterns
import RegistryValidation
import SharedCloudRegistry
import Testing

@testable import RegistryMirrors

@Suite("Plans for mirrors")
struct MirrorPlanTests {
  static func plan(shards: Int, mirrors: [String] = ["copy/"]) -> MirrorPlan {
    MirrorPlan(
      "source/", mirrors: mirrors, comparison: MirrorOptions(), settings: PlannedSettings(),
      version: "1", shards: shards)
  }

  @Test("every item is in one shard, whatever their number", arguments: [1, 2, 7, 40, 500])
  func shards(_ count: Int) throws {
    let plan = Self.plan(shards: 7, mirrors: ["a/", "b/"])
    let items = try (1...count).flatMap { try plan.items(.shard(number: $0, count: count)) }
    #expect(items.sorted() == Array(1...plan.itemCount))
    #expect(plan.itemCount == 128)
  }

  @Test("keys spread over the items, and a mirror has its own")
  func spread() {
    let plan = Self.plan(shards: 1, mirrors: ["a/", "b/"])
    var counts: [Int: Int] = [:]
    for number in 0..<6400 {
      let key = Array("data/2001/file_\(number).cdf".utf8)
      let item = plan.item(of: key, ofMirror: 1)
      #expect(plan.mirror(ofItem: item) == 1)
      counts[item, default: 0] += 1
    }
    #expect(counts.count == 64)
    #expect(counts.values.allSatisfy { (50...160).contains($0) })
  }

  @Test("items and shards that do not exist are refused")
  func absent() {
    let plan = Self.plan(shards: 2)
    #expect(throws: ShardError.self) { try plan.items(.items(["0"])) }
    #expect(throws: ShardError.self) { try plan.items(.items(["65"])) }
    #expect(throws: ShardError.self) { try plan.items(.items(["x"])) }
    #expect(throws: ShardError.self) { try plan.items(.shard(number: 3, count: 2)) }
  }

  @Test("the options of a comparison come back")
  func options() throws {
    var options = MirrorOptions()
    options.maps = ["s3://a/=s3://b/"]
    options.scope.datasets = [try GlobPattern("ds*")]
    options.scope.start = SCRTime(seconds: 1_000_000)
    options.scope.stop = SCRTime(seconds: 2_000_000)
    options.scope.include = [try GlobPattern("*.cdf")]
    options.scope.exclude = [try GlobPattern("x/*"), try GlobPattern("y")]
    options.scope.largest = 5
    options.required = .digest
    options.sample = 7
    options.seed = -3
    options.longestLag = 60
    options.sourceEvidence = ["one"]
    options.mirrorEvidence = ["two", "three"]
    options.earlier = ["old/"]
    let read = try MirrorOptions(planned: try LookLineTests.object(options.planned))
    #expect(read.scope == options.scope)
    #expect(read.maps == options.maps)
    #expect(read.required == .digest)
    #expect(read.sample == 7)
    #expect(read.seed == -3)
    #expect(read.longestLag == 60)
    #expect(read.sourceEvidence == options.sourceEvidence)
    #expect(read.mirrorEvidence == options.mirrorEvidence)
    #expect(read.earlier == options.earlier)
  }
}
