import Formats
import RegistrySchemas
import SharedCloudRegistry
import Testing
import ValidationTestSupport

@testable import RegistryReports
@testable import RegistryValidation

@Suite("README.md and docs")
struct ReadmeTests {
  @Test func `have the table of all rules`() throws {
    let table = try Self.part("rules", of: "docs/rules/README.md")
    let rows = RulePage(RuleBook.standard).markdownTable
    let linked = RuleBook.standard.rules.reduce(rows) { text, rule in
      text.replacing("\n| \(rule.code) |", with: "\n| [\(rule.code)](\(rule.code).md) |")
    }
    #expect(
      table == linked,
      "docs/rules/README.md is out of date; run Tests/Suites/update-readme.sh")
  }

  @Test func `show what the tool says of the faulty demonstration registry`() async throws {
    let root = ProjectFiles.folder + "/"
    var validator = Validator()
    validator.now = try SCRTime(parsing: "2026-11-23T00:00:00Z")
    let report = try await validator.validate([root + "Conformance/data/demo-faulty"])
    let bytes = report.written(as: .text, options: ReportOptions(toolVersion: ""))
    let text =
      Self.removing(root, from: String(decoding: bytes, as: UTF8.self))
      + ReportSummary(report).line + "\n"
    let lines = try Self.part("report", of: "README.md").split(separator: "\n")
    #expect(lines.contains("$ scregistry validate Conformance/data/demo-faulty"))
    let excerpt = lines.filter { !$0.hasPrefix("```") && !$0.hasPrefix("$ ") }
    let blocks = excerpt.split(separator: "...").map { $0.joined(separator: "\n") + "\n" }
    #expect(blocks.count > 1)
    for block in blocks {
      #expect(text.contains(block), "README.md shows what the tool no longer says; edit it there")
    }
  }

  @Test func `are short where people begin`() throws {
    let readme = try ProjectFiles.bytes("README.md")
    #expect(readme.count <= 12_000)
    #expect(readme.count { $0 == UInt8(ascii: "\n") } <= 200)
  }

  /// The lines between two markers of a document.
  private static func part(_ name: String, of document: String) throws -> String {
    let lines = try ProjectFiles.text(document)
      .split(separator: "\n", omittingEmptySubsequences: false)
    let begin = try #require(lines.firstIndex(of: "<!-- \(name):begin -->"))
    let end = try #require(lines[begin...].firstIndex(of: "<!-- \(name):end -->"))
    return lines[(begin + 1)..<end].map { "\($0)\n" }.joined()
  }

  private static func removing(_ prefix: String, from text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      line.hasPrefix(prefix) ? String(line.dropFirst(prefix.count)) : String(line)
    }.joined(separator: "\n")
  }
}

extension ReadmeTests {
  private static let configurationPage = "docs/reference/configuration.md"

  @Test func `show configurations that can be read`() throws {
    let pages = try ProjectFiles.paths(below: "docs").filter { $0.hasSuffix(".md") }
    var count = 0
    for document in ["README.md"] + pages.map({ "docs/" + $0 }) {
      let text = try ProjectFiles.text(document)
      let blocks = text.matches(of: /```yaml\n(version: 1\n(?s:.*?))```/)
      // Mission files have a version too.
      for block in blocks where !block.1.contains("\nbucket:") {
        #expect(throws: Never.self, "\(document)") { try Configuration(text: String(block.1)) }
        count += 1
      }
    }
    #expect(count > 0)
  }

  @Test func `list every key of the configuration`() throws {
    let file = try #require(SchemaFiles.file("own/configuration.schema.json"))
    let schema = try JSONParser.parse(file.bytes).root
    let keys = try #require(schema["properties"]).members.map(\.key.text)
    let parts = try ProjectFiles.text(Self.configurationPage)
      .split(separator: "| key | value | default |")
    #expect(parts.count == 2)
    let rows = try #require(parts.last).split(separator: "\n").dropFirst()
      .prefix { $0.hasPrefix("|") }
    #expect(rows.map { String($0.split(separator: "`")[1]) } == keys)
  }
}
