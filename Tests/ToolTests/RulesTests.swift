import Formats
import Testing

@testable import RegistryValidation

@Suite("scregistry rules, explain, version")
struct RulesTests {
  @Test func `lists every rule on a line`() throws {
    let run = try ToolProcess(["rules", "list"])
    #expect(run.code == 0)
    let codes = run.output.split(separator: "\n").map { String($0.prefix(6)) }
    #expect(codes == RuleBook.standard.rules.map(\.code))
    #expect(try ToolProcess(["rules"]).output == run.output)
  }

  @Test func `lists rules as JSON and as a table`() throws {
    let json = try ToolProcess(["rules", "list", "-o", "json"])
    let rules = try JSONParser.parse(Array(json.output.utf8)).root
    #expect(rules.count == RuleBook.standard.rules.count)
    let table = try ToolProcess(["rules", "list", "-o", "markdown"])
    #expect(table.output.split(separator: "\n").count == RuleBook.standard.rules.count + 2)
  }

  @Test(
    "shows a rule by code or name, and ignores the case",
    arguments: [
      "IDX014", "idx014", "row-out-of-order",
    ])
  func show(_ name: String) throws {
    let run = try ToolProcess(["rules", "show", name])
    #expect(run.code == 0)
    #expect(run.output.hasPrefix("IDX014 row-out-of-order\n"))
    #expect(run.output.contains("↓"))
    #expect(try ToolProcess(["explain", name]).output == run.output)
  }

  @Test(
    "suggests a similar name",
    arguments: [
      ("row-out-of-ordr", "row-out-of-order"), ("IDX0144", "IDX014"), ("DTS004", "DST004"),
    ])
  func suggestion(_ name: String, _ near: String) throws {
    let run = try ToolProcess(["rules", "show", name])
    #expect(run.code == 2)
    #expect(run.error.contains("did you mean \(near)?"), "\(run.error)")
  }

  @Test func `suggests nothing without a similar name`() throws {
    let run = try ToolProcess(["explain", "zzzzzzzzzzzzzzzzzzzzzzzz"])
    #expect(run.code == 2)
    #expect(!run.error.contains("did you mean"))
  }

  @Test("shows every rule in every format", arguments: ["text", "json", "markdown"])
  func formats(_ format: String) throws {
    for rule in RuleBook.standard.rules.prefix(5) + RuleBook.standard.rules.suffix(5) {
      let run = try ToolProcess(["rules", "show", rule.code, "-o", format])
      #expect(run.code == 0)
      #expect(run.output.contains(rule.code))
      let harmful = run.output.unicodeScalars.filter { $0.value < 0x20 && $0 != "\n" }
      #expect(harmful.isEmpty)
    }
  }

  @Test func `version is one line, or JSON`() throws {
    let line = try ToolProcess(["--version"])
    let words = try ToolProcess(["version"])
    #expect(words.output == "scregistry " + line.output)
    let json = try JSONParser.parse(Array(try ToolProcess(["version", "--json"]).output.utf8)).root
    #expect(json["version"]?.text == String(line.output.dropLast()))
    #expect(json["rules"]?.integer == RuleBook.standard.rules.count)
  }
}
