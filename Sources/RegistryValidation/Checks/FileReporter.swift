/// The severity of each rule in one profile.
struct RuleSeverities: Sendable {
  private let byCode: [String: Severity]

  /// Takes the severities of a profile; rules that are off in it are left out.
  init(_ book: RuleBook, profile: Profile) {
    byCode = Dictionary(
      book.rules.compactMap { rule in rule.severities[profile].map { (rule.code, $0) } },
      uniquingKeysWith: { first, _ in first })
  }

  /// The severity of a rule; nil if it is off.
  subscript(code: String) -> Severity? { byCode[code] }
}

/// Collects what is found in one file: every finding is counted, the first of each rule listed.
struct FileReporter: Sendable {
  /// The file.
  let file: Location
  /// The id of the dataset the file belongs to.
  let dataset: String?
  private let severities: RuleSeverities
  private let listed: Int
  /// The findings listed.
  private(set) var findings: [Finding] = []
  /// The number of findings by rule, listed or not.
  private(set) var counts: [String: Int] = [:]

  /// The number of findings by dataset.
  private(set) var countsByDataset: [String: Int] = [:]

  /// Creates a reporter.
  ///
  /// - Parameters:
  ///   - file: The file as a location.
  ///   - dataset: The id of the dataset the file belongs to.
  ///   - options: The severities and how many findings to list for each rule.
  init(file: Location, dataset: String?, options: CheckOptions) {
    self.file = file
    self.dataset = dataset
    severities = options.severities
    listed = options.listedPerRule
  }

  /// Tells whether a rule is on.
  func isOn(_ code: String) -> Bool { severities[code] != nil }

  /// Tells whether another finding of a rule would be listed.
  func lists(_ code: String) -> Bool { isOn(code) && counts[code, default: 0] < listed }

  /// Counts a finding and lists it, unless enough of its rule are listed.
  ///
  /// - Parameters:
  ///   - code: The code of the rule; nothing happens if it is off.
  ///   - message: What is wrong, made only if it is listed.
  ///   - id: The id of the dataset concerned, where the file has several.
  ///   - change: Completes the finding: place, expected, actual.
  mutating func report(
    _ code: String, _ message: @autoclosure () -> String, dataset id: String? = nil,
    _ change: (inout Finding) -> Void = { _ in }
  ) {
    guard let severity = severities[code] else { return }
    counts[code, default: 0] += 1
    if let id = id ?? dataset { countsByDataset[id.clipped, default: 0] += 1 }
    guard counts[code, default: 0] <= listed else { return }
    var finding = Finding(
      rule: code, severity: severity, message: message(), location: file,
      dataset: id ?? dataset)
    change(&finding)
    finding.clip()
    findings.append(finding)
  }

  /// Counts findings that were not listed, or says how often the first one listed occurs.
  ///
  /// - Parameters:
  ///   - code: The code of the rule.
  ///   - total: The number of findings there were, with the ones reported.
  ///   - isHabit: Whether they are one finding that occurs often.
  mutating func settle(_ code: String, total: Int, isHabit: Bool) {
    guard isOn(code) else { return }
    if let dataset {
      countsByDataset[dataset.clipped, default: 0] += total - counts[code, default: 0]
    }
    if isHabit, let index = findings.firstIndex(where: { $0.rule == code }) {
      findings[index].occurrences = total
      counts[code] = total
    } else {
      counts[code] = total
    }
  }
}

/// How checks are to be made and reported.
struct CheckOptions: Sendable {
  /// The severity of each rule.
  var severities: RuleSeverities
  /// The fault of each rule in one line.
  var titles: [String: String]
  /// The most findings to list for a rule and file.
  var listedPerRule = 20
  /// The number of bytes of an index file to read at a time.
  var indexChunk = 256 << 10
  /// The longest line of an index file that is looked at, in bytes.
  var lineLimit = 1 << 20
  /// The largest JSON document that is read, in bytes, and its depth.
  var documentSize = 256 << 20
  /// How deep a JSON document may be nested.
  var documentDepth = 512
  /// The most departures from its schema that are counted in one JSON document.
  var documentFailures = 100_000
  /// Whether rows go through the fast test first; without it the result is the same, only later.
  var usesFastTest = true

  init(rules: RuleBook, profile: Profile) {
    severities = RuleSeverities(rules, profile: profile)
    titles = Dictionary(
      rules.rules.map { ($0.code, $0.title) }, uniquingKeysWith: { first, _ in first })
  }
}
