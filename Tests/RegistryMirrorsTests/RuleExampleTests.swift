import RegistryValidation
import Testing

@testable import RegistryMirrors

/// The examples of the rules on mirrors: two trees, and the options of a verification.
@Suite("The examples of the rules on mirrors")
struct MirrorRuleExampleTests {
  /// One example of one rule.
  struct Case: Sendable, CustomTestStringConvertible {
    var rule: Rule
    var example: RuleExample
    var isValid: Bool
    var testDescription: String { "\(rule.code) \(isValid ? "valid" : "invalid")" }
  }

  static let cases = RuleBook.standard.rules.filter { $0.scope == .mirror }.flatMap { rule in
    rule.validExamples.map { Case(rule: rule, example: $0, isValid: true) }
      + rule.invalidExamples.map { Case(rule: rule, example: $0, isValid: false) }
  }

  @Test("are accepted, or found by the rule, at the mark", arguments: cases)
  func verdict(_ example: Case) async throws {
    let folder = try TemporaryTree(example.example.files)
    let options = try Self.options(example.example.files["options"] ?? "")
    let results = try await MirrorVerification(options).run(
      folder.path + "/source", mirrors: [folder.path + "/mirror"])
    let report = MirrorReport(results, options: options).report(Validator())
    let own = report.findings.filter { $0.rule == example.rule.code }
    #expect(own.isEmpty == example.isValid, "\(report.findings.map(\.message))")
    guard let mark = folder.mark, let finding = own.first else { return }
    #expect(finding.location.line == mark.line)
    #expect("mirror/" + finding.location.key == mark.file)
  }

  @Test func `cover every rule of the program, and no other`() {
    let codes = Set(RuleBook.standard.rules.filter { $0.scope == .mirror }.map(\.code))
    #expect(codes == Set(MirrorRule.allCases.map(\.rawValue)))
  }

  /// Reads the options that the examples use.
  private static func options(_ text: String) throws -> MirrorOptions {
    var options = MirrorOptions()
    let words = text.split(separator: " ").map(String.init)
    for (name, value) in zip(words, words.dropFirst()) {
      switch name {
      case "--map": options.maps.append(value)
      case "--require": options.required = try #require(AssuranceLevel(rawValue: value))
      case "--start": options.scope.start = TemporaryTree.time(value)
      case "--max-lag": options.longestLag = 3 * 86_400
      default: break
      }
    }
    return options
  }
}
