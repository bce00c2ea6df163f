import TestSupport
import Testing

@testable import Formats

@Suite struct ParquetWriterTests {
  static let compressions: [ParquetWriterOptions.Compression] = [.none, .snappy, .zstd(level: 3)]

  private func write(
    _ batches: [[ColumnValues]], _ fields: [TableField] = ParquetSample.fields,
    _ options: ParquetWriterOptions
  ) -> ParquetFile {
    var writer = ParquetWriter(fields, options: options)
    var bytes: [UInt8] = []
    for batch in batches {
      writer.append(batch)
      bytes += writer.takeOutput()
    }
    writer.finish()
    return ParquetFile(bytes + writer.takeOutput())
  }

  @Test(arguments: compressions, [1, 7, 50, 16_384])
  func `written rows are read back`(
    _ compression: ParquetWriterOptions.Compression, _ rowsPerGroup: Int
  ) throws {
    var options = ParquetWriterOptions(writer: "test")
    options.compression = compression
    options.rowsPerGroup = rowsPerGroup
    options.pageSize = 500
    options.sortingColumns = [ParquetSortingColumn(0)]
    options.keyValues = [ParquetKeyValue(key: "spec", value: "1.1")]
    let file = write(
      [ParquetSample.batch(0..<33), ParquetSample.batch(33..<120)], ParquetSample.fields, options)
    let columns = try file.columns()
    for (name, texts) in ParquetSample.texts() { #expect(columns[name]?.texts == texts, "\(name)") }
    let metadata = try file.metadata()
    #expect(metadata.keyValues == options.keyValues)
    #expect(metadata.writer == "test")
    #expect(metadata.rowGroups.allSatisfy { $0.sortingColumns == options.sortingColumns })
    #expect(metadata.rowGroups.dropLast().allSatisfy { $0.rowCount == rowsPerGroup })
    #expect(metadata.schema.columns[7].logicalType == .timestamp(.microseconds, isUTC: true))
    #expect(metadata.schema.columns.map(\.isNullable) == ParquetSample.fields.map(\.isNullable))
  }

  @Test func `the same rows make the same bytes, however they come`() {
    var options = ParquetWriterOptions(writer: "test")
    options.rowsPerGroup = 50
    let whole = write([ParquetSample.batch()], ParquetSample.fields, options)
    let parts = write(
      (0..<120).map { ParquetSample.batch($0..<$0 + 1) }, ParquetSample.fields, options)
    #expect(whole.bytes == parts.bytes)
  }

  @Test func `statistics are the least and the greatest value`() throws {
    var options = ParquetWriterOptions(writer: "test")
    options.rowsPerGroup = 60
    let metadata = try write([ParquetSample.batch()], ParquetSample.fields, options).metadata()
    let chunks = metadata.rowGroups[1].chunks
    #expect(chunks[0].statistics?.minimum == Array(ParquetSample.start(60).utf8))
    #expect(chunks[0].statistics?.maximum == Array(ParquetSample.start(119).utf8))
    let bounds: ClosedRange<Int64> = 60_000_175...119_000_352
    #expect(chunks[2].statistics?.integers == bounds)
    #expect(chunks[4].statistics?.nullCount == 12)
    #expect(chunks[6].statistics?.minimum == [0])
    #expect(chunks[6].statistics?.maximum == [1])
  }

  @Test func `not-a-number has no statistics, and zero both signs`() throws {
    let fields = [TableField("a", kind: .number), TableField("b", kind: .number)]
    var batch = fields.map { $0.makeValues() }
    for value in [1, Double.nan, -1] { batch[0].append(value) }
    for value in [0.0, 0, 0] { batch[1].append(value) }
    let file = write([batch], fields, ParquetWriterOptions(writer: "test"))
    let chunks = try file.metadata().rowGroups[0].chunks
    #expect(chunks[0].statistics?.minimum == nil)
    #expect(chunks[1].statistics?.minimum == [0, 0, 0, 0, 0, 0, 0, 0x80])
    #expect(chunks[1].statistics?.maximum == [0, 0, 0, 0, 0, 0, 0, 0])
    #expect(try file.columns()["a"]?.texts == ["1.0", "nan", "-1.0"])
  }

  @Test func `a column of few values has a dictionary`() throws {
    let fields = [TableField("a", kind: .string), TableField("b", kind: .string, isNullable: true)]
    var batch = fields.map { $0.makeValues() }
    for row in 0..<1000 {
      batch[0].append(row < 500 ? "x" : "value \(row % 37)")
      batch[1].appendNull()
    }
    var options = ParquetWriterOptions(writer: "test")
    options.compression = .none
    options.pageSize = 800
    let file = write([batch], fields, options)
    #expect(file.bytes.count < 3500)
    let columns = try file.columns(rowsPerBatch: 333)
    #expect(columns["a"]?.texts == (0..<1000).map { $0 < 500 ? "x" : "value \($0 % 37)" })
    #expect(columns["b"]?.nullCount == 1000)
  }

  @Test func `a file without rows is a file`() throws {
    let file = write([], ParquetSample.fields, ParquetWriterOptions(writer: "test"))
    #expect(try file.metadata().rowCount == 0)
    #expect(try file.columns().count == 8)
  }

  @Test(arguments: compressions) func `any values survive`(
    _ compression: ParquetWriterOptions.Compression
  ) throws {
    var generator = SeededGenerator(seed: 11)
    let fields = [
      TableField("s", kind: .string, isNullable: true),
      TableField("i", kind: .integer, isNullable: true),
    ]
    for _ in 0..<12 {
      var batch = fields.map { $0.makeValues() }
      let spread = Int.random(in: 1...2000, using: &generator)
      for _ in 0..<Int.random(in: 1...2000, using: &generator) {
        let number = Int.random(in: 0..<spread, using: &generator)
        if number % 7 == 3 {
          batch[0].appendNull()
        } else {
          batch[0].append(String(repeating: "ab\(number)", count: number % 9))
        }
        if number % 5 == 1 { batch[1].appendNull() } else { batch[1].append(Int64(number) << 40) }
      }
      var options = ParquetWriterOptions(writer: "test")
      options.compression = compression
      options.pageSize = Int.random(in: 1...3000, using: &generator)
      options.rowsPerGroup = Int.random(in: 1...3000, using: &generator)
      let columns = try write([batch], fields, options).columns(rowsPerBatch: 100)
      #expect(columns["s"]?.texts == batch[0].texts)
      #expect(columns["i"]?.texts == batch[1].texts)
    }
  }
}
