import Testing

@testable import Formats

@Suite struct ParquetReaderTests {
  /// The files that have the columns of the sample.
  static let names = [
    "duckdb-v1", "duckdb-v2", "fastparquet", "pandas-index", "polars", "pyarrow-brotli",
    "pyarrow-checksums", "pyarrow-delta", "pyarrow-fallback", "pyarrow-groups", "pyarrow-gzip",
    "pyarrow-int96", "pyarrow-lz4", "pyarrow-nanoseconds", "pyarrow-none", "pyarrow-pages",
    "pyarrow-required", "pyarrow-snappy", "pyarrow-split", "pyarrow-v2", "pyarrow-version1",
    "pyarrow-zstd",
  ]

  @Test(arguments: names) func `reads what other writers wrote`(_ name: String) throws {
    let file = try ParquetFile(fixture: name + ".parquet")
    let metadata = try file.metadata()
    #expect(metadata.rowCount == ParquetSample.rowCount)
    for rowsPerBatch in [1, 7, 64, 1000] {
      let columns = try file.columns(rowsPerBatch: rowsPerBatch)
      for (column, texts) in ParquetSample.texts() where column != "time" {
        #expect(columns[column]?.texts == texts, "\(column), \(rowsPerBatch) rows at a time")
      }
      try checkTimes(columns["time"], metadata)
    }
  }

  private func checkTimes(_ values: ColumnValues?, _ metadata: ParquetMetadata) throws {
    let values = try #require(values)
    let index = try #require(metadata.schema.index(of: "time"))
    let column = metadata.schema.columns[index]
    if column.physicalType == .int96 {
      for row in 0..<ParquetSample.rowCount {
        let time = try #require(values.int96Time(at: row))
        #expect(time.seconds * 1_000_000 == ParquetSample.epoch + Int64(row) * 60_000_000)
        #expect(time.nanoseconds == 0)
      }
      return
    }
    guard case .timestamp(let unit, isUTC: true) = column.logicalType else {
      Issue.record("\(String(describing: column.logicalType))")
      return
    }
    let factor: Int64 = unit == .nanoseconds ? 1000 : 1
    #expect(unit != .milliseconds)
    let texts = (0..<ParquetSample.rowCount).map { row -> String? in
      "\((ParquetSample.epoch + Int64(row) * 60_000_000) * factor)"
    }
    #expect(values.texts == texts)
  }

  @Test(arguments: ["pyarrow-types", "pyarrow-types-plain"])
  func `reads all types and skips nested columns`(_ name: String) throws {
    let file = try ParquetFile(fixture: name + ".parquet")
    let schema = try file.metadata().schema
    #expect(
      schema.columns.map { $0.path.joined(separator: ".") } == [
        "int32", "group.a", "group.b.list.element", "float", "fixed", "list.list.element", "half",
        "decimal", "none", "last",
      ])
    #expect(schema.columns.filter(\.isNested).count == 3)
    #expect(schema.columns[6].logicalType == .other("FLOAT16"))
    #expect(schema.columns[7].logicalType == .decimal(precision: 25, scale: 2))
    let columns = try file.columns()
    #expect(columns.count == 7)
    let rows = 0..<ParquetSample.rowCount
    #expect(columns["int32"]?.texts == rows.map { "\($0 - 60)" })
    #expect(columns["float"]?.texts == rows.map { "\(Float($0) / 4)" })
    #expect(columns["fixed"]?.texts == rows.map { "\($0 + 100_000)".dropFirst().description })
    #expect(columns["none"]?.nullCount == rows.count)
    #expect(columns["last"]?.texts == rows.map { "row \($0)" })
    let decimals = try #require(columns["decimal"])
    for row in rows {
      #expect(Int(decimals.bytes[decimals.byteRange(at: row).upperBound - 1]) == row)
    }
    let halves = try #require(columns["half"])
    // 2 is 0x4000 as a number of 16 bits.
    #expect(Array(halves.bytes[halves.byteRange(at: 2)]) == [0, 0x40])
  }

  @Test func `an empty file has columns and no rows`() throws {
    let file = try ParquetFile(fixture: "pyarrow-empty.parquet")
    #expect(try file.metadata().rowCount == 0)
    #expect(try file.metadata().schema.columns.count == 8)
    #expect(try file.columns()["start"]?.count == 0)
  }

  @Test func `statistics and key-value metadata are exposed`() throws {
    let metadata = try ParquetFile(fixture: "pyarrow-groups.parquet").metadata()
    #expect(metadata.rowGroups.map(\.rowCount) == [50, 50, 20])
    #expect(metadata.writer?.hasPrefix("parquet-cpp-arrow") == true)
    let size = metadata.rowGroups[1].chunks[2].statistics
    let bounds: ClosedRange<Int64> = 50_000_145...99_000_292
    #expect(size?.integers == bounds)
    #expect(size?.nullCount == 0)
    let start = metadata.rowGroups[2].chunks[0].statistics
    #expect(start?.minimum == Array(ParquetSample.start(100).utf8))
    #expect(start?.maximum == Array(ParquetSample.start(119).utf8))
    #expect(metadata.rowGroups[0].chunks[4].statistics?.nullCount == 10)
    let pandas = try ParquetFile(fixture: "pandas-index.parquet").metadata()
    #expect(pandas.keyValues.contains { $0.key == "pandas" })
  }

  @Test func `a plan has only the ranges of the wanted columns`() throws {
    let metadata = try ParquetFile(fixture: "pyarrow-groups.parquet").metadata()
    let chunks = metadata.rowGroups[1].chunks
    let apart = metadata.plan(rowGroup: 1, columns: [2, 0], gap: 0)
    #expect(apart.ranges == [chunks[0].range, chunks[2].range])
    let together = metadata.plan(rowGroup: 1, columns: [2, 0])
    #expect(together.ranges == [chunks[0].range.lowerBound..<chunks[2].range.upperBound])
  }

  @Test func `a plan for more bytes than the limit is refused`() throws {
    let plan = try ParquetFile(fixture: "pyarrow-groups.parquet").metadata()
      .plan(rowGroup: 1, columns: [2, 0], gap: 0)
    var limits = ParquetLimits()
    try plan.checkSize(limits)
    limits.rowGroup = plan.ranges[0].count
    let fault = #expect(throws: ParquetFault.self) { try plan.checkSize(limits) }
    #expect(fault?.kind == .tooLarge)
    #expect(fault?.description.hasPrefix("row group 2 has ") == true)
  }
}
