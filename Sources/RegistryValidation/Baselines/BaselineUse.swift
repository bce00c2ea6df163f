/// What became of the entries of a baseline in a run.
public struct BaselineUse: Sendable, Hashable {
  /// The file of the baseline.
  public var file: String
  /// What tells contents of the file apart.
  public var digest: String
  /// How many stale entries are listed; all are counted.
  var listed: Int
  /// The lines of the entries that as many findings matched as they know.
  var matchedLines: Set<Int> = []
  /// The entries that fewer findings matched, by line.
  var stale: [Int: Stale] = [:]

  /// An entry that fewer findings matched than it knows.
  struct Stale: Sendable, Hashable {
    var entry: Baseline.Entry
    /// How many findings there were.
    var matched: Int
  }

  /// The entries that fewer findings matched than they know, by line.
  public var staleEntries: [(line: Int, entry: Baseline.Entry, matched: Int)] {
    stale.sorted { $0.key < $1.key }.map { ($0.key, $0.value.entry, $0.value.matched) }
  }

  /// Takes what another part of a report knows of the same baseline.
  mutating func formUnion(_ other: BaselineUse) {
    matchedLines.formUnion(other.matchedLines)
    stale.merge(other.stale) { first, second in first.matched < second.matched ? second : first }
    for line in matchedLines { stale[line] = nil }
  }
}

// MARK: - Findings

extension BaselineUse {
  /// The rule on entries that nothing matches any longer.
  static let staleRule = "CFG020"

  /// What there is to say of stale entries: those listed, and how many there are.
  private func findings(_ severity: Severity) -> [Finding] {
    staleEntries.prefix(listed).map { line, entry, matched in
      var place = Location(uri: file, key: file)
      place.line = line
      place.column = 1
      let what = "\(entry.rule) in \(entry.key)"
      var finding = Finding(
        rule: Self.staleRule, severity: severity,
        message: matched == 0
          ? "the finding \(what) is gone"
          : "of \(entry.count) findings \(what) only \(matched) are left",
        location: place, identity: entry.identity)
      finding.expected = matched == 0 ? "no entry" : "count \(matched)"
      finding.clip()
      return finding
    }
  }

  /// Writes the findings on stale entries into the parts of a report.
  func report(in parts: inout Report.Parts) {
    let severity = ConfigurationFindings.severity(
      of: Self.staleRule, parts.settings, parts.rules)
    guard let severity, !stale.isEmpty else { return }
    parts.findings = Report.sorted(parts.findings + findings(severity))
    parts.files[file, default: .init()].rules[Self.staleRule, default: Tally()][severity] +=
      stale.count
  }
}

extension Report.Parts {
  /// Takes the findings away that follow from what became of suppressions and baseline.
  mutating func removeConfigurationFindings() {
    let codes = ConfigurationFindings.rules.union([BaselineUse.staleRule])
    findings.removeAll { codes.contains($0.rule) }
    for uri in files.keys {
      for code in codes { files[uri]?.rules[code] = nil }
      if files[uri]?.rules.isEmpty == true, files[uri]?.datasets.isEmpty == true {
        files[uri] = nil
      }
    }
  }
}
