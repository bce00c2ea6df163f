internal import Formats
public import RegistryValidation

extension Report {
  /// Distinguishes new findings from those in a baseline.
  ///
  /// Known findings no longer count. New and known findings of a rule and file are listed up to the
  /// usual limit each. Entries without a matching finding become findings.
  ///
  /// - Parameters:
  ///   - baseline: The baseline; the report must have been made with its extra listings.
  ///   - listed: How many findings of a rule and file are listed.
  /// - Returns: The report with the findings marked.
  public func compared(with baseline: Baseline, listed: Int) -> Report {
    var comparison = BaselineComparison(baseline, of: self)
    for uri in files.keys { comparison.compare(uri) }
    var parts = comparison.parts
    let use = comparison.use(listed: listed)
    parts.findings = parts.findings.cut(to: listed)
    parts.baseline = use
    use.report(in: &parts)
    return Report(parts)
  }
}

/// Goes through the files of a report and marks known findings.
struct BaselineComparison {
  private let baseline: Baseline
  private let report: Report
  private let names: FileNames
  private(set) var parts: Report.Parts
  /// The numbers of the entries for a rule and the key of a file.
  private var entries: [RuleInFile: [Int]] = [:]
  /// The numbers of the findings of a rule that count, by the file that they are counted for.
  private var listed: [RuleInFile: [Int]] = [:]
  /// How many findings each entry matched in the file with most matches.
  private var matched: [Int]
  /// The rules that have more findings in a file than are listed, by key of the file.
  private var cutOff: Set<RuleInFile> = []

  /// A rule and a file, by its key or its address.
  private struct RuleInFile: Hashable {
    private var rule: String
    private var file: ExactText

    init(rule: String, file: String) {
      self.rule = rule
      self.file = ExactText(file)
    }
  }

  init(_ baseline: Baseline, of report: Report) {
    self.baseline = baseline
    self.report = report
    names = FileNames(report)
    parts = report.parts
    matched = [Int](repeating: 0, count: baseline.entries.count)
    for (number, entry) in baseline.entries.enumerated() {
      entries[RuleInFile(rule: entry.rule, file: entry.key), default: []].append(number)
    }
    for (number, finding) in report.findings.enumerated()
    where finding.suppression == nil && report.isOnData(finding.rule) {
      let file = RuleInFile(rule: finding.rule, file: finding.countingFile)
      listed[file, default: []].append(number)
    }
  }

  /// Compares the findings of a file.
  mutating func compare(_ uri: String) {
    guard let rules = parts.files[uri]?.rules else { return }
    let name = names[uri]
    for (code, tally) in rules where report.isOnData(code) {
      let numbers = entries[RuleInFile(rule: code, file: name.key)] ?? []
      let applicable = numbers.filter { number in
        let root = baseline.entries[number].root
        return root == nil || root == name.root
      }
      var budget = Budget(applicable.map { ($0, baseline.entries[$0]) })
      var tally = tally
      compare(listed[RuleInFile(rule: code, file: uri)] ?? [], tally: &tally, budget: &budget)
      parts.files[uri]?.rules[code] = tally
      for (number, count) in budget.used { matched[number] = Swift.max(matched[number], count) }
      if budget.isCutOff { cutOff.insert(RuleInFile(rule: code, file: name.key)) }
    }
  }

  /// Marks the findings of one rule in one file.
  private mutating func compare(_ numbers: [Int], tally: inout Tally, budget: inout Budget) {
    var open: [Int] = []
    var unlisted = tally.activeTotal
    for number in numbers {
      let finding = parts.findings[number]
      unlisted -= finding.occurrences
      let known = budget.take(finding.occurrences, of: finding.fingerprint)
      tally.makeKnown(known, from: finding.severity)
      if known == finding.occurrences {
        parts.findings[number].baseline = .known
        tally.add(finding.fix?.safety, count: -known)
      } else {
        open.append(number)
      }
    }
    // A count does not identify findings: either all are known, or some are new.
    tally.makeKnown(budget.take(tally.activeTotal))
    tally.safeFixes = Swift.max(0, Swift.min(tally.safeFixes, tally.activeTotal))
    tally.unsafeFixes = Swift.max(
      0, Swift.min(tally.unsafeFixes, tally.activeTotal - tally.safeFixes))
    budget.isCutOff = unlisted > 0
    for number in open {
      parts.findings[number].baseline = tally.activeTotal == 0 ? .known : .new
    }
  }

  /// The use of the entries.
  func use(listed: Int) -> BaselineUse {
    var use = BaselineUse(file: baseline.name, digest: baseline.digest, listed: listed)
    let looked = LookedAt(report)
    for (number, entry) in baseline.entries.enumerated() {
      let line = baseline.lines[number]
      if matched[number] >= entry.count {
        use.matchedLines.insert(line)
      } else if looked.includes(root: entry.root, key: entry.key, by: entry.rule),
        entry.fingerprint == nil || !cutOff.contains(.init(rule: entry.rule, file: entry.key))
      {
        use.stale[line] = .init(entry: entry, matched: matched[number])
      }
    }
    return use
  }
}

extension Report {
  /// Whether a rule checks data; findings on the configuration don't belong in a baseline.
  func isOnData(_ code: String) -> Bool { rules[code]?.scope != .configuration }
}

extension Tally {
  /// Marks findings of a severity as known.
  fileprivate mutating func makeKnown(_ count: Int, from severity: Severity) {
    let count = Swift.min(count, self[severity])
    self[severity] -= count
    known += count
  }

  /// Marks findings as known, the least serious first.
  fileprivate mutating func makeKnown(_ count: Int) {
    var left = count
    for severity in Severity.allCases {
      let part = Swift.min(left, self[severity])
      makeKnown(part, from: severity)
      left -= part
    }
  }
}

extension [Finding] {
  /// Omits known and new findings beyond the limit for each rule and file.
  func cut(to limit: Int) -> [Finding] {
    var counts: [[String]: Int] = [:]
    return filter { finding in
      guard let state = finding.baseline else { return true }
      let place = [finding.countingFile, finding.rule, state.rawValue]
      counts[place, default: 0] += 1
      return counts[place, default: 0] <= limit
    }
  }
}
