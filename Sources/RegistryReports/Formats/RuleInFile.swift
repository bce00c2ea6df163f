internal import Formats
internal import RegistryValidation

/// The findings of one rule in one file, listed or not.
struct RuleInFile: Sendable {
  /// Whether findings count.
  enum Standing: Sendable, Hashable, CaseIterable {
    /// They count.
    case active
    /// The baseline knows them.
    case known
    /// The configuration suppresses them.
    case suppressed

    init(of finding: Finding) {
      self =
        finding.suppression != nil ? .suppressed : finding.baseline == .known ? .known : .active
    }
  }

  /// The file for which the findings are counted; some are about others, such as data objects.
  let uri: String
  /// The code of the rule.
  let rule: String
  /// The listed findings, by place, for each standing.
  private var active: [Finding] = []
  private var known: [Finding] = []
  private var suppressed: [Finding] = []
  private var tally = Tally()

  /// The listed findings with a standing, by place.
  func findings(_ standing: Standing) -> [Finding] {
    switch standing {
    case .active: active
    case .known: known
    case .suppressed: suppressed
    }
  }

  fileprivate mutating func append(_ finding: Finding) {
    switch Standing(of: finding) {
    case .active: active.append(finding)
    case .known: known.append(finding)
    case .suppressed: suppressed.append(finding)
    }
  }

  /// The number of findings with a standing, listed or not.
  func count(_ standing: Standing) -> Int {
    let listed = findings(standing).reduce(0) { $0 + Swift.max(1, $1.occurrences) }
    switch standing {
    case .active: return Swift.max(listed, tally.activeTotal)
    case .known: return Swift.max(listed, tally.known)
    case .suppressed: return Swift.max(listed, tally.suppressed)
    }
  }

  /// The number of findings, whatever their standing.
  var total: Int { Standing.allCases.reduce(0) { $0 + count($1) } }

  /// The most serious severity of the findings with a standing.
  ///
  /// - Parameters:
  ///   - standing: The standing.
  ///   - other: The severity to return if no finding is listed.
  /// - Returns: The severity.
  func severity(_ standing: Standing, otherwise other: Severity) -> Severity {
    let counted = standing == .active ? Severity.allCases.filter { tally[$0] > 0 } : []
    return (findings(standing).map(\.severity) + counted).max() ?? other
  }
}

extension Report {
  /// The findings by file and rule: files by name, the rules of a file by the first place.
  var rulesInFiles: [RuleInFile] { RuleInFile.all(in: self) }

  /// The severity of a rule without a listed finding.
  func usualSeverity(of rule: String) -> Severity {
    rules[rule]?.severities[settings.profile] ?? .warning
  }
}

extension RuleInFile {
  private struct Key: Hashable {
    var uri: ExactText
    var rule: String
  }

  fileprivate static func all(in report: Report) -> [RuleInFile] {
    var all: [RuleInFile] = []
    var positions: [Key: Int] = [:]
    func position(_ uri: String, of rule: String) -> Int {
      let key = Key(uri: ExactText(uri), rule: rule)
      if let position = positions[key] { return position }
      positions[key] = all.count
      all.append(RuleInFile(uri: uri, rule: rule))
      return all.count - 1
    }
    for finding in report.findings {
      all[position(finding.countingFile, of: finding.rule)].append(finding)
    }
    for (uri, counts) in report.files {
      for (rule, tally) in counts.rules.sorted(by: { $0.key < $1.key }) where tally.total > 0 {
        all[position(uri, of: rule)].tally = tally
      }
    }
    return all.enumerated()
      .sorted { (ExactText($0.element.uri), $0.offset) < (ExactText($1.element.uri), $1.offset) }
      .map(\.element)
  }
}
