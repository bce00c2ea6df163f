extension Int {
  /// The number with a noun that agrees with it.
  package func of(_ noun: String) -> String { "\(self) \(noun)\(self == 1 ? "" : "s")" }
}
