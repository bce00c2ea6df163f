import ObjectStorage
import SharedCloudRegistry
import Testing

@testable import RegistryMirrors

@Suite("Sorting and joining")
struct JoiningTests {
  static func sorted(_ keys: [String], budget: Int) throws -> SortedRecords {
    let sorter = RecordSorter(budget: budget)
    for (number, key) in keys.enumerated() {
      var record = RecordBatch.Record()
      record.size = Int64(number)
      record.dataset = 3
      record.year = 2020
      record.encryption = .keyed
      let (key, etag, note) = (Array(key.utf8), Array("e\(number)".utf8), Array("n".utf8))
      try sorter.add(record, key: key.span, etag: etag.span, note: note.span)
    }
    return try sorter.finish()
  }

  static func keys(_ records: SortedRecords) throws -> [String] {
    let reader = records.reader()
    try reader.start()
    var keys: [String] = []
    while let record = reader.current {
      keys.append(String(decoding: reader.batch.key(record), as: UTF8.self))
      #expect(reader.batch.etag(record).elementsEqual("e\(record.size)".utf8))
      #expect(record.dataset == 3 && record.year == 2020 && record.encryption == .keyed)
      try reader.advance()
    }
    return keys
  }

  @Test("is the same in memory and on disk", arguments: [1 << 30, 20_000, 2000, 100])
  func sorting(_ budget: Int) throws {
    let keys = (0..<3000).map { "k\($0 &* 7919 % 3000)/é\($0 % 7)" }
    let expected = keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    let records = try Self.sorted(keys, budget: budget)
    #expect(try Self.keys(records) == expected)
    #expect(try Self.keys(records) == expected)
    let inOrder = try Self.sorted(expected, budget: budget)
    #expect(try Self.keys(inOrder) == expected)
  }

  @Test func `every key comes once with all its records`() throws {
    let one = try Self.sorted(["a", "b", "b", "d"], budget: 1 << 20)
    let other = try Self.sorted(["b", "c", "d"], budget: 100)
    var join = RecordJoin([one.reader(), other.reader(), SortedRecords.none.reader()])
    var found: [String] = []
    while let group = try join.next() {
      let counts = group.entries.map { String($0.count) }.joined()
      found.append("\(String(decoding: group.key, as: UTF8.self))\(counts)")
    }
    #expect(found == ["a100", "b210", "c010", "d110"])
  }

  @Test(
    "collisions of names",
    arguments: [
      (["a.cdf", "b.cdf"], 0), (["A.cdf", "a.cdf"], 1), (["D/1", "d/1"], 1),
      (["d/o\u{308}", "d/\u{F6}"], 1), (["a/x", "a0", "b/x"], 0), (["a", "a/B", "a/b", "a0"], 1),
    ])
  func collisions(_ keys: [String], _ count: Int) {
    var collisions = NameCollisions()
    let found = keys.compactMap { collisions.take(Array($0.utf8)[...]) }
    #expect(found.count == count)
  }
}
