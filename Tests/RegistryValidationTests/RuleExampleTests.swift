import SharedCloudRegistry
import Testing

@testable import RegistryValidation

@Suite("The examples of the rules")
struct RuleExampleTests {
  /// One example of one rule.
  struct Case: Sendable, CustomTestStringConvertible {
    var rule: Rule
    var example: RuleExample
    var isValid: Bool
    var number: Int

    var testDescription: String {
      "\(rule.code) \(isValid ? "valid" : "invalid") \(number)"
    }
  }

  /// The rules on mirrors have two trees in each example, and tests of their own.
  static let cases = RuleBook.standard.rules.filter { $0.scope != .mirror }.flatMap { rule in
    rule.validExamples.enumerated().map {
      Case(rule: rule, example: $0.element, isValid: true, number: $0.offset + 1)
    }
      + rule.invalidExamples.enumerated().map {
        Case(rule: rule, example: $0.element, isValid: false, number: $0.offset + 1)
      }
  }

  @Test("are accepted, or refused at the mark", arguments: cases)
  func verdict(_ example: Case) async throws {
    let registry = try ExampleRegistry(example.example, of: example.rule)
    var validator = Validator.forTests(profile: Self.profile(of: example.rule))
    if let configuration = registry.configuration { validator.apply(configuration) }
    validator.baseline = registry.baseline
    validator.dialect = example.rule.exampleDialect.flatMap(Dialect.init(version:))
    if example.rule.scope == .object { validator.depth = .objects }
    let report = try await validator.validate(registry.targets)
    let findings = report.findings(of: example.rule.code)
    let places = findings.map { finding in
      ExampleRegistry.Place(
        file: finding.location.key, line: finding.location.line ?? 0,
        column: finding.location.column ?? 0)
    }
    #expect(places == [registry.place].compactMap(\.self))
    if !example.isValid { #expect(registry.place != nil, "the example has no mark") }
  }

  static let ofDocuments = cases.filter {
    $0.rule.isCheckedBySchema && !$0.isValid && $0.number == 1
  }

  /// The schema engine takes another path for a large document.
  @Test("are refused in a large document too", arguments: ofDocuments)
  func largeDocument(_ example: Case) async throws {
    let text = example.example.files["", default: ""]
    let padded = RuleExample(files: ["": text + String(repeating: " ", count: 300_000)])
    var counts: [[String: Int]] = []
    for files in [example.example, padded] {
      var validator = Validator.forTests(profile: Self.profile(of: example.rule))
      validator.dialect = example.rule.exampleDialect.flatMap(Dialect.init(version:))
      let registry = try ExampleRegistry(files, of: example.rule)
      counts.append(try await validator.validate(registry.targets).counts)
    }
    #expect(counts[0] == counts[1])
    #expect(counts[0][example.rule.code] == 1)
  }

  /// A profile in which the rule is on.
  static func profile(of rule: Rule) -> Profile {
    let on = Profile.allCases.first { rule.severities[$0] != nil }
    return rule.severities[.strict] != nil ? .strict : on ?? .strict
  }
}
