import Formats
import ObjectStorage
import SharedCloudRegistry
import Testing

@testable import RegistryValidation

@Suite("A plan")
struct PlanTests {
  private func items(_ sizes: [Int]) throws -> [PlanItem] {
    let store = try #require(PlannedStore(ObjectTree(copy: "x")))
    return sizes.enumerated().map { number, size in
      PlanItem(
        id: "\(number)", kind: .document, target: "x", uri: "x/\(number)", store: store,
        key: "\(number)", bytes: size, etag: nil)
    }
  }

  @Test("gives shards of about the same weight, and always the same")
  func balance() throws {
    var generator = SystemRandomNumberGenerator()
    let sizes = (0..<500).map { _ in Int.random(in: 0...10_000_000, using: &generator) }
    var one = try items(sizes)
    var other = one
    ShardBalance.divide(&one, among: 7)
    ShardBalance.divide(&other, among: 7)
    #expect(one.map(\.shard) == other.map(\.shard))
    let loads = (1...7).map { shard in
      one.filter { $0.shard == shard }.reduce(0) { $0 + $1.weight }
    }
    let (least, most) = (loads.min() ?? 0, loads.max() ?? 0)
    #expect(most - least <= 10_000_000)
  }

  @Test("has as many shards as a size needs")
  func counts() throws {
    let items = try items([1 << 20, 1 << 20, 0])
    #expect(ShardCount.bytes(1 << 20).count(for: items) == 3)
    #expect(ShardCount.bytes(1 << 30).count(for: items) == 1)
    #expect(ShardCount.shards(40).count(for: items) == 40)
  }

  @Test("marks content, however it is divided")
  func marks() {
    let bytes = (0..<1000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    for step in [1, 3, 7, 8, 9, 64, 999] {
      var mark = ContentMark()
      for start in stride(from: 0, to: bytes.count, by: step) {
        mark.add(bytes[start..<min(start + step, bytes.count)].span)
      }
      #expect(mark.text == ContentMark.of(bytes))
    }
    var changed = bytes
    changed[500] ^= 1
    #expect(ContentMark.of(changed) != ContentMark.of(bytes))
    #expect(ContentMark.of([0]) != ContentMark.of([0, 0]))
  }

  @Test("keeps what stores answered")
  func answers() throws {
    let error = StoreError(.accessDenied, address: "s3://b/", detail: "no")
    let kept: [(StoreAnswers.Question, StoreAnswers.Answer)] = [
      (.read("x/", at: "catalog.json"), .bytes([0xFF, 0x7B])),
      (
        .list("x/"),
        .listing(
          ObjectListing(
            objects: [.init(key: "a", size: 1)],
            gaps: [ListingGap("b", .circularLink, error: error)]))
      ),
      (.head("s3://b/", at: "k"), .info(ObjectInfo(size: 3, etag: "\"e\""))),
      (.read("s3://b/", at: "k"), .failure(error)),
    ]
    let again = StoreAnswers()
    for (question, answer) in kept {
      let line = JSONWriter.write(
        StoreAnswers.value(of: answer, to: question), layout: .singleLine)
      try again.read(facts: try FactsObject(parsing: line))
    }
    for (question, answer) in kept {
      let found = try #require(again.answer(to: question))
      let lines = [answer, found].map {
        JSONWriter.write(StoreAnswers.value(of: $0, to: question), layout: .singleLine)
      }
      #expect(lines[0] == lines[1])
    }
    if again.answer(to: .list("y/")) != nil { Issue.record("there was no such question") }
  }
}
