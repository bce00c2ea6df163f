internal import Formats
internal import RegistryValidation

/// The findings of one rule and severity in one file.
struct FindingGroup: Sendable {
  /// What the findings have in common.
  struct Key: Sendable, Hashable, Comparable {
    let uri: String
    let rule: String
    let severity: Severity

    /// Orders by file, then by severity (most serious first), then by rule.
    static func < (left: Key, right: Key) -> Bool {
      if left.uri != right.uri { return left.uri < right.uri }
      if left.severity != right.severity { return left.severity > right.severity }
      return left.rule < right.rule
    }
  }

  let key: Key
  /// The listed findings, by place; may be empty.
  var findings: [Finding] = []
  /// The number of findings, listed or not.
  let count: Int

  init(_ key: Key, count: Int) {
    self.key = key
    self.count = count
  }

  /// The file.
  var uri: String { key.uri }
  /// The code of the rule.
  var rule: String { key.rule }
  /// Their severity.
  var severity: Severity { key.severity }
}

extension Report {
  /// The findings that count, by file, then by severity (most serious first), then by rule.
  ///
  /// The counts of all groups add up to the report's exact totals.
  var groups: [FindingGroup] {
    var groups: [FindingGroup.Key: FindingGroup] = [:]
    for (uri, counts) in files {
      for (rule, tally) in counts.rules {
        for (severity, count) in tally.active where count > 0 {
          let key = FindingGroup.Key(uri: uri, rule: rule, severity: severity)
          groups[key] = FindingGroup(key, count: count)
        }
      }
    }
    for finding in findings where finding.isActive {
      let key = FindingGroup.Key(
        uri: finding.countingFile, rule: finding.rule, severity: finding.severity)
      groups[key, default: FindingGroup(key, count: 0)].findings.append(finding)
    }
    return groups.values.sorted { $0.key < $1.key }
  }

  /// The reasons why inputs could not be checked, unless a notice gives the reason already.
  var untoldObstacles: [String] {
    let told = Set(notices.map(\.message)).union(notices.compactMap(\.uri))
    func isUntold(_ reason: String) -> Bool {
      !told.contains(reason) && !Self.begins(reason, withOneOf: told)
    }
    let reasons = coverage.obstacles.values.reduce(into: Set()) { $0.formUnion($1) }
    // What leaves only some rules open has no notice, so that their codes are told.
    let open = outcomes.filter { $0.outcome == .notEvaluated }.map(\.rule)
    let ofRules = Dictionary(grouping: open.filter { coverage.ruleObstacles[$0] != nil }) {
      coverage.ruleObstacles[$0] ?? ""
    }
    .filter { isUntold($0.key) }
    .map { "\($0.value.sorted().joined(separator: ", ")): \($0.key)" }
    return reasons.filter(isUntold).sorted() + ofRules.sorted()
  }

  /// Whether a text begins with a file's name and a space or colon.
  private static func begins(_ text: String, withOneOf names: Set<String>) -> Bool {
    var ends = 0
    for index in text.utf8.indices where text.utf8[index] == 0x20 {
      let name = text[..<index]
      if names.contains(String(name)) { return true }
      if name.last == ":", names.contains(String(name.dropLast())) { return true }
      ends += 1
      // No file has a name of so many words.
      if ends > 100 { return false }
    }
    return false
  }

  /// How many rules were not evaluated on all of their input, and how many apply.
  var rulesNotEvaluated: (count: Int, of: Int) {
    let applicable = outcomes.filter { $0.outcome != .notApplicable }
    return (applicable.filter { $0.outcome == .notEvaluated }.count, applicable.count)
  }
}

extension String {
  /// The text, truncated to a number of Unicode scalars and then marked with an ellipsis.
  func cut(to count: Int) -> String {
    // A text has at most as many scalars as bytes.
    guard utf8.count > count, unicodeScalars.count > count else { return self }
    var view = String.UnicodeScalarView()
    view.append(contentsOf: unicodeScalars.prefix(count))
    return String(view) + "…"
  }
}
