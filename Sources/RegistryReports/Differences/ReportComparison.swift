internal import Formats
internal import RegistryValidation

/// Goes through the rules and files of two reports and compares the findings.
struct ReportComparison {
  private let new: Report
  private let looked: LookedAt
  /// What the old run checked.
  private let before: LookedAt
  private let move: (from: String, to: String)?
  private var groups: [RuleInFile: Group] = [:]

  /// A rule and a file, wherever the copy of its bucket is.
  private struct RuleInFile: Hashable {
    var rule: String
    var name: FileNames.Name
  }

  /// The findings of both reports for a rule and file.
  private struct Group {
    var old = Side()
    var new = Side()
  }

  /// The findings of one report for a rule and file.
  private struct Side {
    var total = 0
    var findings: [Finding] = []
    /// Whether there are more findings than are listed.
    var isCutOff: Bool { findings.reduce(0) { $0 + $1.occurrences } < total }
  }

  init(_ old: Report, new: Report) {
    self.new = new
    looked = LookedAt(new)
    before = LookedAt(old)
    move = Self.move(from: before, to: looked)
    add(old, to: \.old, moving: move)
    add(new, to: \.new, moving: nil)
  }

  /// One bucket may have been checked in one place and then in another.
  ///
  /// Without a common index file, they are different buckets.
  private static func move(
    from old: LookedAt, to new: LookedAt
  ) -> (from: String, to: String)? {
    guard let first = old.roots.first, let second = new.roots.first, old.roots.count == 1,
      new.roots.count == 1
    else { return nil }
    let (one, other) = (Set(old.readFiles.map(\.key)), Set(new.readFiles.map(\.key)))
    guard one.isEmpty || other.isEmpty || !one.isDisjoint(with: other) else { return nil }
    return (first, second)
  }

  private mutating func add(
    _ report: Report, to side: WritableKeyPath<Group, Side>,
    moving move: (from: String, to: String)?
  ) {
    let names = FileNames(report)
    func place(_ rule: String, in uri: String) -> RuleInFile {
      var name = names[uri]
      if let move, name.root == move.from { name.root = move.to }
      return RuleInFile(rule: rule, name: name)
    }
    for (uri, counts) in report.files {
      for (rule, tally) in counts.rules {
        groups[place(rule, in: uri), default: Group()][keyPath: side].total += tally.total
      }
    }
    for finding in report.findings {
      groups[place(finding.rule, in: finding.countingFile), default: Group()][keyPath: side]
        .findings.append(finding)
    }
  }

  /// The states of all findings, in no order.
  mutating func items() -> [ReportDifference.Item] {
    groups.flatMap { place, group -> [ReportDifference.Item] in
      let gone: ReportDifference.State = wasLookedAt(place) ? .fixed : .unknown
      let added: ReportDifference.State = wasLookedAtBefore(place) ? .new : .unknown
      return group.old.isCutOff || group.new.isCutOff
        ? Self.byCount(group, gone: gone, added: added)
        : Self.byFingerprint(group, gone: gone, added: added)
    }
  }

  private func wasLookedAtBefore(_ place: RuleInFile) -> Bool {
    if new.rules[place.rule]?.scope == .configuration { return true }
    let name = place.name
    let root = move.map { $0.to == name.root ? $0.from : name.root } ?? name.root
    return before.includes(root: root, key: name.key, by: place.rule, absenceCounts: true)
  }

  private func wasLookedAt(_ place: RuleInFile) -> Bool {
    // Rules on the configuration have no input if there is nothing to report.
    if new.rules[place.rule]?.scope == .configuration { return true }
    // The files of the place before were not looked at, however similar the others are.
    if let move, move.from != move.to { return false }
    let name = place.name
    guard !looked.lacks(name, of: before.dataset(ofIndexFile: name), for: place.rule) else {
      return false
    }
    return looked.includes(root: name.root, key: name.key, by: place.rule)
  }

  private static func byFingerprint(
    _ group: Group, gone: ReportDifference.State, added: ReportDifference.State
  ) -> [ReportDifference.Item] {
    var items: [ReportDifference.Item] = []
    let old = counts(group.old.findings)
    let new = counts(group.new.findings)
    var told: Set<String> = []
    for finding in group.new.findings where told.insert(finding.fingerprint).inserted {
      let (before, now) = (old[finding.fingerprint] ?? 0, new[finding.fingerprint] ?? 0)
      // Of several findings, prefer those that count.
      let same = group.new.findings.filter { $0.fingerprint == finding.fingerprint }
      let shown = same.first(where: \.isActive) ?? finding
      items.append(.init(.still, finding: shown, count: Swift.min(before, now), isPresent: true))
      items.append(.init(added, finding: shown, count: now - before, isPresent: true))
    }
    for finding in group.old.findings where told.insert("old \(finding.fingerprint)").inserted {
      let (before, now) = (old[finding.fingerprint] ?? 0, new[finding.fingerprint] ?? 0)
      if now == 0 || before > now {
        items.append(.init(gone, finding: finding, count: before - now, isPresent: false))
      }
    }
    return items.filter { $0.count > 0 }
  }

  private static func counts(_ findings: [Finding]) -> [String: Int] {
    Dictionary(findings.map { ($0.fingerprint, $0.occurrences) }, uniquingKeysWith: +)
  }

  /// If not all findings are listed, one that is missing from a list may be beyond its end.
  private static func byCount(
    _ group: Group, gone: ReportDifference.State, added: ReportDifference.State
  ) -> [ReportDifference.Item] {
    let (before, now) = (group.old.total, group.new.total)
    let known = Set(group.old.findings.map(\.fingerprint))
    let left = Set(group.new.findings.map(\.fingerprint))
    let shown =
      group.new.findings.first { $0.isActive && !known.contains($0.fingerprint) }
      ?? group.new.findings.first(where: \.isActive) ?? group.new.findings.first
    let removed =
      group.old.findings.first { !left.contains($0.fingerprint) } ?? group.old.findings.first
    let candidates: [(ReportDifference.State, Finding?, Int, isPresent: Bool)] = [
      (.still, group.new.findings.first, Swift.min(before, now), true),
      (added, shown, now - before, true), (gone, removed, before - now, false),
    ]
    return candidates.compactMap { state, finding, count, isPresent in
      guard let finding, count > 0 else { return nil }
      return .init(
        state: state, finding: finding, count: count, isByCount: true, isPresent: isPresent)
    }
  }
}

extension ReportDifference.Item {
  fileprivate init(
    _ state: ReportDifference.State, finding: Finding, count: Int, isPresent: Bool
  ) {
    self.init(
      state: state, finding: finding, count: count, isByCount: false, isPresent: isPresent)
  }
}
