internal import Formats

/// How a run used the entries of a baseline.
public struct BaselineUse: Sendable, Hashable {
  /// The file of the baseline.
  public var file: String
  /// A digest of the content of the file.
  public var digest: String
  /// How many stale entries are listed; all are counted.
  package var listed: Int
  /// The lines of the entries that all their findings matched.
  package var matchedLines: Set<Int> = []
  /// The entries that only some of their findings matched, by line.
  package var stale: [Int: Stale] = [:]

  /// An entry that fewer findings matched than its count.
  package struct Stale: Sendable, Hashable {
    /// The entry.
    package var entry: BaselineEntry
    /// The number of findings that matched.
    package var matched: Int

    /// Makes a stale entry.
    package init(entry: BaselineEntry, matched: Int) {
      self.entry = entry
      self.matched = matched
    }
  }

  /// Makes the use of a baseline that nothing was compared with yet.
  package init(file: String, digest: String, listed: Int) {
    self.file = file
    self.digest = digest
    self.listed = listed
  }

  /// The entries that fewer findings matched than their count, by line.
  public var staleEntries: [(line: Int, entry: BaselineEntry, matched: Int)] {
    stale.sorted { $0.key < $1.key }.map { ($0.key, $0.value.entry, $0.value.matched) }
  }

  /// Adds the use of the same baseline in another part of a report.
  package mutating func formUnion(_ other: BaselineUse) {
    matchedLines.formUnion(other.matchedLines)
    stale.merge(other.stale) { first, second in first.matched < second.matched ? second : first }
    for line in matchedLines { stale[line] = nil }
  }
}

// MARK: - Findings

extension BaselineUse {
  /// The rule on stale entries.
  package static let staleRule = RuleID.baselineEntryStale.code

  /// The findings on stale entries, up to the limit.
  private func findings(_ severity: Severity) -> [Finding] {
    staleEntries.prefix(listed).map { line, entry, matched in
      var place = Location(uri: file, key: file)
      place.line = line
      place.column = 1
      let name = "\(entry.rule) in \(entry.key)"
      var finding = Finding(
        rule: Self.staleRule, severity: severity,
        message: matched == 0
          ? "no finding matches the entry for \(name)"
          : "\(matched.of("finding")) for \(name), but the entry has \(entry.count)",
        location: place, identity: entry.identity)
      finding.expected = matched == 0 ? "no entry" : "count \(matched)"
      finding.clip()
      return finding
    }
  }

  /// Writes the findings on stale entries into the parts of a report.
  package func report(in parts: inout Report.Parts) {
    let severity = ConfigurationFindings.severity(
      of: Self.staleRule, in: parts.settings, book: parts.rules)
    guard let severity, !stale.isEmpty else { return }
    parts.findings = Report.sorted(parts.findings + findings(severity))
    parts.files[file, default: .init()].rules[Self.staleRule, default: Tally()][severity] +=
      stale.count
  }
}

extension Report.Parts {
  /// Removes the findings on suppressions and on the baseline.
  package mutating func removeConfigurationFindings() {
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
