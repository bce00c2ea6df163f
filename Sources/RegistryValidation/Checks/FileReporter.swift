internal import Formats

/// Collects the findings in one file: counts all of them and lists the first ones of each rule.
struct FileReporter: Sendable {
  /// The file.
  let file: Location
  /// The id of the dataset the file belongs to.
  let dataset: String?
  private let settings: RuleSettings
  private let listed: Int
  private let extra: [String: Int]
  /// The findings listed.
  private(set) var findings: [Finding] = []
  /// The number of findings by rule, listed or not.
  private(set) var tallies: [String: Tally] = [:]
  /// The number of findings by dataset.
  private(set) var countsByDataset: [String: Int] = [:]
  /// The number of findings that each suppression hid.
  private(set) var suppressed: [Int: Int] = [:]
  /// The settings of the rules that had findings.
  private var rules: [String: RuleSettings.FileRule] = [:]
  /// The number of listed findings by rule.
  private var asked: [String: Int] = [:]

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
  }

  /// The number of findings by rule, listed or not.
  var counts: [String: Int] { tallies.mapValues(\.total) }

  /// Whether a rule is on.
  func isOn(_ code: String) -> Bool { settings.isOn(code, inFile: file.key) }

  /// The number of findings of a rule to list.
  func listingLimit(of code: String) -> Int { listed + extra[code, default: 0] }

  /// Whether another finding of a rule would be listed.
  func lists(_ code: String) -> Bool {
    isOn(code) && asked[code, default: 0] < listingLimit(of: code)
  }

  /// Counts a finding and lists it, unless its rule has reached the limit.
  ///
  /// - Parameters:
  ///   - code: The code of the rule; nothing happens if it is off.
  ///   - message: The fault, made only if it is listed.
  ///   - id: The id of the dataset concerned, if the file has several.
  ///   - key: The file concerned, if it is another one, as a key in its bucket.
  ///   - change: Completes the finding: place, expected, actual.
  mutating func report(
    _ code: String, _ message: @autoclosure () -> String, dataset id: String? = nil,
    about key: String? = nil, _ change: (inout Finding) -> Void = { _ in }
  ) {
    let concerned = id ?? dataset
    guard let ruling = ruling(on: code, dataset: concerned, about: key) else { return }
    count(code, 1, ruling)
    if let concerned { countsByDataset[concerned.clipped, default: 0] += 1 }
    // Findings that don't count must not use up the limit of those that do.
    let tally = tallies[code] ?? Tally()
    let place = ruling.suppression == nil ? tally.activeTotal : tally.suppressed
    guard place <= (ruling.suppression == nil ? listingLimit(of: code) : listed) else { return }
    if ruling.suppression == nil { asked[code] = place }
    var finding = Finding(
      rule: code, severity: ruling.severity, message: message(), location: file,
      dataset: concerned)
    finding.suppression = ruling.suppression.map { settings.suppressions[$0].note }
    change(&finding)
    if finding.location.uri != file.uri { finding.countedIn = file.uri }
    finding.clip()
    findings.append(finding)
  }

  /// Changes the listed findings, but not their rule or how they count.
  mutating func change(_ change: (inout Finding) -> Void) {
    for index in findings.indices { change(&findings[index]) }
  }

  private mutating func ruling(
    on code: String, dataset: String?, about key: String? = nil
  ) -> RuleSettings.Ruling? {
    if let key { return settings.ruling(on: code, dataset: dataset, key: key) }
    let rule = rules[code] ?? settings.rule(code, inFile: file.key)
    rules[code] = rule
    return settings.ruling(on: code, by: rule, dataset: dataset)
  }

  private mutating func count(_ code: String, _ number: Int, _ ruling: RuleSettings.Ruling) {
    if let suppression = ruling.suppression {
      tallies[code, default: Tally()].suppressed += number
      suppressed[suppression, default: 0] += number
    } else {
      tallies[code, default: Tally()][ruling.severity] += number
    }
  }

  /// Counts findings that were not listed, or sets how often the first listed one occurs.
  ///
  /// - Parameters:
  ///   - code: The code of the rule.
  ///   - total: The number of all findings, including the reported ones.
  ///   - isHabit: Whether they are one finding that occurs often.
  mutating func settle(_ code: String, total: Int, isHabit: Bool) {
    guard let ruling = ruling(on: code, dataset: dataset) else { return }
    let rest = total - (tallies[code]?.total ?? 0)
    if let dataset { countsByDataset[dataset.clipped, default: 0] += rest }
    if isHabit, let index = findings.firstIndex(where: { $0.rule == code }) {
      findings[index].occurrences = total
    }
    count(code, rest, ruling)
  }
}
