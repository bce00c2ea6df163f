import SharedCloudRegistry
import Testing

/// Compares the fast test and the scanner with plain code on random files.
@Suite("The fast test of rows")
struct CleanRowTests {
  /// Sizes of chunks; the last is larger than any of the files.
  static let chunks = Array(1...64) + [4096, 256 << 10]

  @Test("passes all clean rows but the first", arguments: RowLayout.all)
  func cleanFiles(_ layout: RowLayout) {
    for seed in 0..<20 as Range<UInt64> {
      var generator = RowGenerator(layout, seed: seed)
      let lines = generator.cleanLines(40)
      let bytes = Array(lines.joined(separator: [0x0A])) + [0x0A]
      let file = ScannedFile(bytes, chunk: 256 << 10, layout: layout)
      // Times of other lengths take the slow path.
      #expect(file.cleanRows == (layout.timeLength == 30 ? 0 : 39), "seed \(seed)")
      #expect(file.lastLine == 41)
    }
  }

  @Test(
    "passes no row with a fault, wherever chunks end",
    arguments: RowLayout.all)
  func damagedFiles(_ layout: RowLayout) {
    for seed in 0..<40 as Range<UInt64> {
      var generator = RowGenerator(layout, seed: seed)
      var lines = generator.cleanLines(14)
      for _ in 0...Int(seed % 4) { generator.damage(&lines) }
      let bytes = generator.file(lines)
      let expected = ScannedFile(bytes, chunk: 256 << 10)
      // Most chunk borders move with the seed.
      for chunk in Self.chunks where chunk > 64 || (chunk + Int(seed)) % 5 == 0 {
        check(bytes, expected, layout, chunk: chunk, "seed \(seed), chunk \(chunk)")
      }
    }
  }

  /// Scans a file with the fast test on, and compares each line with plain code.
  private func check(
    _ bytes: [UInt8], _ expected: ScannedFile, _ layout: RowLayout, chunk: Int, _ name: String
  ) {
    let file = ScannedFile(bytes, chunk: chunk, layout: layout, room: min(chunk, 8))
    #expect(file.lines.count + file.cleanRows == expected.lines.count, "\(name)")
    #expect(file.lastLine == expected.lastLine, "\(name)")
    #expect(file.byteCount == bytes.count, "\(name)")
    #expect(file.endsWithLineFeed == expected.endsWithLineFeed, "\(name)")
    #expect(file.wrongSequences.isEmpty, "\(name)")
    let handedOut = Set(file.lines)
    #expect(handedOut.isSubset(of: expected.lines), "\(name)")
    var previousStart: SCRTime?
    var keys: [[UInt8]] = []
    for line in expected.lines {
      guard let bytes = line.bytes, bytes.first != UInt8(ascii: "#") else { continue }
      let row = ReferenceRow(bytes, layout)
      if !handedOut.contains(line) {
        let fault = row.fault(layout, previousStart: previousStart, previousKey: keys.last)
        let text = String(decoding: bytes, as: UTF8.self)
        #expect(fault == nil, "\(name), line \(line.number): \(text.debugDescription)")
      }
      previousStart = row.start ?? previousStart
      if let key = row.key { keys.append(key) }
    }
    checkKeys(file, keys, name)
  }

  /// Checks the reported order of the datakeys.
  private func checkKeys(_ file: ScannedFile, _ keys: [[UInt8]], _ name: String) {
    var order = KeyOrder()
    for (left, right) in zip(keys, keys.dropFirst()) {
      let isAscending = left.lexicographicallyPrecedes(right)
      order.add(left == right ? .other : isAscending ? .ascending : .descending)
    }
    #expect(file.keyOrder == order, "\(name)")
    #expect(file.firstKey == keys.first ?? [], "\(name)")
    #expect(file.lastKey == keys.last ?? [], "\(name)")
  }
}
