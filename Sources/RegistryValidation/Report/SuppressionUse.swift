/// How a run used one suppression.
public struct SuppressionUse: Sendable, Hashable {
  /// The code of the rule.
  public var rule: String
  /// The line of the configuration file.
  public var line: Int?
  /// The configuration file.
  public var file: String
  /// Why findings don't count.
  public var reason: String
  /// The person responsible.
  public var owner: String?
  /// The first day on which it has expired.
  public var expires: String?
  /// Whether it had expired, so that it hid nothing.
  public var hasExpired: Bool
  /// The number of findings it hid, by file.
  public var matches: [String: Int] = [:]
  /// Whether a matching file was checked.
  public var hasFile = false
  /// Whether a matching dataset was checked.
  public var hasDataset = false
  /// Whether its rule checked anything that matches; computed from the rest of the report.
  public var wasAsked = false

  /// Makes the state before a run.
  package init(
    rule: String, line: Int? = nil, file: String, reason: String, owner: String? = nil,
    expires: String? = nil, hasExpired: Bool
  ) {
    self.rule = rule
    self.line = line
    self.file = file
    self.reason = reason
    self.owner = owner
    self.expires = expires
    self.hasExpired = hasExpired
  }

  /// The number of findings it hid.
  public var matched: Int { matches.values.reduce(0, +) }
}

extension SuppressionUse {
  /// The rules that check every file of a tree, even files that are not read.
  private static let looksForFiles: Set = [RuleID.objectNotIndexed.code]

  /// Returns the use of each suppression.
  ///
  /// - Parameters:
  ///   - settings: The settings with the suppressions.
  ///   - reporters: The findings of each checked file.
  ///   - datasets: The ids of the checked datasets.
  /// - Returns: One use for each suppression, in their order.
  static func all(
    of settings: RuleSettings, reporters: [FileReporter], datasets: Set<String>
  ) -> [SuppressionUse] {
    guard !settings.suppressions.isEmpty else { return [] }
    let keys = Set(reporters.map(\.file.key))
    let ids = datasets.union(reporters.compactMap(\.dataset))
    return settings.suppressions.enumerated().map { number, suppression in
      var use = SuppressionUse(
        rule: suppression.rule, line: suppression.location.line, file: suppression.location.uri,
        reason: suppression.reason, owner: suppression.owner, expires: suppression.expires,
        hasExpired: settings.expired.contains(number))
      use.hasFile =
        suppression.paths.isEmpty || looksForFiles.contains(suppression.rule)
        || keys.contains { RuleSettings.covers(suppression.paths, name: $0) }
      use.hasDataset =
        suppression.datasets.isEmpty
        || ids.contains { RuleSettings.covers(suppression.datasets, name: $0) }
      for reporter in reporters {
        guard let count = reporter.suppressed[number] else { continue }
        use.matches[reporter.file.uri, default: 0] += count
      }
      return use
    }
  }
}

extension Report.Parts {
  /// Computes for each suppression whether its rule checked anything that matches.
  ///
  /// One part of a report may not suffice for this; all parts together may.
  package mutating func askSuppressions() {
    guard !suppressions.isEmpty else { return }
    let looked = Report(self).outcomes.filter { [.pass, .fail].contains($0.outcome) }.map(\.rule)
    let codes = Set(looked)
    for index in suppressions.indices {
      let use = suppressions[index]
      suppressions[index].wasAsked = use.hasFile && use.hasDataset && codes.contains(use.rule)
    }
  }
}
