import RegistryReports
import RegistryValidation
import Testing

@testable import RegistryConformance

@Suite("Statements on registries")
struct StatementTests {
  private static func statement(
    _ name: String, as target: String? = nil
  ) async throws
    -> RegistryStatement
  {
    let path = ProjectSuite.path + "/data/" + name
    let report = try await Validator().validate([path])
    return RegistryStatement(
      report, of: target ?? path, content: await ContentDigest(of: path), toolVersion: "test")
  }

  @Test func `a good registry meets every evaluated requirement`() async throws {
    let statement = try await Self.statement("demo-good")
    #expect(statement.count(.violated, level: .must) == 0)
    #expect(statement.count(.met, level: .must) > 50)
    #expect(statement.spec == "1.1")
    #expect(statement.rows.allSatisfy { $0.requirement.subject != "client" })
  }

  @Test func `a faulty one does not`() async throws {
    let statement = try await Self.statement("demo-faulty")
    #expect(statement.count(.violated, level: .must) > 0)
    // A MAY can't be broken, though rules remark on it.
    #expect(statement.count(.violated, level: .may) == 0)
    #expect(statement.exitCode == 1)
    for row in statement.rows where row.outcome == .violated { #expect(row.findings > 0) }
  }

  @Test func `what does not exist meets nothing`() async throws {
    let statement = try await Self.statement("minimal")
    let outcomes = Dictionary(
      uniqueKeysWithValues: statement.rows.map { ($0.requirement.id, $0.outcome) })
    #expect(outcomes["SCR-3-catalog-json-text"] == .met)
    #expect(outcomes["SCR-2-registry-json-text"] == .notApplicable)
    #expect(outcomes["SCR-6-info-json-text"] == .notApplicable)
  }

  @Test func `as JSON that its schema allows`() async throws {
    for name in ["demo-good", "demo-faulty"] {
      let bytes = try await Self.statement(name).written(as: .json)
      _ = try OwnFormat("conformance-statement.schema.json", allowsMore: false).root(
        of: bytes, name: "statement")
    }
  }

  @Test func `the same registry has the same digest, another a different one`() async throws {
    let path = ProjectSuite.path + "/data/"
    let one = await ContentDigest(of: path + "demo-good")
    let again = await ContentDigest(of: path + "demo-good/")
    let catalog = await ContentDigest(of: path + "demo-good/catalog.json")
    let other = await ContentDigest(of: path + "demo-faulty")
    #expect(one.sha256 != nil && one.files > 1)
    #expect(one == again && one == catalog)
    #expect(one.sha256 != other.sha256)
    #expect(await ContentDigest(of: path + "nowhere/").obstacle != nil)
  }

  @Test func `a page shows hostile names as they are, and runs nothing`() async throws {
    let name = "s3://b/<script>alert(1)</script>\"'&\u{202E}/"
    let statement = try await Self.statement("demo-faulty", as: name)
    let page = String(decoding: statement.written(as: .html), as: UTF8.self)
    #expect(page.components(of: "<script") == 1, "only the page's own script")
    #expect(!page.contains("<script>alert") && !page.contains("\u{202E}"))
    #expect(page.contains("&lt;script&gt;"))
    #expect(!page.contains("http://") && !page.contains("src="))
    #expect(page.hasPrefix("<!doctype html>\n<html lang=\"en\">"))
    for tag in ["table", "tr", "th", "td", "ul", "dl", "main", "body", "html", "thead"] {
      let opened = page.components(of: "<\(tag)>") + page.components(of: "<\(tag) ")
      #expect(opened == page.components(of: "</\(tag)>"), "\(tag)")
    }
  }
}

extension String {
  /// How often a string appears in this one.
  fileprivate func components(of text: String) -> Int { ranges(of: text).count }
}
