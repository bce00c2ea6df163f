import Formats
import JSONSchema
import RegistrySchemas
import Testing
import ValidationTestSupport

@testable import RegistryValidation

@Suite("Rule files")
struct RuleFileTests {
  @Test(
    "meet their schema", arguments: SchemaFiles.all(in: "rules").map(\.name))
  func rules(_ name: String) throws {
    let document = try YAMLParser.parse(try #require(SchemaFiles.file(name)).bytes)
    let failures = try CompiledSchema.named("rules.schema.json").failures(in: document.root)
    #expect(failures.map(\.description) == [])
    #expect(document.remarks.isEmpty)
  }

  @Test(
    "tables meet their schema", arguments: SchemaFiles.all(in: "tables").map(\.name))
  func tables(_ name: String) throws {
    let document = try JSONParser.parse(try #require(SchemaFiles.file(name)).bytes)
    let failures = try CompiledSchema.named("index-table.schema.json").failures(in: document.root)
    #expect(failures.map(\.description) == [])
    #expect(document.remarks.isEmpty)
  }

  @Test("describe a rule completely", arguments: RuleBook.standard.rules)
  func completeness(_ rule: Rule) throws {
    for text in [rule.name, rule.title, rule.help, rule.explanation, rule.since] {
      #expect(!text.isEmpty)
    }
    // The specification does not describe the configuration.
    #expect(rule.section.isEmpty == (rule.scope == .configuration))
    #expect(rule.requirements.isEmpty == (rule.scope == .configuration))
    #expect(!rule.validExamples.isEmpty)
    let isTooLongToShow = ["SYN006", "IDX043"].contains(rule.code)
    #expect(rule.invalidExamples.isEmpty == isTooLongToShow)
    #expect(rule.severities.values.contains { $0 >= .info }, "the rule is off everywhere")
  }

  @Test("order rules by code", arguments: SchemaFiles.all(in: "rules").map(\.name))
  func order(_ name: String) throws {
    let document = try YAMLParser.parse(try #require(SchemaFiles.file(name)).bytes)
    let codes = document.root.members.map(\.key.text)
    #expect(codes == codes.sorted())
    #expect(Set(codes.map { $0.prefix(3) }).count == 1)
  }

  @Test func `use a code and a name once`() {
    let rules = RuleBook.standard.rules
    #expect(Set(rules.map(\.code)).count == rules.count)
    #expect(Set(rules.map(\.name)).count == rules.count)
    #expect(rules.map(\.code) == rules.map(\.code).sorted())
  }

  @Test("name existing rules as causes and hidden rules", arguments: RuleBook.standard.rules)
  func relations(_ rule: Rule) {
    let others = rule.hides.subtracting([Rule.everything]).union(rule.causes)
    #expect(others.allSatisfy { RuleBook.standard[$0] != nil && $0 != rule.code })
  }

  @Test("name existing requirements", arguments: RuleBook.standard.rules)
  func strictness(_ rule: Rule) {
    // Without a requirement in the specification, nothing can be an error under it.
    guard rule.level == .may || rule.level == .advice else { return }
    #expect(rule.severities[.default] != .error)
  }
}
