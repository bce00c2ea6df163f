/// The answer of a comparison that may have none.
enum Comparison: Sendable, Hashable {
  /// The two are equal.
  case equal
  /// The two are known to differ.
  case differs(String)
  /// Nothing follows, for this reason.
  case unknown(String)
}
