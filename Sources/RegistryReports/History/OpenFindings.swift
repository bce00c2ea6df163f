internal import RegistryValidation

/// The findings of earlier runs of a history for which no later run has checked.
///
/// A run that could not look neither fixes them, nor makes them new when they are seen again.
struct OpenFindings: Sendable {
  /// Findings of one fingerprint in one file.
  private struct Entry: Sendable {
    var count: Int
    var rule: String
    var name: FileNames.Name
    /// The dataset, if the file is an index file.
    var dataset: String?
    var isActive: Bool
  }

  private var entries: [String: Entry] = [:]

  /// The rules of the findings that count.
  var codes: Set<String> { Set(entries.values.filter(\.isActive).map(\.rule)) }

  /// Counts what changed, and remembers the findings for which the later run did not check.
  ///
  /// - Parameters:
  ///   - difference: How the later report differs from the one before.
  ///   - old: The report before.
  ///   - new: The later report.
  /// - Returns: The numbers.
  mutating func changes(
    _ difference: ReportDifference, from old: Report?, to new: Report
  ) -> HistoryPoint.Changes {
    var changes = HistoryPoint.Changes(difference)
    for item in difference.items where item.isPresent {
      // They were seen before the run that did not look.
      guard let entry = entries.removeValue(forKey: item.finding.fingerprint) else { continue }
      let count = Swift.min(entry.count, item.count)
      switch item.state {
      case .new: changes.new -= count
      case .unknown: changes.unknown -= count
      case .fixed, .still: continue
      }
      changes.still += count
    }
    let looked = LookedAt(new)
    for (fingerprint, entry) in entries {
      if !looked.lacks(entry.name, of: entry.dataset, for: entry.rule),
        looked.includes(root: entry.name.root, key: entry.name.key, by: entry.rule)
      {
        changes.fixed += entry.count
        entries[fingerprint] = nil
      } else {
        changes.unknown += entry.count
      }
    }
    guard let old else { return changes }
    let (names, before) = (FileNames(old), LookedAt(old))
    for item in difference.items where item.state == .unknown && !item.isPresent {
      let name = names[item.finding.countingFile]
      entries[item.finding.fingerprint] = Entry(
        count: item.count, rule: item.finding.rule, name: name,
        dataset: before.dataset(ofIndexFile: name), isActive: item.finding.isActive)
    }
    return changes
  }
}
