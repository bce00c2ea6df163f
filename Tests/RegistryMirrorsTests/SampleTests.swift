import RegistryValidation
import Testing

@testable import RegistryMirrors

@Suite("Samples")
struct SampleTests {
  @Test(
    "prove what the tables say",
    arguments: [(10, 2_388_834), (100, 272_348), (1000, 27_603), (1, 8_766_688)])
  func sizes(_ bad: Int, _ size: Int) {
    let found = SampleBound.size(toFindOneOf: bad, in: 9_228_092)
    #expect(abs(found - size) <= size / 1000)
  }

  @Test("without a failure bound the share by 3/n", arguments: [299, 2995, 29_956])
  func bound(_ drawn: Int) {
    let bound = SampleBound.upper(failures: 0, drawn: drawn, population: 100_000_000)
    #expect(abs(bound * Double(drawn) - 3) < 0.05)
  }

  @Test func `complete, they prove everything`() {
    #expect(SampleBound.upper(failures: 0, drawn: 50, population: 50) == 0)
    #expect(SampleBound.upper(failures: 5, drawn: 50, population: 50) == 0.1)
  }

  @Test func `are the same under any order and any sharding`() throws {
    let keys = (0..<2000).map { Array("ds/\($0).cdf".utf8) }
    var whole = Sample(size: 50, seed: 7)
    for key in keys { whole.offer(key, in: .init()) }
    var turned = Sample(size: 50, seed: 7)
    for key in keys.reversed() { turned.offer(key, in: .init()) }
    #expect(whole.core == turned.core)
    var shards: Set<[UInt8]> = []
    for shard in 0..<4 {
      var part = Sample(size: 50, seed: 7)
      for (number, key) in keys.enumerated() where number % 4 == shard {
        part.offer(key, in: .init())
      }
      shards.formUnion(part.core)
    }
    #expect(shards.isSuperset(of: whole.core))
    var other = Sample(size: 50, seed: 8)
    for key in keys { other.offer(key, in: .init()) }
    #expect(whole.core != other.core)
  }

  @Test func `show every dataset and year`() throws {
    var sample = Sample(size: 10, seed: 1)
    for number in 0..<5000 { sample.offer(Array("big/\(number)".utf8), in: .init(dataset: 0)) }
    for number in 0..<5 { sample.offer(Array("small/\(number)".utf8), in: .init(dataset: 1)) }
    #expect(sample.core.count == 10)
    #expect(sample.keys.count { $0.starts(with: Array("small/".utf8)) } >= 3)
  }

  @Test func `add as many as allowed, the first of each dataset and year first`() throws {
    func sample(_ mostAdded: Int?) -> Sample {
      var sample = Sample(size: 4, seed: 1, mostAdded: mostAdded)
      for number in 0..<5000 {
        sample.offer(Array("big/\(number)".utf8), in: .init(dataset: 0), size: 2)
      }
      for dataset in 1...6 {
        for number in 0..<5 {
          let key = Array("small\(dataset)/\(number)".utf8)
          sample.offer(key, in: .init(dataset: dataset), size: 3)
        }
      }
      return sample
    }
    #expect(sample(nil).keys.count == sample(nil).core.count + sample(nil).summary.added)
    #expect(sample(0).keys == sample(0).core)
    let few = sample(6)
    #expect(few.summary.added == 6)
    let places = Set(few.keys.map { $0.prefix { $0 != UInt8(ascii: "/") } })
    #expect(places.count == 7)
    #expect(few.keys.isSubset(of: sample(nil).keys))
    #expect(few.core == sample(nil).core)
    let small = few.keys.count { $0.starts(with: Array("small".utf8)) }
    #expect(few.summary.bytes == 2 * (few.keys.count - small) + 3 * small)
  }

  @Test func `their bound holds in 1,000 runs with seeded defects`() throws {
    // Of 600 objects 12 are bad, and 60 are drawn; the bound must be at least 2 % in 95 % of the runs.
    let keys = (0..<600).map { Array("ds/\($0).cdf".utf8) }
    let bad = Set(keys.prefix(12))
    var held = 0
    for seed in 0..<1000 {
      let order = keys.map { (key: $0, place: SampleKey(of: $0, seed: seed)) }
      let places = order.map(\.place).sorted()
      let drawn = order.filter { $0.place < places[60] }.map(\.key)
      let failures = drawn.count { bad.contains($0) }
      let bound = SampleBound.upper(failures: failures, drawn: drawn.count, population: 600)
      if bound >= 0.02 { held += 1 }
    }
    #expect(held >= 950)
  }
}
