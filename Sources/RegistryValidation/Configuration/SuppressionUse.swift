/// What became of one suppression in a run.
public struct SuppressionUse: Sendable, Hashable {
  /// The code of the rule.
  public var rule: String
  /// The line of the configuration file.
  public var line: Int?
  /// The configuration file.
  public var file: String
  /// Why findings don't count.
  public var reason: String
  /// Who answers for it.
  public var owner: String?
  /// The day from which on it works no longer.
  public var expires: String?
  /// Whether its day had come, so that it hid nothing.
  public var hasExpired: Bool
  /// The number of findings it hid.
  public var matched: Int
  /// Whether its rule looked at anything it is for.
  public var wasAsked: Bool
}

extension SuppressionUse {
  /// The rules that look at every file of a tree, also at those that are not read.
  private static let looksForFiles: Set = ["OBJ003"]

  /// Tells what became of each suppression.
  ///
  /// - Parameters:
  ///   - settings: The settings with the suppressions.
  ///   - reporters: What was found in each file that was looked at.
  ///   - datasets: The ids of the datasets that were looked at.
  ///   - asked: The codes of the rules that looked at all of their input.
  /// - Returns: One use for each suppression, in their order.
  static func all(
    of settings: RuleSettings, reporters: [FileReporter], datasets: Set<String>,
    asked: Set<String>
  ) -> [SuppressionUse] {
    guard !settings.suppressions.isEmpty else { return [] }
    let keys = Set(reporters.map(\.file.key))
    let ids = datasets.union(reporters.compactMap(\.dataset))
    return settings.suppressions.enumerated().map { number, suppression in
      let isAsked =
        asked.contains(suppression.rule)
        && (suppression.paths.isEmpty || looksForFiles.contains(suppression.rule)
          || keys.contains { RuleSettings.covers(suppression.paths, $0) })
        && (suppression.datasets.isEmpty
          || ids.contains { RuleSettings.covers(suppression.datasets, $0) })
      return SuppressionUse(
        rule: suppression.rule, line: suppression.location.line, file: suppression.location.uri,
        reason: suppression.reason, owner: suppression.owner, expires: suppression.expires,
        hasExpired: settings.expired.contains(number),
        matched: reporters.reduce(0) { $0 + ($1.suppressed[number] ?? 0) }, wasAsked: isAsked)
    }
  }
}
