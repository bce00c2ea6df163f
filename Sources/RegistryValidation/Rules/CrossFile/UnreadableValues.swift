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
  ///   - dialect: The dialect of its catalog, which tells whether rows have a stop.
  /// - Returns: The rules and the reasons.
  static func openRules(
    of entry: CatalogEntry, files: [DatasetAgreement.YearFile], dialect: Dialect
  ) -> [(rule: RuleID, reason: String)] {
    // Where there are no times, the rules on them don't apply.
    if entry.isStatic(in: dialect) { return [] }
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
    for (field, isRead, rules) in compared where !isRead {
      let reason = entry.reason(without: field)
      open += rules.map { ($0, reason) }
    }
    if let declared = entry.indexType,
      !IndexFileName.Format.allCases.contains(where: { $0.indexType == declared })
    {
      open.append((.indexFormatDiffers, "the indextype of \(entry.name) is not known"))
    }
    if files.allSatisfy({ $0.summary.rows == 0 && DatasetAgreement.hasAllRows($0) }) {
      let rules = Set(DatasetAgreement.rulesOnAllRows).subtracting([.timesWithoutRows])
      let reason = "no index file of \(entry.name) has a row"
      open += rules.map { ($0, reason) }
    }
    if let reason = reason("start", in: files, \.unreadableStarts) {
      let rules: [RuleID] = [
        .startDiffersFromFirstRow, .stopBeforeLastRow, .stopAfterLastRow,
        .modificationBeforeLastRow,
      ]
      let hasRows = files.contains { $0.summary.rows > 0 }
      open += (hasRows ? rules : rules + [.timesWithoutRows]).map { ($0, reason) }
    }
    let rulesOfStops: [RuleID] = [
      .stopBeforeLastRow, .stopAfterLastRow, .multiyearNeeded, .multiyearNotNeeded,
    ]
    if let reason = reason("stop", in: files, \.unreadableStops) {
      open += rulesOfStops.map { ($0, reason) }
    } else if dialect.requiresStop, files.allSatisfy({ $0.summary.latestStop == nil }),
      files.contains(where: { $0.summary.rows > 0 })
    {
      open += rulesOfStops.map { ($0, "no row of \(entry.name) has a stop") }
    } else if files.contains(where: { $0.summary.latestStop != nil }),
      let file = files.first(where: { $0.summary.rowsWithoutStop > 0 })
    {
      // In a version without stops, their absence leaves nothing open.
      let rows = file.summary.rowsWithoutStop.of("row")
      open += rulesOfStops.map { ($0, "\(file.file.location.uri) has \(rows) without a stop") }
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
    guard file.summary[keyPath: count] > 0 else {
      return file.summary.bytes == 0
        ? "\(uri) is empty, so its rows may be lost" : "\(uri) has lines that are not rows"
    }
    return
      "\(uri) has \(file.summary[keyPath: count].of("row")) with an invalid or doubtful \(word)"
  }
}
