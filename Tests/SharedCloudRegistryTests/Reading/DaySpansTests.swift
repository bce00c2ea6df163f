import Testing

@testable import SharedCloudRegistry

@Suite("Spans of days")
struct DaySpansTests {
  @Test(
    "join what overlaps or touches, in any order",
    arguments: [
      ([0..<1], [0..<1]), ([0..<1, 1..<2], [0..<2]), ([0..<1, 2..<3], [0..<1, 2..<3]),
      ([5..<9, 0..<1, 4..<6], [0..<1, 4..<9]), ([0..<10, 3..<4], [0..<10]),
      ([-3..<(-1), -1..<2], [-3..<2]), ([2..<2], []),
      ([7..<8, 0..<1, 3..<4, 1..<3], [0..<4, 7..<8]),
    ])
  func join(added: [Range<Int>], expected: [Range<Int>]) {
    var days = DaySpans()
    for range in added { days.add(range) }
    #expect(days.tidied.spans == expected)
    var reversed = DaySpans()
    for range in added.reversed() { reversed.add(range) }
    #expect(reversed.tidied.spans == expected)
  }

  @Test func `are as many as wanted in longer units`() {
    var days = DaySpans()
    for day in stride(from: 0, to: 4000, by: 4) { days.add(day..<day + 1) }
    let coarse = days.coarsened(toAtMost: 100)
    #expect(coarse.spans.count <= 100)
    #expect(coarse.daysPerUnit == 4)
    #expect(coarse.spans == [0..<1000])
  }

  @Test func `are drawn with the units that they cover in part`() {
    var days = DaySpans()
    for day in stride(from: 1, to: 801, by: 4) { days.add(day..<day + 3) }
    let drawn = days.drawn(withAtMost: 100)
    #expect(drawn.covered.daysPerUnit == 4)
    #expect(drawn.covered.spans == [0..<200])
    #expect(drawn.partly.spans.isEmpty == false)
    // Nothing is hidden, so nothing is covered in part.
    #expect(days.drawn(withAtMost: 1000).partly.spans.isEmpty)
    #expect(days.drawn(withAtMost: 1000).covered == days.tidied)
  }

  @Test func `stay few in a hostile file, whatever the order`() {
    var forward = DaySpans()
    var backward = DaySpans()
    let all = (0..<200_000).map { $0 * 2..<$0 * 2 + 1 }
    for range in all { forward.add(range) }
    for range in all.reversed() { backward.add(range) }
    #expect(forward.spans.count <= DaySpans.limit)
    #expect(backward.spans.count <= DaySpans.limit)
    #expect(
      forward.coarsened(toAtMost: 100).spans == backward.coarsened(toAtMost: 100).spans)
  }

  @Test func `of parts make the same set as the whole`() {
    var whole = DaySpans()
    var parts = [DaySpans(), DaySpans(), DaySpans()]
    for number in 0..<3000 {
      let day = number * 7919 % 5000
      whole.add(day..<day + number % 3)
      parts[number % 3].add(day..<day + number % 3)
    }
    var merged = parts[2]
    merged.formUnion(parts[0])
    merged.formUnion(parts[1])
    #expect(merged.tidied == whole.tidied)
  }
}

@Suite("Counts of sizes")
struct SizeCountsTests {
  @Test func `know sum, least and greatest exactly`() {
    var counts = SizeCounts()
    for (start, size) in [0, 7, 8, 1000, Int.max / 8].enumerated() {
      counts.add(size, start: start)
    }
    #expect(counts.files == 5)
    #expect(counts.least == .init(size: 0, start: 0))
    #expect(counts.greatest == .init(size: Int.max / 8, start: 4))
    #expect(counts.bytes == 1015 + Int.max / 8)
  }

  @Test("know the median to six per cent", arguments: [1, 7, 9, 100, 4095, 13_913_280, 1 << 50])
  func median(size: Int) throws {
    var counts = SizeCounts()
    for offset in 0..<101 { counts.add(size + offset * size / 1000, start: 0) }
    let exact = size + 50 * size / 1000
    let median = try #require(counts.median)
    #expect(abs(median - exact) * 100 <= exact * 6 + 100)
  }

  @Test func `of parts add up`() {
    var whole = SizeCounts()
    var parts = [SizeCounts(), SizeCounts()]
    for size in 1...1000 {
      // Several files of each size, so that the earliest is told in any order.
      let bytes = size / 10 * size
      whole.add(bytes, start: -size)
      parts[size % 2].add(bytes, start: -size)
    }
    parts[0].add(parts[1])
    #expect(parts[0] == whole)
    #expect(SizeCounts().median == nil)
  }
}
