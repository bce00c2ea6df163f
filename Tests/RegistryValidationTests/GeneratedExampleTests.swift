import Testing
import ValidationTestSupport

@testable import RegistryValidation

@Suite("Examples that are too long for the rule files")
struct GeneratedExampleTests {
  @Test("SYN006 is found beyond 512 levels", arguments: [512, 513, 10_000, 1_000_000])
  func nesting(_ depth: Int) async throws {
    // The catalog itself is the first level.
    let nested = String(repeating: "[", count: depth - 1) + String(repeating: "]", count: depth - 1)
    let text = "{\"version\": \"1.1\",\n\"a\": \(nested)}"
    let report = try await Validator.forTests().validate([
      TestTarget.document(text, key: "catalog.json", .catalog)
    ])
    let findings = report.findings(of: "SYN006")
    #expect(findings.count == (depth > 512 ? 1 : 0))
    #expect(report.findings(of: "SYN001").isEmpty)
    #expect(findings.allSatisfy { $0.location.line == 2 && $0.location.column == 5 + 512 })
  }

  @Test("IDX043 is found beyond 1 MiB", arguments: [1 << 20, 1 << 20 + 1, 3 << 20])
  func lineLength(_ length: Int) async throws {
    let row = "2010-01-01T00:00:00Z,2010-01-01T23:59:59Z,s3://b/ds/.cdf,1"
    let long =
      "2010-01-01T00:00:00Z,2010-01-01T23:59:59Z,s3://b/ds/"
      + String(repeating: "a", count: length - row.utf8.count) + ".cdf,1"
    let text = "# start, stop, datakey, filesize\n\(row)\n\(long)\n\(row)\n"
    let report = try await Validator.forTests().validate([
      TestTarget.tree(["catalog.json": TestCatalog.oneDataset(), "ds/ds_2010.csv": text])
    ])
    let findings = report.findings(of: "IDX043")
    #expect(findings.map(\.location.line) == (length > 1 << 20 ? [3] : []))
    #expect(report.coverage.rows == (length > 1 << 20 ? 2 : 3))
  }
}
