extension RuleID {
  /// The permanent code: three letters and three digits.
  package var code: String { rawValue }

  /// Finds a rule by its code; nil if the program does not know it, as for one in a report of
  /// another version.
  ///
  /// - Parameter code: Three letters and three digits.
  package init?(code: String) { self.init(rawValue: code) }

  /// Whether the rule compares files with one another, such as a catalog with index files.
  package var comparesFiles: Bool { code.hasPrefix("XRF") }
}

extension RuleBook {
  /// Returns the entry of a rule; nil if the book does not have it.
  ///
  /// - Parameter rule: The rule.
  package subscript(rule: RuleID) -> Rule? { self[rule.code] }
}
