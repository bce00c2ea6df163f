import SharedCloudRegistry
import Testing
import ValidationTestSupport

@testable import RegistryValidation

/// A wrong form is one finding; the content is checked, and nothing in it counts as missing.
@Suite("A document inside a list or another object")
struct DocumentFormTests {
  private static let catalog = TestCatalog.oneDataset(stop: "2010-01-01T23:59:59Z")
  private static let entry = TestCatalog.entry(id: "ds", stop: "2010-01-01T23:59:59Z")
  private static let rows = """
    # start, stop, datakey, filesize
    2010-01-01T00:00:00Z,2010-01-01T23:59:59Z,s3://b/ds/a.cdf,1

    """
  private static let registry = """
    {"version": "1.1", "modificationDate": "2020-01-01T00:00:00Z",
     "registry": [{"endpoint": "s3://b/", "name": "b", "region": "us-east-1"}]}
    """

  private func messages(_ files: [String: String]) async throws -> (Report, [String]) {
    let report = try await Validator.forTests().validate([TestTarget.tree(files)])
    return (report, report.findings.map { "\($0.rule) \($0.message)" })
  }

  @Test(
    "has one finding, and its index files are read",
    arguments: [
      ("[\(catalog)]", "CAT001 the catalog is inside a list", ""),
      (
        "{\"catalog.json\": \(catalog)}",
        "CAT001 the catalog is inside another object, as \"catalog.json\"", ""
      ),
      ("[{\"a/b\": \(catalog)}]", "CAT001 the catalog is inside a list", ""),
      (
        TestCatalog.text(["[\(entry)]"]), "DST025 catalog[0] is inside a list", "/catalog/0"
      ),
      (
        TestCatalog.text(["{\"ds\": \(entry)}"]),
        "DST025 catalog[0] is inside another object, as \"ds\"", "/catalog/0"
      ),
    ])
  func one(_ text: String, _ message: String, _ pointer: String) async throws {
    let (report, messages) = try await messages(["catalog.json": text, "ds/ds_2010.csv": Self.rows])
    #expect(messages == [message])
    #expect(report.findings.first?.location.pointer == pointer)
    #expect(report.coverage.rows == 1)
  }

  @Test(
    "with a fault that leaves no value in doubt has its index files read",
    arguments: [
      (
        catalog.replacing("\"catalog\": [", with: "\n// words\n\"catalog\": ["),
        "JSON has no comments"
      ),
      (
        catalog.replacing("\n  ]", with: ",\n  ]"),
        "trailing comma before the closing \"]\""
      ),
    ])
  func certain(_ text: String, _ message: String) async throws {
    let (report, messages) = try await messages(["catalog.json": text, "ds/ds_2010.csv": Self.rows])
    #expect(messages == ["SYN001 \(message)"])
    #expect(report.coverage.rows == 1)
    #expect(report.outcomes.allSatisfy { $0.outcome != .notEvaluated })
  }

  @Test func `with a fault that may hide a value has reasons for all that was not read`()
    async throws
  {
    let text = Self.catalog.replacing("\"id\"", with: "id\"")
    let (report, messages) = try await messages(["catalog.json": text, "ds/ds_2010.csv": Self.rows])
    #expect(messages.allSatisfy { $0.hasPrefix("SYN001 ") } && !messages.isEmpty)
    #expect(report.coverage.rows == 0)
    #expect(report.coverage.obstacles[.row]?.first?.hasSuffix("so no index file was read") == true)
  }

  @Test func `has the pointers of its own text`() async throws {
    let wrong = TestCatalog.text(["{\"ds\": \(TestCatalog.entry(id: "d s"))}"])
    let (report, _) = try await messages(["catalog.json": "[\(wrong)]"])
    #expect(report.findings(of: "DST002").map(\.location.pointer) == ["/0/catalog/0/ds/id"])
  }

  @Test(
    "is named if it is something else",
    arguments: [
      ("[\(catalog), \(catalog)]", "CAT001 the document is a list of 2 catalogs"),
      (registry, "CAT001 the document is a global registry"),
      (entry, "CAT001 the document is one dataset entry"),
    ])
  func other(_ text: String, _ message: String) async throws {
    let (report, messages) = try await messages(["catalog.json": text, "ds/ds_2010.csv": Self.rows])
    #expect(messages == [message])
    #expect(report.coverage.rows == 0)
  }

  @Test(
    "may be a registry",
    arguments: [
      ("[\(registry)]", "REG001 the registry is inside a list"),
      ("{\"a\": \(registry)}", "REG001 the registry is inside another object, as \"a\""),
      (catalog, "REG001 the document is a catalog"),
    ])
  func registries(_ text: String, _ message: String) async throws {
    let (_, messages) = try await messages(["HelioDataRegistry.json": text])
    #expect(messages == [message])
  }

  @Test func `may be an info document, whose parameters are known`() async throws {
    let info = "{\"version\": \"1.1\", \"parameters\": [{\"name\": \"cc\", \"type\": \"double\"}]}"
    let rows = """
      # start, stop, datakey, filesize, cc
      2010-01-01T00:00:00Z,2010-01-01T23:59:59Z,s3://b/ds/a.cdf,1,0.5

      """
    let (_, messages) = try await messages([
      "catalog.json": Self.catalog, "ds/ds_2010.csv": rows, "ds/ds.json": "[\(info)]",
    ])
    #expect(
      messages.filter { $0.hasPrefix("INF0") || $0.hasPrefix("IDX") } == [
        "INF001 the info file is inside a list"
      ])
  }
}
