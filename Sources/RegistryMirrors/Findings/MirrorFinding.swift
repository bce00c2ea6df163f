/// One fault of a mirror at one place.
struct MirrorFinding: Sendable, Hashable {
  /// The rule that found it.
  var rule: MirrorRule
  /// The file or object, as people name it.
  var uri: String
  /// Its key below the root of its side.
  var key: String
  /// The id of the dataset; nil if it concerns none.
  var dataset: String?
  /// The fault, on one line.
  var message: String
  /// What the mirror must have.
  var expected: String?
  /// What it has.
  var actual: String?
  /// The line, counted from 1.
  var line: Int?
  /// The column, counted from 1.
  var column: Int?
  /// The place in a JSON document, as a JSON Pointer.
  var pointer: String?

  /// Creates a finding.
  init(
    _ rule: MirrorRule, uri: String, key: String, dataset: String? = nil, saying message: String
  ) {
    self.rule = rule
    self.uri = uri
    self.key = key
    self.dataset = dataset
    self.message = message
  }
}

/// Collects findings: counts all of them and keeps the first ones of each rule and file.
struct FindingCollector: Sendable {
  /// The findings of one rule in one file, or of one rule on the objects of one dataset.
  struct Group: Sendable {
    /// How many there are.
    var count = 0
    /// The first ones.
    var listed: [MirrorFinding] = []
  }

  /// What a group belongs to.
  struct Place: Sendable, Hashable {
    var rule: MirrorRule
    var dataset: String?
    var file: String
  }

  /// The groups.
  private(set) var groups: [Place: Group] = [:]
  /// The number of findings to keep of each group.
  let limit: Int

  /// Creates a collector.
  ///
  /// - Parameter limit: The number of findings to keep of each group.
  init(limit: Int = 20) { self.limit = limit }

  /// Adds a finding.
  ///
  /// - Parameters:
  ///   - finding: The finding.
  ///   - file: The file that it is grouped by; empty for the objects of a dataset.
  mutating func add(_ finding: MirrorFinding, in file: String) {
    let place = Place(rule: finding.rule, dataset: finding.dataset, file: file)
    groups[place, default: Group()].count += 1
    if groups[place]?.listed.count ?? 0 < limit { groups[place]?.listed.append(finding) }
  }

  /// Counts a finding without listing it.
  mutating func countOnly(_ place: Place) { groups[place, default: Group()].count += 1 }

  /// The number of all findings.
  var count: Int { groups.values.reduce(0) { $0 + $1.count } }

  /// Takes over a group of another collector.
  mutating func take(_ group: Group, of place: Place) { groups[place] = group }

  /// The number of findings of a rule.
  func count(of rule: MirrorRule) -> Int {
    groups.reduce(0) { $0 + ($1.key.rule == rule ? $1.value.count : 0) }
  }

  /// Forgets groups.
  mutating func remove(where isUnwanted: (Place) -> Bool) {
    groups = groups.filter { !isUnwanted($0.key) }
  }

  /// Adds the findings of another collector.
  mutating func add(_ other: FindingCollector) {
    for (place, group) in other.groups {
      groups[place, default: Group()].count += group.count
      let room = limit - (groups[place]?.listed.count ?? 0)
      groups[place]?.listed += group.listed.prefix(Swift.max(0, room))
    }
  }
}
