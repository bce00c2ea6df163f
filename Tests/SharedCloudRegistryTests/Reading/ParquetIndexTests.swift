import Formats
import ObjectStorage
import TestSupport
import Testing

@testable import SharedCloudRegistry

@Suite("Parquet index files", .temporaryFolder)
struct ParquetIndexTests {
  static func day(_ number: Int) -> String {
    SCRTime(seconds: 1_420_070_400 + Int64(number) * 86400).text
  }

  /// A row for each of a number of days of 2015.
  static func rows(_ count: Int) -> [[String]] {
    (0..<count).map { [day($0), day($0 + 1), "s3://b/ds/\($0).cdf", "\(100 + $0)"] }
  }

  static func dataset(_ bytes: [UInt8]) async throws -> Dataset {
    try TemporaryFolder.current.write(bytes, to: "ds/ds_2015.parquet")
    return try await LocalRegistry.dataset(
      #""start": "2015-01-01T00:00:00Z", "stop": "2015-12-31T00:00:00Z", "indextype": "parquet""#,
      files: [:])
  }

  @Test func `have the same records as CSV`() async throws {
    let dataset = try await Self.dataset(ParquetIndexFile.bytes(Self.rows(300), rowsPerGroup: 70))
    let records = try await LocalRegistry.all(dataset.files())
    #expect(records.count == 300)
    #expect(records[7].start == TimeText.typed(Self.day(7)))
    #expect(records[7].stop == TimeText.typed(Self.day(8)))
    #expect(records[7].datakey == "s3://b/ds/7.cdf")
    #expect(records[7].filesize == 107)
  }

  @Test(arguments: [(0, 5), (60, 80), (139, 141), (295, 400), (-20, 0)])
  func `give the rows of a range`(_ range: (Int, Int)) async throws {
    let rows = Self.rows(300)
    let dataset = try await Self.dataset(ParquetIndexFile.bytes(rows, rowsPerGroup: 10))
    let query = FileQuery(
      from: TimeText.typed(Self.day(range.0)), to: TimeText.typed(Self.day(range.1)))
    let records = try await LocalRegistry.all(dataset.files(query))
    let wanted = (0..<300).filter { $0 < range.1 && $0 + 1 >= range.0 }
    #expect(records.map(\.datakey) == wanted.map { rows[$0][2] })
  }

  @Test func `skip row groups by their statistics`() throws {
    let bytes = ParquetIndexFile.bytes(Self.rows(300), rowsPerGroup: 10)
    let metadata = try ParquetFooter.metadata(from: bytes, size: bytes.count)
    let columns = ParquetIndexColumns(metadata.schema)
    let query = FileQuery(from: TimeText.typed(Self.day(155)), to: TimeText.typed(Self.day(156)))
    #expect(ParquetRowGroups(metadata, columns, query).selected == [15])
    #expect(ParquetRowGroups(metadata, columns, FileQuery()).selected.count == 30)
  }

  @Test func `have times that count, in any order of columns`() async throws {
    let fields = [
      TableField("note", kind: .number, isNullable: true),
      TableField("filesize", kind: .integer), TableField("datakey", kind: .string),
      TableField("stop", kind: .timestamp), TableField("start", kind: .timestamp),
    ]
    let rows = [
      ["0.5", "12", #"s3://b/ds/a,"b".cdf"#, "1433120400000000", "1433116800000000"],
      ["", "13", "s3://b/ds/c.cdf", "1433120400500000", "1433116800000001"],
    ]
    let dataset = try await Self.dataset(ParquetIndexFile.bytes(rows, fields))
    let records = try await LocalRegistry.all(dataset.files())
    #expect(
      records.map(\.start?.text) == ["2015-06-01T00:00:00.000000Z", "2015-06-01T00:00:00.000001Z"])
    #expect(records.map(\.stop?.nanoseconds) == [0, 500_000_000])
    #expect(records.map(\.datakey) == [#"s3://b/ds/a,"b".cdf"#, "s3://b/ds/c.cdf"])
    #expect(records.map(\.filesize) == [12, 13])
    #expect(records.map(\.extra) == [["0.5"], [""]])
  }

  @Test func `have faults with rows and row groups`() async throws {
    var rows = Self.rows(30)
    rows[14][0] = "soon"
    let dataset = try await Self.dataset(ParquetIndexFile.bytes(rows, rowsPerGroup: 10))
    let faults = FaultList()
    var query = FileQuery()
    query.onFault = faults.add
    #expect(try await LocalRegistry.all(dataset.files(query)).count == 29)
    let fault = try #require(faults.all.first { $0.kind == .row })
    #expect(fault.row == 15)
    #expect(fault.rowGroup == 2)
    #expect(fault.line == nil)
    #expect(fault.description.hasSuffix("row 15 (row group 2): the start soon is not a time"))
  }

  @Test func `keep rows apart, whatever values have`() async throws {
    var rows = Self.rows(3)
    rows[1][2] = "s3://b/ds/a\nb.cdf"
    let dataset = try await Self.dataset(ParquetIndexFile.bytes(rows))
    let records = try await LocalRegistry.all(dataset.files())
    #expect(records.map(\.datakey) == ["s3://b/ds/0.cdf", "s3://b/ds/2.cdf"])
  }

  @Test func `without a needed column are errors`() async throws {
    let fields = [TableField("start", kind: .string), TableField("filesize", kind: .integer)]
    let dataset = try await Self.dataset(ParquetIndexFile.bytes([[Self.day(1), "1"]], fields))
    let error = await #expect(throws: ReadingError.self) {
      try await LocalRegistry.all(dataset.files())
    }
    #expect(error?.detail == "there is no column datakey")
  }

  @Test func `that are cut are errors at every length`() async throws {
    let bytes = ParquetIndexFile.bytes(Self.rows(3))
    for length in stride(from: 0, to: bytes.count, by: 7) {
      let dataset = try await Self.dataset(Array(bytes[..<length]))
      await #expect(throws: ReadingError.self, "\(length) bytes") {
        try await LocalRegistry.all(dataset.files())
      }
    }
  }
}
