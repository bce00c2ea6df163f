internal import Formats

/// Collects the findings in one file: counts all of them and lists the first ones of each rule.
package struct FileReporter: Sendable {
  /// The file.
  package let file: Location
  /// The id of the dataset the file belongs to.
  let dataset: String?
  private let settings: RuleSettings
  private let listed: Int
  private let extra: [String: Int]
  private let habits: Set<RuleID>
  private let silent: Set<RuleID>
  /// Which findings of each rule have a fix; empty for a file that no fix may change.
  private let fixes: [RuleID: Rule.FixAvailability]
  /// The findings listed.
  package private(set) var findings: [Finding] = []
  /// The number of findings by rule, listed or not.
  package private(set) var tallies: [RuleID: Tally] = [:]
  /// The number of findings by dataset.
  private(set) var countsByDataset: [String: Int] = [:]
  /// The number of findings that each suppression hid.
  private(set) var suppressed: [Int: Int] = [:]
  /// The settings of the rules that had findings.
  private var rules: [RuleID: RuleSettings.FileRule] = [:]
  /// The number of listed findings by rule.
  private var asked: [RuleID: Int] = [:]

  /// Creates a reporter.
  ///
  /// - Parameters:
  ///   - file: The file as a location.
  ///   - dataset: The id of the dataset the file belongs to.
  ///   - options: The severities and how many findings to list for each rule.
  init(file: Location, dataset: String?, options: CheckOptions) {
    self.file = file
    self.dataset = dataset
    settings = options.settings
    listed = options.listedPerRule
    extra = options.extraListings[file.key] ?? [:]
    habits = options.habits
    silent = options.silent
    fixes = Self.isFixable(file.key) ? options.fixes : [:]
  }

  /// Whether a rule is on.
  func isOn(_ rule: RuleID) -> Bool {
    !silent.contains(rule) && settings.isOn(rule, inFile: file.key)
  }

  /// The number of findings of a rule to list.
  func listingLimit(of rule: RuleID) -> Int { listed + extra[rule.code, default: 0] }

  /// Whether the findings of a rule in the file count as one that occurs often.
  func isHabit(_ rule: RuleID) -> Bool { habits.contains(rule) }

  /// Whether another finding of a rule would be listed.
  func lists(_ rule: RuleID) -> Bool {
    isOn(rule) && asked[rule, default: 0] < listingLimit(of: rule)
  }

  /// Counts a finding and lists it, unless its rule has reached the limit.
  ///
  /// - Parameters:
  ///   - rule: The rule; nothing happens if it is off.
  ///   - message: The fault, made only if it is listed.
  ///   - id: The id of the dataset concerned, if the file has several.
  ///   - key: The file concerned, if it is another one, as a key in its bucket.
  ///   - change: Completes the finding: place, expected, actual.
  mutating func report(
    _ rule: RuleID, _ message: @autoclosure () -> String, dataset id: String? = nil,
    about key: String? = nil, _ change: (inout Finding) -> Void = { _ in }
  ) {
    let concerned = id ?? dataset
    guard let ruling = ruling(on: rule, dataset: concerned, about: key) else { return }
    count(rule, number: 1, ruling: ruling)
    if let concerned { countsByDataset[concerned.clipped, default: 0] += 1 }
    // Findings that don't count must not use up the limit of those that do.
    let tally = tallies[rule] ?? Tally()
    let place = ruling.suppression == nil ? tally.activeTotal : tally.suppressed
    guard place <= (ruling.suppression == nil ? listingLimit(of: rule) : listed) else {
      if ruling.suppression == nil { countFix(of: rule, ruling, change) }
      return
    }
    if ruling.suppression == nil { asked[rule] = place }
    var finding = Finding(
      rule: rule.code, severity: ruling.severity, message: message(), location: file,
      dataset: concerned)
    finding.suppression = ruling.suppression.map { settings.suppressions[$0].note }
    change(&finding)
    if finding.location.uri != file.uri { finding.countedIn = file.uri }
    finding.clip()
    findings.append(finding)
    if ruling.suppression == nil, fixes[rule] != nil { tallies[rule]?.add(finding.fix?.safety) }
  }

  /// Whether fixes may change a file: neither Parquet nor archives.
  private static func isFixable(_ key: String) -> Bool {
    ![".parquet", ".zip", ".gz"].contains { key.utf8.count > $0.utf8.count && key.hasSuffix($0) }
  }

  /// Which findings of a rule have a fix; nil if none has one.
  func fixes(of rule: RuleID) -> Rule.FixAvailability? { fixes[rule] }

  /// Counts the fix of a finding that is not listed.
  private mutating func countFix(
    of rule: RuleID, _ ruling: RuleSettings.Ruling, _ change: (inout Finding) -> Void
  ) {
    guard let availability = fixes[rule] else { return }
    if availability == .safe {
      tallies[rule]?.add(.safe)
      return
    }
    var finding = Finding(
      rule: rule.code, severity: ruling.severity, message: "", location: file, dataset: dataset)
    change(&finding)
    tallies[rule]?.add(finding.fix?.safety)
  }

  /// Takes the fixes of the findings of all but one rule away, which have to wait.
  mutating func removeFixes(except rule: RuleID) {
    change { if $0.rule != rule.code { $0.fix = nil } }
    for other in tallies.keys where other != rule {
      tallies[other]?.safeFixes = 0
      tallies[other]?.unsafeFixes = 0
    }
  }

  /// Takes the findings and counts of a check that was made elsewhere.
  mutating func restore(
    _ findings: [Finding], tallies: [RuleID: Tally], datasets: [String: Int],
    suppressed: [Int: Int]
  ) {
    self.findings = findings
    self.tallies = tallies
    countsByDataset = datasets
    self.suppressed = suppressed
  }

  /// Changes the listed findings, but not their rule or how they count.
  mutating func change(_ change: (inout Finding) -> Void) {
    for index in findings.indices { change(&findings[index]) }
  }

  private mutating func ruling(
    on rule: RuleID, dataset: String?, about key: String? = nil
  ) -> RuleSettings.Ruling? {
    if silent.contains(rule) { return nil }
    if let key { return settings.ruling(on: rule.code, dataset: dataset, key: key) }
    let inFile = rules[rule] ?? settings.rule(rule.code, inFile: file.key)
    rules[rule] = inFile
    return settings.ruling(on: rule.code, by: inFile, dataset: dataset)
  }

  private mutating func count(_ rule: RuleID, number: Int, ruling: RuleSettings.Ruling) {
    if let suppression = ruling.suppression {
      tallies[rule, default: Tally()].suppressed += number
      suppressed[suppression, default: 0] += number
    } else {
      tallies[rule, default: Tally()][ruling.severity] += number
    }
  }

  /// Counts findings that were not listed, or sets how often the first listed one occurs.
  ///
  /// - Parameters:
  ///   - rule: The rule; a habit is one finding that occurs often.
  ///   - total: The number of all findings, including the reported ones.
  ///   - safe: The number of those that were not reported and have a safe fix.
  ///   - unsafe: The number of those that were not reported and have an unsafe fix.
  mutating func settle(_ rule: RuleID, total: Int, safe: Int = 0, unsafe: Int = 0) {
    guard let ruling = ruling(on: rule, dataset: dataset) else { return }
    let rest = total - (tallies[rule]?.total ?? 0)
    if let dataset { countsByDataset[dataset.clipped, default: 0] += rest }
    if isHabit(rule), let index = findings.firstIndex(where: { $0.rule == rule.code }) {
      findings[index].occurrences = total
    }
    count(rule, number: rest, ruling: ruling)
    guard ruling.suppression == nil, let availability = fixes[rule] else { return }
    tallies[rule]?.add(.safe, count: availability == .safe ? rest : safe)
    tallies[rule]?.add(.unsafe, count: availability == .safe ? 0 : unsafe)
  }
}
