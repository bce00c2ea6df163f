internal import Formats
internal import SharedCloudRegistry

/// Rules on the times of a catalog that stay open if a time, or the present time, is not known.
///
/// The times themselves have findings, so the run stays complete.
enum UnreadableTimes {
  /// The reason of the rules that need the present time.
  static let clockReason = "the present time is not looked at with --deterministic"

  /// The rules that are not evaluated, unless they have a finding, each with the reason.
  ///
  /// - Parameters:
  ///   - catalog: The catalog.
  ///   - isTimeKnown: Whether times are compared with the present time.
  /// - Returns: The rules and the reasons.
  static func openRules(
    of catalog: DocumentResult, isTimeKnown: Bool
  ) -> [(rule: RuleID, reason: String)] {
    guard !catalog.entries.isEmpty else { return [] }
    var open: [(rule: RuleID, reason: String)] = []
    if !isTimeKnown { open += [.timeInTheFuture, .expirationPassed].map { ($0, clockReason) } }
    for entry in catalog.entries where !entry.isStatic(in: catalog.dialect) {
      for (field, time) in [(Field.start, entry.start), (.stop, entry.stop)] where time == nil {
        let reason = entry.reason(without: field)
        open += [.datasetStopBeforeStart, .startEqualsStop].map { ($0, reason) }
      }
      if entry.value(.expiration) != nil, CatalogChecks.expiration(of: entry) == nil {
        open.append((.expirationPassed, entry.reason(without: .expiration)))
      }
    }
    return open
  }
}

extension CatalogEntry {
  /// Its id, short enough for a sentence.
  var name: String { id?.clipped ?? "an entry" }

  /// Says that a field has no value to compare with.
  func reason(without field: Field) -> String {
    let words = value(field) == nil ? "is missing" : "can't be read"
    return "the catalog's \(field.rawValue) of \(name) \(words)"
  }

  /// Whether it has no times, which versions before 1.0 allow.
  func isStatic(in dialect: Dialect) -> Bool {
    dialect.allowsStatic && value(.start)?.string == "static"
  }
}
