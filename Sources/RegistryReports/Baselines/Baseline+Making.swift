internal import Formats
public import RegistryValidation

extension Baseline {
  /// Makes a baseline of the findings of a report.
  ///
  /// Entries of an older baseline for files that were not checked are kept. Suppressed findings
  /// need no entry.
  ///
  /// - Parameters:
  ///   - report: A report that lists at least ``entriesPerRule`` findings per rule and file and
  ///     was not compared with a baseline.
  ///   - old: The older baseline; nil if none exists.
  ///   - name: The name of the file.
  public init(of report: Report, keeping old: Baseline? = nil, name: String) {
    let names = FileNames(report)
    // A copy of one bucket may be anywhere; several buckets must be distinguished.
    let isRooted =
      names.roots(of: report).count > 1 || old?.entries.contains { $0.root != nil } == true
    var entries = old?.kept(for: report, names, isRooted: isRooted) ?? []
    let listed = Dictionary(
      grouping: report.findings.filter { $0.suppression == nil && report.isOnData($0.rule) },
      by: { [ExactText($0.countingFile), ExactText($0.rule)] })
    for (uri, counts) in report.files {
      let name = names[uri]
      for (rule, tally) in counts.rules where report.isOnData(rule) {
        let total = tally.activeTotal + tally.known
        guard total > 0 else { continue }
        var entry = Entry(
          rule: rule, root: isRooted ? name.root : nil, key: name.key, fingerprint: nil,
          count: total)
        let findings = listed[[ExactText(uri), ExactText(rule)]] ?? []
        guard findings.count <= Self.entriesPerRule,
          findings.reduce(0, { $0 + $1.occurrences }) == total
        else {
          entries.append(entry)
          continue
        }
        for (fingerprint, same) in Dictionary(grouping: findings, by: \.fingerprint) {
          entry.fingerprint = fingerprint
          entry.count = same.reduce(0) { $0 + $1.occurrences }
          entries.append(entry)
        }
      }
    }
    self.init(name: name, entries: entries)
  }

  /// The entries for files that a run did not check.
  private func kept(for report: Report, _ names: FileNames, isRooted: Bool) -> [Entry] {
    let looked = LookedAt(report)
    let found = Set(
      report.files.flatMap { uri, counts in
        counts.rules.keys.map { Place(name: names[uri], rule: $0) }
      })
    let roots = names.roots(of: report)
    return entries.compactMap { entry in
      guard !looked.includes(root: entry.root, key: entry.key, by: entry.rule) else { return nil }
      var entry = entry
      if isRooted, entry.root == nil { entry.root = roots.count == 1 ? roots.first : nil }
      let places = (entry.root.map { [$0] } ?? Array(roots)).map { root in
        Place(name: .init(root: root, key: entry.key), rule: entry.rule)
      }
      return places.contains(where: found.contains) ? nil : entry
    }
  }

  private struct Place: Hashable {
    var name: FileNames.Name
    var rule: String
  }

  /// The baseline without the entries that a run showed to be stale.
  ///
  /// - Parameter use: How the run used the entries.
  /// - Returns: The baseline, with lower counts where findings are left.
  public func pruned(by use: BaselineUse) -> Baseline {
    let left = zip(entries, lines).compactMap { entry, line -> Entry? in
      guard let stale = use.stale[line] else { return entry }
      guard stale.matched > 0 else { return nil }
      var entry = entry
      entry.count = stale.matched
      return entry
    }
    return Baseline(name: name, entries: left)
  }

  /// Reasons not to make a baseline: faults of syntax and unreadable files hide other findings.
  ///
  /// - Parameters:
  ///   - report: The report.
  ///   - old: The older baseline, whose syntax errors were accepted once.
  /// - Returns: One line for each objection.
  public static func objections(to report: Report, besides old: Baseline? = nil) -> [String] {
    let accepted = Set(old?.entries.compactMap(\.fingerprint) ?? [])
    let faults = report.findings.filter { finding in
      finding.suppression == nil && finding.rule.hasPrefix("SYN")
        && report.rules[finding.rule]?.level == .must && !accepted.contains(finding.fingerprint)
    }
    return faults.map { finding in
      let line = finding.location.line.map { ":\($0)" } ?? ""
      return TextStyle.harmless(
        "\(finding.location.uri)\(line): \(finding.rule) \(finding.message)")
    }
      + report.notices.map { notice in
        TextStyle.harmless(
          "\(notice.uri.map { $0 + ": " } ?? "")not evaluated \(notice.code) \(notice.message)")
      }
  }
}
