import RegistryReports
import SharedCloudRegistry
import Testing
import ValidationTestSupport

@testable import RegistryValidation

@Suite("The examples of the rules")
struct RuleExampleTests {
  @Test("are accepted, or refused at the mark", arguments: RuleCase.all)
  func verdict(_ example: RuleCase) async throws {
    let registry = try ExampleRegistry(example.example, of: example.rule)
    var validator = Validator.forTests(profile: example.profile)
    if let configuration = registry.configuration { validator.apply(configuration) }
    validator.dialect = example.rule.exampleDialect.flatMap(Dialect.init(version:))
    if example.rule.scope == .object { validator.depth = .objects }
    let report = try await Self.report(registry, validator)
    let findings = report.findings(of: example.rule.code)
    let places = findings.map { finding in
      ExampleRegistry.Place(
        file: finding.location.key, line: finding.location.line ?? 0,
        column: finding.location.column ?? 0)
    }
    #expect(places == [registry.place].compactMap(\.self))
    if !example.isValid { #expect(registry.place != nil, "the example has no mark") }
  }

  static let ofDocuments = RuleCase.all.filter {
    $0.rule.isCheckedBySchema && !$0.isValid && $0.number == 1
  }

  /// The schema engine takes another path for a large document.
  @Test("are refused in a large document too", arguments: ofDocuments)
  func largeDocument(_ example: RuleCase) async throws {
    let text = example.example.files["", default: ""]
    let padded = RuleExample(files: ["": text + String(repeating: " ", count: 300_000)])
    var counts: [[String: Int]] = []
    for files in [example.example, padded] {
      var validator = Validator.forTests(profile: example.profile)
      validator.dialect = example.rule.exampleDialect.flatMap(Dialect.init(version:))
      let registry = try ExampleRegistry(files, of: example.rule)
      counts.append(try await validator.validate(registry.targets).counts)
    }
    #expect(counts[0] == counts[1])
    #expect(counts[0][example.rule.code] == 1)
  }

  /// The report on a registry, compared with its baseline if it has one.
  private static func report(
    _ registry: ExampleRegistry, _ validator: Validator
  ) async throws -> Report {
    guard let text = registry.baseline else {
      return try await validator.validate(registry.targets)
    }
    let baseline = try Baseline(reading: text, name: ExampleRegistry.baselineName)
    var validator = validator
    validator.options.listMore(for: baseline)
    return try await validator.validate(registry.targets)
      .compared(with: baseline, listed: validator.listedPerRule)
  }
}
