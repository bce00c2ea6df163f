import Formats
import SharedCloudRegistry
import Testing
import ValidationTestSupport

@testable import RegistryValidation

@Suite("Index files in archives")
struct ArchiveTests {
  private static let rows = """
    # start, stop, datakey, filesize
    2010-01-01T00:00:00Z,2010-01-01T12:00:00Z,s3://b/ds/a.cdf,1
    2010-01-01T12:00:00Z,2010-01-01T11:00:00Z,s3://b/ds/b.cdf,0
    2010-01-01T06:00:00Z,2010-01-01T23:59:59Z,s3://other/ds/b.cdf,x

    """

  private func tree(_ name: String, _ bytes: [UInt8], type: String) -> TargetSource {
    let catalog = TestCatalog.oneDataset().replacing("\"csv\"", with: "\"\(type)\"")
    return TestTarget.tree(["catalog.json": Array(catalog.utf8), "ds/\(name)": bytes])
  }

  private func findings(_ target: TargetSource) async throws -> [String] {
    let report = try await Validator.forTests(profile: .strict).validate([target])
    return report.findings.filter { $0.rule != "IDX049" }
      .map { "\($0.rule) \($0.location.line ?? 0):\($0.location.column ?? 0) \($0.message)" }
  }

  @Test func `have the findings of their rows`() async throws {
    let text = Array(Self.rows.utf8)
    let plain = try await findings(tree("ds_2010.csv", text, type: "csv"))
    #expect(plain.count > 3)
    let archive = try ZipWriter.archive(of: text, named: "ds_2010.csv")
    #expect(try await findings(tree("ds_2010.csv.zip", archive, type: "csv-zip")) == plain)
  }

  @Test("that are truncated are faults, at any byte", arguments: [0, 1, 10, 60, 150])
  func cut(_ count: Int) async throws {
    let archive = try ZipWriter.archive(of: Array(Self.rows.utf8), named: "ds_2010.csv")
    let bytes = Array(archive.prefix(count))
    let target = tree("ds_2010.csv.zip", bytes, type: "csv-zip")
    let report = try await Validator.forTests(profile: .strict).validate([target])
    #expect(report.findings.count { $0.rule == "IDX050" } == 1)
    #expect(report.verdict == .violations)
    #expect(report.outcomes.first { $0.rule == "IDX014" }?.outcome == .notEvaluated)
  }

  @Test func `of a year that has a plain file too are read once`() async throws {
    let text = Array(Self.rows.utf8)
    let archive = try ZipWriter.archive(of: text, named: "ds_2010.csv")
    let catalog = Array(TestCatalog.oneDataset().utf8)
    let target = TestTarget.tree([
      "catalog.json": catalog, "ds/ds_2010.csv": text, "ds/ds_2010.csv.zip": archive,
    ])
    let report = try await Validator.forTests(profile: .strict).validate([target])
    #expect(report.coverage.rows == 3)
  }
}
