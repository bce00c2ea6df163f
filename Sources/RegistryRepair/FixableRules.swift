internal import RegistryValidation

extension RuleBook {
  /// The rules on index files and rows that have fixes.
  var fixableInIndexes: Set<RuleID> {
    ids { $0.fix != nil && ($0.scope == .index || $0.scope == .row) }
  }

  /// The rules whose findings make it uncertain which field of a row is which.
  var makingFieldsUncertain: Set<RuleID> { ids(where: \.makesFieldsUncertain) }

  private func ids(where isWanted: (Rule) -> Bool) -> Set<RuleID> {
    Set(rules.lazy.filter(isWanted).compactMap { RuleID(code: $0.code) })
  }
}
