extension Int {
  /// The number with its noun: `1 row`, `2 rows`.
  ///
  /// - Parameter noun: The noun in the singular; its plural has an s.
  /// - Returns: Both.
  func counted(_ noun: String) -> String { "\(self) \(noun)\(self == 1 ? "" : "s")" }
}
