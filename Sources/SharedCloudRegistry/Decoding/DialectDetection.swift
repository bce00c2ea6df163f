package import Formats

/// The version of the spec that a document follows, found by its version key and field names.
package struct DialectDetection: Sendable, Hashable {
  /// The value of the version key; nil if there is no version key.
  package var declared: String?
  /// The name of the version key.
  package var versionKey: String?
  /// The dialect of the version key; nil if it is absent or was never published.
  package var declaredDialect: Dialect?
  /// The dialect of the field names; nil if they fit several dialects.
  package var fieldDialect: Dialect?

  /// The dialect in which to read the document.
  ///
  /// Reading: if the key and the fields disagree, the fields are right, since they are what is
  /// read.
  package var dialect: Dialect { fieldDialect ?? declaredDialect ?? .spec10 }

  /// Whether the key or the fields name a dialect; otherwise the newest is assumed.
  package var isCertain: Bool {
    declaredDialect != nil || fieldDialect.map { $0 < .spec03 } ?? false
  }

  /// Whether the key and the fields belong to different versions.
  package var disagrees: Bool {
    guard let declaredDialect, let fieldDialect else { return false }
    return declaredDialect != fieldDialect
  }

  /// The names of version keys, the current one first.
  package static let versionKeys = ["version", "Cloudy", "CloudMe", "CloudCatalog"]

  /// Examines a document.
  ///
  /// - Parameters:
  ///   - root: The registry, catalog or info document.
  ///   - entries: The dataset entries of a catalog; empty for other documents.
  package init(root: Node, entries: [Node]) {
    for key in Self.versionKeys where declared == nil {
      guard let value = root[key], value.kind == .string || value.kind == .number else { continue }
      declared = value.text
      versionKey = key
    }
    declaredDialect = declared.flatMap(Dialect.init(version:))
    var votes: [Dialect: Int] = [:]
    for entry in entries.prefix(50) {
      if let dialect = Self.dialect(of: entry, declared: declaredDialect) {
        votes[dialect, default: 0] += 1
      }
    }
    fieldDialect = votes.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key
    if declaredDialect == .spec01b, let fieldDialect, fieldDialect <= .spec01b {
      declaredDialect = fieldDialect
    }
    // The sample of 0.2.2 says 0.2.
    if declared == "0.2", fieldDialect == .spec022 { declaredDialect = .spec022 }
  }

  /// Finds the dialect of one entry by its field names; nil if they fit several.
  ///
  /// If the names fit the declared dialect, that one is taken.
  private static func dialect(of entry: Node, declared: Dialect?) -> Dialect? {
    func has(_ key: String) -> Bool { entry[key] != nil }
    if has("index") || (has("start") && has("stop")) {
      guard let declared, declared < .spec03 else { return declared }
      return .spec03
    }
    guard has("loc") else { return nil }
    if has("enddate") || has("startdate") { return .spec01a }
    if has("endDate") { return .spec01b }
    if has("stopDate") { return has("indexFormat") || has("fileFormat") ? .spec022 : .spec02 }
    return nil
  }
}
