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
    ])
  func finding(_ content: String, _ rule: String) async throws {
    #expect(try await rules(content) == [rule])
  }
}
