import Testing
import ValidationTestSupport

@testable import RegistryReports
@testable import RegistryValidation

@Suite("Pages of rules")
struct RulePagesTests {
  @Test(
    "need an http address with one place for the code",
    arguments: [
      "", "{rule}", "docs/{rule}.md", "javascript:{rule}", "https://", "https://e.org/",
      "https://e.org/{rule}{rule}", "https://e.org/a b/{rule}", "https://e.org/\"{rule}",
      "https://e.org/{rule})", "https://é.org/{rule}",
    ])
  func refused(_ template: String) { #expect(RulePages(template) == nil) }

  @Test("have addresses, but none of a code that a report made up", arguments: ["", "A/../B", "é"])
  func address(_ code: String) throws {
    let pages = try #require(RulePages("http://e.org/r/{rule}.md#top"))
    #expect(pages.address(of: "IDX014") == "http://e.org/r/IDX014.md#top")
    #expect(pages.address(of: code) == nil)
  }

  @Test(
    "are linked by pages, SARIF and Markdown", arguments: [ReportFormat.html, .sarif, .markdown])
  func links(_ format: ReportFormat) async throws {
    let report = try await Validator.forTests().validate([TestTarget.tree(["catalog.json": "{"])])
    var options = ReportOptions(toolVersion: "1")
    #expect(
      !String(decoding: report.written(as: format, options: options), as: UTF8.self).contains(
        "e.org"))
    options.rulePages = RulePages("https://e.org/{rule}.md")
    let text = String(decoding: report.written(as: format, options: options), as: UTF8.self)
    #expect(text.contains("https://e.org/SYN001.md"))
  }
}
