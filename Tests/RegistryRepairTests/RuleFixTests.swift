import Formats
import ObjectStorage
import SharedCloudRegistry
import Testing
import ValidationTestSupport

@testable import RegistryRepair
@testable import RegistryValidation

@Suite("The fixes of the rules")
struct RuleFixTests {
  static let invalid = RuleCase.all.filter { !$0.isValid }
  static let fixable = invalid.filter { $0.rule.fix != nil }
  static let safe = invalid.filter { $0.rule.fix == .safe }

  private func fixer(for example: RuleCase, allowsUnsafe: Bool = false) -> Fixer {
    let rule = example.rule
    var validator = Validator.forTests(profile: example.profile)
    validator.dialect = rule.exampleDialect.flatMap(Dialect.init(version:))
    if rule.scope == .object { validator.depth = .objects }
    var fixer = Fixer(validator)
    fixer.allowsUnsafe = allowsUnsafe
    return fixer
  }

  @Test("are as safe as the rule files say", arguments: invalid)
  func safety(_ example: RuleCase) async throws {
    let registry = try ExampleRegistry(example.example, of: example.rule)
    let report = try await fixer(for: example).validator.validate(registry.targets)
    for finding in report.findings {
      let availability = RuleBook.standard[finding.rule]?.fix
      switch availability {
      case .safe: #expect(finding.fix?.safety == .safe, "\(finding.rule) \(finding.message)")
      case .unsafe: #expect(finding.fix?.safety != .safe, "\(finding.rule)")
      case .sometimes: break
      case nil: #expect(finding.fix == nil, "\(finding.rule)")
      }
    }
  }

  @Test(
    "exist for an example of each rule with fixes",
    arguments: RuleBook.standard.rules.filter { $0.fix != nil })
  func availability(_ rule: Rule) async throws {
    var safeties: Set<Fix.Safety> = []
    for example in RuleCase.all where example.rule.code == rule.code && !example.isValid {
      let registry = try ExampleRegistry(example.example, of: rule)
      let report = try await fixer(for: example).validator.validate(registry.targets)
      for finding in report.findings(of: rule.code) {
        if let fix = finding.fix { safeties.insert(fix.safety) }
      }
    }
    #expect(!safeties.isEmpty)
    if rule.fix == .safe { #expect(safeties == [.safe]) }
  }

  @Test("that are safe fix every example and cause no error", arguments: safe)
  func safeFixes(_ example: RuleCase) async throws {
    for target in try ExampleRegistry(example.example, of: example.rule).targets {
      let fixed = try await FixedTarget(target, fixer(for: example))
      #expect(fixed.outcome.refusals == [])
      #expect(fixed.outcome.after.counts[example.rule.code] == nil)
      #expect(fixed.outcome.after.count(of: .error) <= fixed.outcome.before.count(of: .error))
    }
  }

  @Test("leave valid examples unchanged", arguments: RuleCase.all.filter(\.isValid))
  func validExamples(_ example: RuleCase) async throws {
    for target in try ExampleRegistry(example.example, of: example.rule).targets {
      var fixer = fixer(for: example, allowsUnsafe: true)
      fixer.rules = [example.rule.code]
      #expect(try await fixer.fix(target).files.isEmpty)
    }
  }

  @Test("change nothing more when made again", arguments: fixable, [false, true])
  func idempotence(_ example: RuleCase, _ allowsUnsafe: Bool) async throws {
    let fixer = fixer(for: example, allowsUnsafe: allowsUnsafe)
    for target in try ExampleRegistry(example.example, of: example.rule).targets {
      let once = try await FixedTarget(target, fixer)
      let twice = try await FixedTarget(once.target, fixer)
      #expect(try twice.changedBytes() == [:])
      #expect(twice.outcome.after.counts == once.outcome.after.counts)
    }
  }

  @Test("are not made for rules that are off", arguments: fixable)
  func rulesOff(_ example: RuleCase) async throws {
    var fixer = fixer(for: example, allowsUnsafe: true)
    fixer.rules = [example.rule.code]
    fixer.validator.settings.set(nil, for: example.rule.code, by: "test")
    for target in try ExampleRegistry(example.example, of: example.rule).targets {
      #expect(try await fixer.fix(target).files.isEmpty)
    }
  }

  @Test("are not made for findings that are suppressed", arguments: fixable)
  func suppressed(_ example: RuleCase) async throws {
    var fixer = fixer(for: example, allowsUnsafe: true)
    fixer.rules = [example.rule.code]
    fixer.validator.settings.suppress(
      Suppression(rule: example.rule.code, reason: "known"), at: nil)
    for target in try ExampleRegistry(example.example, of: example.rule).targets {
      #expect(try await fixer.fix(target).files.isEmpty)
    }
  }

  @Test("that are edits fix their finding", arguments: fixable)
  func attachedEdits(_ example: RuleCase) async throws {
    for target in try ExampleRegistry(example.example, of: example.rule).targets {
      let validator = fixer(for: example).validator
      let report = try await validator.validate([target])
      for finding in report.findings(of: example.rule.code) {
        guard let fix = finding.fix, !fix.edits.isEmpty else { continue }
        let key = finding.location.key
        var text = EditedText(try await target.store.read(key, limit: 1 << 20))
        let isTaken = text.add(fix.edits)
        #expect(isTaken)
        let patched = target.store.patched(
          [key: LocalObject(text.result())], noting: OpenedFiles())
        let after = try await validator.validate([target.reading(patched)])
        let left = after.findings(of: example.rule.code).map(\.fingerprint)
        #expect(!left.contains(finding.fingerprint), "\(fix.description)")
      }
    }
  }
}
