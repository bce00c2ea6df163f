import ObjectStorage
import SharedCloudRegistry
import TestSupport
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

  /// Two sides of few keys, sizes, ETags and notes, so that everything meets: repeated keys too.
  private static func side(
    _ generator: inout SeededGenerator, budget: Int
  ) throws -> (records: SortedRecords, lines: [String: [String]]) {
    let sorter = RecordSorter(budget: budget)
    var lines: [String: [String]] = [:]
    for number in 0..<400 where Int.random(in: 0..<10, using: &generator) > 0 {
      let isRepeated = Int.random(in: 0..<20, using: &generator) == 0
      for _ in 0..<(isRepeated ? 2 : 1) {
        let size = [7, 7, 7, 7, 7, 7, 8, -1].randomElement(using: &generator) ?? 7
        let etag = ["", "x", String(repeating: "a", count: 32)][number % 3]
        let other = Int.random(in: 0..<9, using: &generator) == 0 ? "y" : etag
        let note = Int.random(in: 0..<9, using: &generator) == 0 ? "md5:1" : ""
        var record = RecordBatch.Record()
        record.size = Int64(size)
        let key = "k\(1000 + number)"
        try sorter.add(
          record, key: Array(key.utf8).span, etag: Array(other.utf8).span,
          note: Array(note.utf8).span)
        lines[key, default: []].append("\(size) \(other) \(note)")
      }
    }
    return (try sorter.finish(), lines)
  }

  @Test(
    "objects that are taken together are alone on each side and equal, and no other is lost",
    arguments: 0..<40, [1 << 20, 900])
  func equalObjects(seed: Int, budget: Int) throws {
    var generator = SeededGenerator(seed: UInt64(seed))
    let (one, other) = (
      try Self.side(&generator, budget: budget), try Self.side(&generator, budget: budget)
    )
    var join = RecordJoin([
      one.records.reader(), other.records.reader(), SortedRecords.none.reader(),
    ])
    var (taken, left): (Set<String>, Set<String>) = ([], [])
    while true {
      try join.takeEqual(needed: [0, 1]) { record, batch, _ in
        taken.insert(String(decoding: batch.key(record), as: UTF8.self))
      }
      guard let group = try join.next() else { break }
      left.insert(String(decoding: group.key, as: UTF8.self))
    }
    let keys = Set(one.lines.keys).union(other.lines.keys)
    #expect(taken.isDisjoint(with: left) && taken.union(left) == keys)
    for key in taken {
      #expect(one.lines[key]?.count == 1 && one.lines[key] == other.lines[key])
      #expect(one.lines[key]?.first?.hasPrefix("-1") == false)
      #expect(one.lines[key]?.first?.hasSuffix(" ") == true)
    }
    #expect(!taken.isEmpty)
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
