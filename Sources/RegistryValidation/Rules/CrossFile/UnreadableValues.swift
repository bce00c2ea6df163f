internal import SharedCloudRegistry

/// Rules about the whole dataset that times leave open if they can't be read: those of its rows, and
/// those of its entry.
enum UnreadableValues {
  private typealias YearFile = DatasetAgreement.YearFile

  /// The rules that are not evaluated, unless they have a finding, each with the reason.
  ///
  /// - Parameters:
  ///   - entry: The entry of the dataset.
  ///   - files: Its index files that were read.
  /// - Returns: The rules and the reasons.
  static func openRules(
    of entry: CatalogEntry, files: [DatasetAgreement.YearFile]
  ) -> [(rule: RuleID, reason: String)] {
    var open: [(rule: RuleID, reason: String)] = []
    let compared: [(field: Field, isRead: Bool, rules: [RuleID])] = [
      (
        .start, entry.start != nil,
        [.startDiffersFromFirstRow, .timesWithoutRows, .yearFileMissing, .yearFileOutsideRange]
      ),
      (
        .stop, entry.stop != nil,
        [
          .stopBeforeLastRow, .stopAfterLastRow, .timesWithoutRows, .yearFileMissing,
          .yearFileOutsideRange,
        ]
      ),
      (.modification, entry.modification != nil, [.modificationBeforeLastRow]),
    ]
    for (field, isRead, rules) in compared where !isRead && entry.value(field) != nil {
      let reason = "the catalog's \(field.rawValue) of \(entry.id ?? "an entry") can't be read"
      open += rules.map { ($0, reason) }
    }
    if let reason = reason("start", in: files, \.unreadableStarts) {
      let rules: [RuleID] = [
        .startDiffersFromFirstRow, .stopBeforeLastRow, .stopAfterLastRow, .timesWithoutRows,
        .modificationBeforeLastRow,
      ]
      open += rules.map { ($0, reason) }
    }
    if let reason = reason("stop", in: files, \.unreadableStops) {
      let rules: [RuleID] = [
        .stopBeforeLastRow, .stopAfterLastRow, .multiyearNeeded, .multiyearNotNeeded,
      ]
      open += rules.map { ($0, reason) }
    }
    return open
  }

  private static func reason(
    _ word: String, in files: [YearFile], _ count: KeyPath<IndexSummary, Int>
  ) -> String? {
    guard
      let file = files.first(where: {
        $0.summary[keyPath: count] > 0 || !DatasetAgreement.hasAllRows($0)
      })
    else { return nil }
    let uri = file.file.location.uri
    guard file.summary[keyPath: count] > 0 else { return "\(uri) has lines that are not rows" }
    return
      "\(uri) has \(file.summary[keyPath: count].of("row")) with an invalid or doubtful \(word)"
  }
}
