import Formats
import SharedCloudRegistry
import Testing
import ValidationTestSupport

@testable import RegistryValidation

@Suite("Parquet index files")
struct ParquetFileTests {
  private static let day: Int64 = 1_262_304_000

  private static func time(_ number: Int) -> String {
    SCRTime(seconds: day + Int64(number) * 86400).text
  }

  /// Rows of days; a value of nil is a null.
  private static func bytes(
    _ count: Int, changing changes: [Int: [String?]] = [:]
  ) -> [UInt8] {
    let fields =
      ["start", "stop", "datakey"].map {
        TableField($0, kind: .string, isNullable: true)
      } + [TableField("filesize", kind: .integer, isNullable: true)]
    var options = ParquetWriterOptions(writer: "test")
    options.rowsPerGroup = 4
    var writer = ParquetWriter(fields, options: options)
    var columns = fields.map { $0.makeValues() }
    for row in 1...count {
      let values = changes[row] ?? [time(row), time(row + 1), "s3://b/ds/\(row).cdf", "\(row)"]
      for (index, value) in values.enumerated() {
        guard let value else {
          columns[index].appendNull()
          continue
        }
        if index == 3 {
          columns[index].append(Int64(value) ?? 0)
        } else {
          columns[index].append(value)
        }
      }
    }
    writer.append(columns)
    writer.finish()
    return writer.takeOutput()
  }

  private func report(_ bytes: [UInt8]) async throws -> Report {
    let catalog = TestCatalog.oneDataset(start: Self.time(1), stop: Self.time(11))
      .replacing("\"csv\"", with: "\"parquet\"")
    let target = TestTarget.tree([
      "catalog.json": Array(catalog.utf8), "ds/ds_2010.parquet": bytes,
    ])
    return try await Validator.forTests(profile: .strict).validate([target])
  }

  @Test func `that are right have no findings`() async throws {
    let report = try await report(Self.bytes(10))
    #expect(report.findings.map { "\($0.rule) \($0.message)" } == [])
    #expect(report.coverage.rows == 10)
  }

  @Test func `have the findings of their rows, at rows and columns`() async throws {
    let rows: [Int: [String?]] = [
      6: ["2010-02-30T00:00:00Z", Self.time(7), "s3://b/ds/6.cdf", "6"],
      9: [Self.time(9), Self.time(10), "s3://b/ds/2.cdf", nil],
    ]
    let report = try await report(Self.bytes(10, changing: rows))
    func place(_ rule: String) throws -> Location {
      try #require(report.findings.first { $0.rule == rule }, "\(rule)").location
    }
    let time = try place("IDX022")
    #expect(time.row == 6)
    #expect(time.rowGroup == 2)
    #expect(time.field == "start")
    #expect(time.line == nil)
    #expect(time.placeInTable == "row 6 (row group 2), column start")
    #expect(try place("IDX035").row == 9)
    #expect(try place("IDX065").rowGroup == 3)
    let repeated = try #require(report.findings.first { $0.rule == "IDX032" })
    #expect(repeated.message == "datakey repeats the one in row 2")
    #expect(report.findings.allSatisfy { $0.fix == nil || !$0.location.key.hasSuffix(".parquet") })
  }

  @Test func `that are cut are faults, at every length`() async throws {
    let bytes = Self.bytes(10)
    for length in stride(from: 1, to: bytes.count, by: 13) {
      let report = try await report(Array(bytes[..<length]))
      #expect(report.verdict == .violations, "\(length) bytes")
      #expect(report.outcomes.first { $0.rule == "IDX014" }?.outcome == .notEvaluated)
    }
  }
}
