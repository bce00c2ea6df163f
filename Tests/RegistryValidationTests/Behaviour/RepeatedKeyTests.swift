import TestSupport
import Testing
import ValidationTestSupport

@testable import RegistryValidation

@Suite("Duplicate datakeys")
struct RepeatedKeyTests {
  @Test("are found exactly, in shuffled files of several years", arguments: 0..<20 as Range<UInt64>)
  func shuffled(_ seed: UInt64) async throws {
    var random = SeededGenerator(seed: seed)
    let keyCount = Int.random(in: 50...2000, using: &random)
    var keys = (0..<keyCount).map { "s3://b/ds/\($0)_\($0 &* 7919 % 101).cdf" }
    for _ in 0..<Int.random(in: 0...30, using: &random) {
      keys.append(keys[Int.random(in: 0..<keyCount, using: &random)])
    }
    keys.shuffle(using: &random)
    var files: [String: String] = [:]
    var expected: Set<String> = []
    var seen: Set<String> = []
    let share = keys.count / 3 + 1
    for (year, part) in zip(2010..., stride(from: 0, to: keys.count, by: share)) {
      var text = "# start, stop, datakey, filesize\n"
      for (row, key) in keys[part..<min(part + share, keys.count)].enumerated() {
        text += "\(year)-01-01T00:00:00Z,\(year)-01-01T01:00:00Z,\(key),1\n"
        if !seen.insert(key).inserted { expected.insert("ds/ds_\(year).csv:\(row + 2)") }
      }
      files["ds/ds_\(year).csv"] = text
    }
    files["catalog.json"] = TestCatalog.oneDataset(stop: "2012-01-01T01:00:00Z")
    var validator = Validator.forTests()
    validator.listedPerRule = 1000
    let report = try await validator.validate([TestTarget.tree(files)])
    let found = report.findings(of: "IDX032").map { "\($0.location.uri):\($0.location.line ?? 0)" }
    #expect(Set(found) == expected)
    #expect(found.count == expected.count)
    #expect(report.counts["IDX032", default: 0] == expected.count)
  }

  @Test("name the first place of the key")
  func first() async throws {
    let row = "2010-01-01T00:00:00Z,2010-01-01T01:00:00Z,s3://b/ds/z.cdf,1\n"
    let report = try await Validator.forTests().validate([
      TestTarget.index("# start, stop, datakey, filesize\n" + row + row + row)
    ])
    let findings = report.findings(of: "IDX032")
    #expect(findings.map(\.location.line) == [3, 4])
    #expect(findings.map { $0.related.first?.line } == [2, 2])
  }

  @Test("are the same key in any quotes")
  func quotes() async throws {
    let report = try await Validator.forTests().validate([
      TestTarget.index(
        """
        # start, stop, datakey, filesize
        2010-01-01T00:00:00Z,2010-01-01T01:00:00Z,s3://b/ds/z.cdf,1
        2010-01-01T01:00:00Z,2010-01-01T02:00:00Z,"s3://b/ds/z.cdf",1
        2010-01-01T02:00:00Z,2010-01-01T03:00:00Z,'s3://b/ds/z.cdf',1
        2010-01-01T03:00:00Z,2010-01-01T04:00:00Z, s3://b/ds/z.cdf ,1

        """)
    ])
    #expect(report.findings(of: "IDX032").map(\.location.line) == [3, 4, 5])
  }
}

@Suite("Key hashes")
struct KeyHashesTests {
  @Test("are sorted as an array is", arguments: 0..<60 as Range<UInt64>)
  func sorting(_ seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let count = [0, 1, 2, 63, 64, 65, 66, 300, 5000][Int(seed % 9)]
    // Few bits make many equal hashes, and hashes that differ in some bytes only.
    let mask = [UInt64.max, 0xFF, 0xFF00_0000_0000_0000, 0x0F0F, 0][Int(seed / 9 % 5)]
    var hashes = (0..<count).map { _ in random.next() & mask }
    let expected = hashes.sorted()
    KeyHashes.sort(&hashes)
    #expect(hashes == expected)
  }

  @Test("that occur more than once are found", arguments: [0, 1, 1000])
  func repeated(_ count: Int) {
    var hashes = KeyHashes(capacity: count, seed: 1)
    var expected: Set<UInt64> = []
    for number in 0..<count {
      let key = Array("key \(number % 900)".utf8)
      hashes.add(key.span)
      if number >= 900 { expected.insert(hashes.hash(key.span)) }
    }
    let repeated = hashes.takeRepeated()
    #expect(Set(repeated) == expected)
    #expect(repeated == repeated.sorted())
  }

  @Test func `differ for keys that differ in length, order or one bit`() {
    let hashes = KeyHashes(capacity: 0, seed: 5)
    var keys: Set<[UInt8]> = [[], [0], [0, 0]]
    for length in 0..<40 {
      keys.insert([UInt8](repeating: 0, count: length))
      for bit in 0..<length * 8 {
        var key = [UInt8](repeating: 0, count: length)
        key[bit / 8] = 1 << UInt8(bit % 8)
        keys.insert(key)
      }
    }
    #expect(Set(keys.map { hashes.hash($0.span) }).count == keys.count)
  }
}
