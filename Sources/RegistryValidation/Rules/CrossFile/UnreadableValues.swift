/// Rules about the whole dataset that rows without a readable start or stop leave open.
enum UnreadableValues {
  private typealias YearFile = DatasetAgreement.YearFile

  /// The rules that are not evaluated, unless they have a finding, each with the reason.
  ///
  /// - Parameter files: The index files of the dataset that were read.
  /// - Returns: The rules and the reasons.
  static func openRules(of files: [DatasetAgreement.YearFile]) -> [(rule: RuleID, reason: String)] {
    var open: [(rule: RuleID, reason: String)] = []
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
    guard file.summary[keyPath: count] > 0 else { return "\(uri) has lines that are no rows" }
    return
      "\(uri) has \(file.summary[keyPath: count].of("row")) with an invalid or doubtful \(word)"
  }
}
