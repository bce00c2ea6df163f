import Testing
import ValidationTestSupport

@testable import RegistryValidation

@Suite("Conclusions from the header and the rows together")
struct HeaderEvidenceTests {
  private static let rows = (1...3).map {
    "2010-01-0\($0)T00:00:00Z,2010-01-0\($0)T23:59:59Z,s3://b/ds/\($0).cdf,1\n"
  }

  private func counts(_ header: String, _ rows: [String] = Self.rows) async throws -> [String: Int]
  {
    try await Validator.forTests().validate([
      TestTarget.tree([
        "catalog.json": TestCatalog.oneDataset(stop: "2010-01-03T23:59:59Z"),
        "ds/ds_2010.csv": header + "\n" + rows.joined(),
      ])
    ]).counts
  }

  @Test(
    "a header with another mark is one finding",
    arguments: [";", "\u{200B}# ", "//", "% "])
  func headerMark(_ mark: String) async throws {
    #expect(try await counts("# start, stop, datakey, filesize") == [:])
    #expect(try await counts(mark + " start, stop, datakey, filesize") == ["IDX005": 1])
  }

  @Test func `a header without a name that no row has a field for is right`() async throws {
    let short = Self.rows.map { $0.replacing(",1\n", with: "\n") }
    #expect(try await counts("# start, stop, datakey", short) == ["IDX018": 3])
    // One row that has the field shows that the name is missing.
    #expect(
      try await counts("# start, stop, datakey", short.dropLast() + [Self.rows[2]])["IDX007"] != nil
    )
  }
}
