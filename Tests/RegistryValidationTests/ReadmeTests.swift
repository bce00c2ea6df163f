import Formats
import RegistrySchemas
import Testing

@testable import RegistryValidation

@Suite("README.md")
struct ReadmeTests {
  @Test func `has the table of all rules`() throws {
    let table = try Self.part("rules")
    #expect(
      table == RulePage(RuleBook.standard).markdownTable,
      "README.md is out of date; run Tests/Suites/update-readme.sh")
  }

  @Test func `shows the output for the faulty demonstration registry`() async throws {
    let root = ProjectFiles.folder + "/"
    let report = try await Validator().validate([root + "Conformance/data/demo-faulty"])
    let bytes = report.written(as: .text, options: ReportOptions(toolVersion: ""))
    let text =
      Self.removing(root, from: String(decoding: bytes, as: UTF8.self))
      + ReportSummary(report).line + "\n"
    let excerpt = try Self.part("report").split(separator: "\n").filter { !$0.hasPrefix("```") }
    let blocks = excerpt.split(separator: "...").map { $0.joined(separator: "\n") + "\n" }
    #expect(blocks.count > 1)
    for block in blocks {
      #expect(text.contains(block), "README.md shows what the tool no longer says; edit it there")
    }
  }

  /// The lines between two markers.
  private static func part(_ name: String) throws -> String {
    let lines = try ProjectFiles.text("README.md")
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
  @Test func `shows a valid configuration`() throws {
    let readme = try ProjectFiles.text("README.md")
    let blocks = readme.matches(of: /```yaml\n(version: 1\n(?s:.*?))```/)
    #expect(!blocks.isEmpty)
    // Mission files have a version too.
    for block in blocks where !block.1.contains("\nbucket:") {
      #expect(throws: Never.self) { try Configuration(text: String(block.1)) }
    }
  }

  @Test func `lists every key of the configuration`() throws {
    let file = try #require(SchemaFiles.file("own/configuration.schema.json"))
    let schema = try JSONParser.parse(file.bytes).root
    let keys = try #require(schema["properties"]).members.map(\.key.text)
    let table = try ProjectFiles.text("README.md").split(separator: "| key | value | default |")
    let rows = try #require(table.last).split(separator: "\n").dropFirst()
      .prefix { $0.hasPrefix("|") }
    #expect(rows.map { String($0.split(separator: "`")[1]) } == keys)
  }
}
