import Testing
import ValidationTestSupport

@testable import RegistryValidation

@Suite("One fault has one headline")
struct CauseLinkTests {
  private static let header = "# start, stop, datakey, filesize\n"

  private static func row(_ year: Int, _ day: Int, _ key: String) -> String {
    "\(year)-01-0\(day)T00:00:00Z,\(year)-01-0\(day)T23:59:59Z,s3://b/ds/\(key).cdf,1\n"
  }

  /// The findings of a rule, each with its line and the rule that causes it.
  private func causes(of rule: String, _ files: [String: String]) async throws -> [String] {
    let report = try await Validator.forTests(profile: .default).validate([TestTarget.tree(files)])
    let rules = Dictionary(
      report.findings.map { ($0.fingerprint, $0.rule) }, uniquingKeysWith: { first, _ in first })
    return report.findings.filter { $0.rule == rule }.map { finding in
      let cause = finding.causedBy.flatMap { rules[$0] } ?? "none"
      return "\(finding.location.line ?? 0) \(cause)"
    }
  }

  @Test func `a repeated key of a row of another year follows from the year`() async throws {
    let files = [
      "catalog.json": TestCatalog.oneDataset(stop: "2011-01-02T23:59:59Z"),
      "ds/ds_2010.csv": Self.header + Self.row(2010, 1, "a") + Self.row(2010, 2, "b"),
      // Line 2 is of 2010; line 4 repeats the key of line 3.
      "ds/ds_2011.csv": Self.header + Self.row(2010, 2, "b") + Self.row(2011, 1, "c")
        + Self.row(2011, 2, "c"),
    ]
    #expect(try await causes(of: "IDX032", files).sorted() == ["2 IDX017", "4 none"])
  }

  @Test func `a repeated start follows from a repeated key of the same row`() async throws {
    let files = [
      "catalog.json": TestCatalog.oneDataset(stop: "2010-01-04T23:59:59Z"),
      // Line 3 repeats line 2; line 5 has the start of line 4 and another key.
      "ds/ds_2010.csv": Self.header + Self.row(2010, 1, "a") + Self.row(2010, 1, "a")
        + Self.row(2010, 4, "b") + Self.row(2010, 4, "c"),
    ]
    #expect(try await causes(of: "IDX016", files) == ["3 IDX032", "5 none"])
  }

  @Test func `a missing year follows from a file with another name`() async throws {
    let files = [
      "catalog.json": TestCatalog.oneDataset(stop: "2011-01-01T23:59:59Z"),
      "ds/ds_2010.csv": Self.header + Self.row(2010, 1, "a"),
      "ds/DS_2011.csv": Self.header + Self.row(2011, 1, "b"),
    ]
    let found = try await causes(of: "XRF001", files)
    #expect(found.count == 1 && found.allSatisfy { $0.hasSuffix(" IDX001") })
  }

  @Test func `the ends of a dataset follow from swapped times`() async throws {
    let files = [
      "catalog.json": TestCatalog.oneDataset(
        start: "2010-01-02T23:59:59Z", stop: "2010-01-01T00:00:00Z"),
      "ds/ds_2010.csv": Self.header + Self.row(2010, 1, "a") + Self.row(2010, 2, "b"),
    ]
    for rule in ["XRF005", "XRF006"] {
      let found = try await causes(of: rule, files)
      #expect(found.count == 1 && found.allSatisfy { $0.hasSuffix(" DST022") }, "\(rule) \(found)")
    }
  }
}
