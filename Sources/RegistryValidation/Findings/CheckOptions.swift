internal import Formats
package import SharedCloudRegistry

/// How to check and report.
package struct CheckOptions: Sendable {
  /// The severity of each rule, and the findings that don't count.
  var settings: RuleSettings
  /// The fault of each rule in one line.
  var titles: [String: String]
  /// The number of findings to list per rule and file.
  var listedPerRule = 20
  /// How many more findings to list for some rules of some files, by key.
  var extraListings: ExactDictionary<[String: Int]> = [:]
  /// The number of findings to list per rule and index file; nil for the same as in other files.
  var listedInIndexes: Int?
  /// The present time, which a fix may write; nil if fixes must not use it.
  var now: SCRTime?
  /// The number of bytes of an index file to read at a time.
  package var indexChunk = 256 << 10
  /// The maximum length of a line of an index file, in bytes; an option of IDX043.
  package var lineLimit: Int
  /// The maximum size of a JSON document, in bytes.
  package var documentSize = 256 << 20
  /// The maximum depth of a JSON document; an option of SYN006.
  package var documentDepth: Int
  /// The number of schema failures that are counted in one JSON document.
  var documentFailures = 100_000
  /// The rules that say nothing, since they are about text and the file is not text.
  var silent: Set<RuleID> = []
  /// Whether rows go through the fast test first; it changes only the time that a run takes.
  var usesFastTest = true
  /// The rules whose findings in a file count as one that occurs often.
  let habits: Set<RuleID>
  /// Which findings of each rule have a fix; without the rules that never have one.
  let fixes: [RuleID: Rule.FixAvailability]
  /// The options of the rules, by code and name.
  private var options: [String: [String: Int]]

  /// The options for index files.
  var ofIndexes: CheckOptions {
    var options = self
    if let listedInIndexes { options.listedPerRule = listedInIndexes }
    return options
  }

  init(rules: RuleBook, profile: Profile) {
    self.init(rules: rules, settings: RuleSettings(profile, of: rules))
  }

  init(rules: RuleBook, settings: RuleSettings) {
    self.settings = settings
    options = Dictionary(
      uniqueKeysWithValues: rules.rules.lazy.filter { !$0.options.isEmpty }.map { rule in
        let defaults = rule.options.map { ($0.name, $0.defaultValue) }
        let own = settings.options[rule.code] ?? [:]
        return (rule.code, own.merging(defaults) { own, _ in own })
      })
    lineLimit = options[RuleID.lineTooLong.code]?["max-length"] ?? 1 << 20
    documentDepth = options[RuleID.nestedTooDeep.code]?["max-depth"] ?? 512
    habits = Set(rules.rules.lazy.filter(\.isHabit).compactMap { RuleID(code: $0.code) })
    fixes = Dictionary(
      rules.rules.compactMap { rule in
        RuleID(code: rule.code).flatMap { id in rule.fix.map { (id, $0) } }
      }, uniquingKeysWith: { first, _ in first })
    titles = Dictionary(
      rules.rules.map { ($0.code, $0.title) }, uniquingKeysWith: { first, _ in first })
  }

  /// The value of a rule's option, in the unit of its kind; 0 if the rule is not in the book.
  func option(_ name: String, of rule: RuleID) -> Int { options[rule.code]?[name] ?? 0 }
}

extension CheckOptions {
  /// The latest time that is not in the future; nil if the present time is not known.
  var latestTime: SCRTime? {
    now.map { SCRTime(seconds: $0.seconds + Int64(option("grace", of: .timeInTheFuture))) }
  }

  /// The latest time of a row that is not in the future; nil if the present time is not known.
  package var latestRowTime: SCRTime? {
    now.map { SCRTime(seconds: $0.seconds + Int64(option("grace", of: .rowTimeInTheFuture))) }
  }

  /// The latest time of a row that is not in the future by the standard rules.
  ///
  /// - Parameter now: The present time.
  /// - Returns: The time.
  package static func latestRowTime(now: SCRTime) -> SCRTime {
    var options = CheckOptions(rules: .standard, profile: .default)
    options.now = now
    return options.latestRowTime ?? now
  }
}
