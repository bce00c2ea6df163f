import RegistryValidation

/// One example of one rule.
package struct RuleCase: Sendable, CustomStringConvertible {
  package var rule: Rule
  package var example: RuleExample
  package var isValid: Bool
  package var number: Int

  package var description: String {
    "\(rule.code) \(isValid ? "valid" : "invalid") \(number)"
  }

  /// The rules on mirrors have two trees in each example, and tests of their own.
  package static let all = RuleBook.standard.rules.filter { $0.scope != .mirror }.flatMap { rule in
    rule.validExamples.enumerated().map {
      RuleCase(rule: rule, example: $0.element, isValid: true, number: $0.offset + 1)
    }
      + rule.invalidExamples.enumerated().map {
        RuleCase(rule: rule, example: $0.element, isValid: false, number: $0.offset + 1)
      }
  }

  /// A profile in which the rule is on.
  package var profile: Profile {
    let on = Profile.allCases.first { rule.severities[$0] != nil }
    return rule.severities[.strict] != nil ? .strict : on ?? .strict
  }
}
