import Testing

@testable import Formats

@Suite struct ArrowStreamTests {
  private func stream(_ batches: [[ColumnValues]]) -> [UInt8] {
    var writer = ArrowStreamWriter(ParquetSample.fields, metadata: [("spec", "1.1")])
    for batch in batches { writer.append(batch) }
    writer.finish()
    return writer.takeOutput()
  }

  @Test func `a stream is messages with a multiple of eight bytes, then an end`() {
    let bytes = stream([ParquetSample.batch(), ParquetSample.batch(0..<1)])
    #expect(bytes.count % 8 == 0)
    #expect(Array(bytes.prefix(4)) == [255, 255, 255, 255])
    #expect(Array(bytes.suffix(8)) == [255, 255, 255, 255, 0, 0, 0, 0])
    let size = Int(bytes.span.number32(at: 4))
    #expect(size % 8 == 0)
    #expect(Array(bytes[8 + size..<12 + size]) == [255, 255, 255, 255])
  }

  @Test func `the same rows make the same bytes`() {
    #expect(stream([ParquetSample.batch()]) == stream([ParquetSample.batch()]))
  }

  @Test func `strings of a FlatBuffer are aligned and end with zero`() {
    var builder = FlatBufferBuilder()
    let text = builder.string("abc")
    var table = builder.startTable(fieldCount: 1)
    builder.add(placed: text, as: 0, to: &table)
    let bytes = builder.finish(builder.end(table))
    #expect(bytes.count % 8 == 0)
    #expect(Array(bytes.suffix(8)) == [3, 0, 0, 0, 97, 98, 99, 0])
  }
}
