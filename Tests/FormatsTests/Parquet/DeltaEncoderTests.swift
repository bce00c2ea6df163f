import TestSupport
import Testing

@testable import Formats

@Suite("Integers as differences") struct DeltaEncoderTests {
  private func decoded(_ bytes: [UInt8], count: Int) throws -> [Int64] {
    let page = bytes + Array(repeating: 0, count: PackedBits.slack)
    var decoder = try DeltaDecoder(page.span, from: 0, to: bytes.count, atMost: count)
    var values = [Int64](repeating: 0, count: count)
    var span = values.mutableSpan
    try decoder.decode(count, from: page.span, into: &span)
    return values
  }

  @Test(arguments: [0, 1, 2, 31, 32, 33, 128, 129, 130, 257, 1000])
  func `come back, of any width`(_ count: Int) throws {
    var generator = SeededGenerator(seed: UInt64(count))
    for width in 0...63 {
      let most = Int64.max >> Int64(63 - width)
      let values = (0..<count).map { _ in
        Int64.random(in: -most...most, using: &generator) &+ (width == 63 ? .min : 0)
      }
      var bytes: [UInt8] = []
      var encoder = DeltaEncoder()
      encoder.encode(values.span, into: &bytes)
      #expect(try decoded(bytes, count: count) == values, "\(width) bits")
    }
  }

  @Test func `of equal steps need next to no space`() {
    let values = (0..<16_384).map { Int64($0) * 7919 }
    var bytes: [UInt8] = []
    var encoder = DeltaEncoder()
    encoder.encode(values.span, into: &bytes)
    #expect(bytes.count < 1000)
  }

  @Test func `are written where that is smaller`() throws {
    let fields = [TableField("a", kind: .integer), TableField("b", kind: .integer)]
    var batch = fields.map { $0.makeValues() }
    for row in 0..<5000 {
      batch[0].append(Int64(row) * 7919)
      // Far apart, and the same again and again.
      batch[1].append(Int64(row % 1700) &* 0x2545_F491_4F6C_DD1D)
    }
    var writer = ParquetWriter(fields, options: ParquetWriterOptions(writer: "test"))
    writer.append(batch)
    writer.finish()
    let file = ParquetFile(writer.takeOutput())
    #expect(try file.columns()["a"]?.int64s.prefix(5000) == batch[0].int64s[..<5000])
    #expect(try file.columns()["b"]?.int64s.prefix(5000) == batch[1].int64s[..<5000])
    let chunks = try file.metadata().rowGroups[0].chunks
    #expect(chunks[0].range.count < 500)
  }
}
