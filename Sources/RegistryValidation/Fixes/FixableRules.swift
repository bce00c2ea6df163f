/// The rules for which there are fixes.
enum FixableRules {
  /// The rules on whole index files and their headers.
  private static let ofIndexFiles: Set = [
    "IDX003", "IDX005", "IDX006", "IDX007", "IDX008", "IDX009", "IDX011", "IDX014", "IDX032",
    "IDX048",
  ]

  /// The codes of the rules on index files and rows.
  static let ofIndexes = ofIndexFiles.union(RowFixes.descriptions.keys.map(\.code))

  /// The codes of all rules that have fixes.
  static let all = ofIndexes.union(SyntaxFixes.codes).union(DocumentFixes.makers.keys)

  /// The rules whose findings make it uncertain which field of a row is which.
  static let onUncertainFields: Set = [
    "IDX013", "IDX018", "IDX019", "IDX021", "IDX022", "IDX034", "IDX035", "IDX040", "IDX041",
    "IDX043",
  ]
}
