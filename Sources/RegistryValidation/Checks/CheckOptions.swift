/// How checks are to be made and reported.
struct CheckOptions: Sendable {
  /// The severity of each rule, and what doesn't count.
  var settings: RuleSettings
  /// The fault of each rule in one line.
  var titles: [String: String]
  /// The most findings to list for a rule and file.
  var listedPerRule = 20
  /// How many more to list for some files, by key, and some rules.
  var extraListings: [String: [String: Int]] = [:]
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
    self.init(rules: rules, settings: RuleSettings(profile, of: rules))
  }

  init(rules: RuleBook, settings: RuleSettings) {
    self.settings = settings
    titles = Dictionary(
      rules.rules.map { ($0.code, $0.title) }, uniquingKeysWith: { first, _ in first })
  }
}
