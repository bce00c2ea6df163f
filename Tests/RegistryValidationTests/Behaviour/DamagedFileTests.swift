import SharedCloudRegistry
import Testing
import ValidationTestSupport

@testable import RegistryValidation

/// One cause has one finding, and the catalog is not compared with rows that may be lost.
@Suite("A damaged index file of a year")
struct DamagedFileTests {
  private static let header = "# start, stop, datakey, filesize\n"

  private static func row(_ day: String, _ separator: String = "\n") -> String {
    "\(day)T00:00:00Z,\(day)T23:59:59Z,s3://b/ds/\(day).cdf,1\(separator)"
  }

  private func rules(_ first: String) async throws -> [String] {
    let report = try await Validator.forTests().validate([
      TestTarget.tree([
        "catalog.json": TestCatalog.oneDataset(stop: "2011-01-02T23:59:59Z"),
        "ds/ds_2010.csv": first,
        "ds/ds_2011.csv": Self.header + Self.row("2011-01-01") + Self.row("2011-01-02"),
      ])
    ])
    return report.findings.map(\.rule)
  }

  @Test func `is absent if its rows are right`() async throws {
    let rows = Self.row("2010-01-01") + Self.row("2010-01-02")
    #expect(try await rules(Self.header + rows) == [])
  }

  @Test(
    "has one finding",
    arguments: [
      ("", "IDX003"), ("\n", "IDX003"), ("\r\n\r\n", "IDX003"),
      (header + row("2010-01-01", "\r") + row("2010-01-02", "\r"), "IDX053"),
      (header + "s3://b/ds/a.cdf,2010-01-01T00:00:00Z,2010-01-01T23:59:59Z,1\n", "IDX054"),
      (header + "2010-01-01T00:00:00Z,2010-01-01T23:59:59Z,1,s3://b/ds/a.cdf\n", "IDX054"),
      (header + "2010-01-01T00:00:00.000Z,2010-01-01T23:59:59.999Z,1.0,s3://b/ds/a\n", "IDX054"),
      (header + "2010-01-01T00:00:00Z,2010-01-01T23:59:59Z,v1,s3://b/ds/a.cdf,1\n", "IDX054"),
      (header + "2010-01-01T00:00:00Z,s3://b/ds/a.cdf,2010-01-01T23:59:59Z,1\n", "IDX054"),
      (header + "1,s3://b/ds/a.cdf,2010-01-01T00:00:00Z,2010-01-01T23:59:59Z\n", "IDX054"),
      (header + "1262304000,1262390399,s3://b/ds/a.cdf,1\n", "IDX053"),
      (header + row("2010-01-01").split(separator: ",1").joined(separator: ",1,234"), "IDX053"),
      ("# start, stop\0, datakey, filesize\n" + row("2010-01-01"), "IDX013"),
    ])
  func finding(_ content: String, _ rule: String) async throws {
    #expect(try await rules(content) == [rule])
  }

  /// Rows with a NUL in a time, the size, the key, and nothing else.
  static let rowsWithNUL: [String] = [
    "2010-01-02T00:00:00Z,2010-01\0-02T23:59:59Z,s3://b/ds/2.cdf,1\n",
    "2010-01-02T00:00:00Z,2010-01-02T23:59:59Z,s3://b/ds/2.cdf,1\02\n",
    "2010-01-02T00:00:00Z,2010-01-02T23:59:59Z,s3://b/ds/2\0.cdf,1\n",
    "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\n",
  ]

  @Test("has one finding for a NUL", arguments: rowsWithNUL)
  func nul(_ row: String) async throws {
    #expect(try await rules(Self.header + Self.row("2010-01-01") + row) == ["IDX013"])
  }

  @Test(
    "has one finding for lines before the header",
    arguments: [
      "# made by a program\n# of mine\n", "Made by a program\n", "sep=,\n", "\"sep=,\"\n",
    ])
  func preamble(_ lines: String) async throws {
    let rows = Self.row("2010-01-01") + Self.row("2010-01-02")
    #expect(try await rules(lines + Self.header + rows) == ["IDX006"])
  }
}

/// A row of another year has its own finding, and supports none about the catalog.
@Suite("A row in the index file of another year")
struct OtherYearTests {
  @Test("has one finding", arguments: ["2009", "2011"])
  func finding(_ year: String) async throws {
    func row(_ day: String) -> String {
      "\(day)T00:00:00Z,\(day)T23:59:59Z,s3://b/ds/\(day).cdf,1\n"
    }
    let rows = [row("2010-01-01"), row("2010-01-02")]
    let odd = row("\(year)-06-01")
    let text =
      "# start, stop, datakey, filesize\n"
      + (year == "2009" ? [odd] + rows : rows + [odd]).joined()
    let report = try await Validator.forTests().validate([
      TestTarget.tree([
        "catalog.json": TestCatalog.oneDataset(stop: "2010-01-02T23:59:59Z"),
        "ds/ds_2010.csv": text,
      ])
    ])
    #expect(report.findings.map(\.rule) == ["IDX017"])
  }
}
