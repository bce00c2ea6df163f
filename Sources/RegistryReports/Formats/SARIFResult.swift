internal import Formats
internal import RegistryValidation

/// One result: the findings of one rule in one file.
struct SARIFResult {
  /// Properties that all results of a report have, or none has.
  struct Traits {
    /// Whether anything is suppressed; the other results then say that they are not.
    var hasSuppressions: Bool
    /// Whether findings were compared with a baseline.
    var hasBaseline: Bool

    init(_ report: Report) {
      hasSuppressions =
        !report.suppressions.isEmpty || report.findings.contains { $0.suppression != nil }
      hasBaseline = report.findings.contains { $0.baseline != nil } || report.tally.known > 0
    }
  }

  private let found: RuleInFile
  private let standing: RuleInFile.Standing
  private let severity: Severity
  private let findings: [Finding]
  private let total: Int
  private let report: Report
  private let lookup: SourceLookup
  private let traits: Traits
  /// The identity that stays the same in later runs: that of the first finding.
  let fingerprint: String

  init(entry: SARIFResults.Entry, report: Report, lookup: SourceLookup, traits: Traits) {
    found = entry.found
    standing = entry.standing
    severity = entry.severity
    findings = entry.found.findings(entry.standing)
    total = entry.found.count(entry.standing)
    self.report = report
    self.lookup = lookup
    self.traits = traits
    if let first = findings.first {
      fingerprint = first.fingerprint
    } else {
      var hash = StableHash()
      for text in [found.rule, found.uri] { hash.add(text) }
      fingerprint = hash.text
    }
  }

  private var location: Location {
    findings.first?.location ?? Location(uri: found.uri, key: found.uri)
  }

  /// The result.
  ///
  /// - Parameters:
  ///   - ruleIndex: The position of the rule in the run.
  ///   - use: How many results of the run had the fingerprint so far, including this one.
  /// - Returns: A result of the kind `fail`.
  func value(ruleIndex: Int?, use: Int) -> JSONValue {
    .present([
      ("ruleId", .string(found.rule)), ("ruleIndex", .count(ruleIndex)), ("kind", "fail"),
      ("level", .string(severity.sarifLevel)), ("message", SARIFText.message(text)),
      ("locations", [SARIFText.location(of: location, lookup)]),
      ("relatedLocations", relatedLocations), ("occurrenceCount", .number(Swift.max(1, total))),
      (
        "partialFingerprints",
        [
          "primaryLocationLineHash": .string("\(fingerprint):\(use)"),
          "scregistryFinding/v1": .string(fingerprint),
        ]
      ),
      ("baselineState", baselineState), ("suppressions", suppressions),
      ("fixes", SARIFFix.value(of: findings, in: lookup.place(of: location))),
      ("properties", properties),
    ])
  }

  /// The true place, the message, and the number of findings.
  private var text: String {
    let place = location
    var text = TextStyle.harmless(place.uri)
    if let row = place.row { text += " row \(row)" }
    if let group = place.rowGroup { text += " (row group \(group))" }
    if let line = place.line {
      let position = place.column.map { "line \(line), column \($0)" } ?? "line \(line)"
      text += " (\(position))"
    }
    guard let first = findings.first else {
      return text + ": \(report.rules[found.rule]?.title ?? found.rule) (\(total) in this file)"
    }
    text += ": " + TextStyle.harmless(first.message)
    return total > 1 ? text + " (\(total) in this file)" : text
  }

  /// Only places in the checkout: code scanning refuses one without a physical location.
  private var relatedLocations: JSONValue? {
    var values: [JSONValue] = []
    for related in (findings.first?.related ?? []).prefix(10) {
      var place = Location(uri: related.uri, key: related.uri)
      place.line = related.line
      guard lookup.place(of: place).isFile else { continue }
      values.append(
        SARIFText.location(
          of: place, lookup, message: TextStyle.harmless(related.message), id: values.count))
    }
    return values.isEmpty ? nil : .array(values)
  }

  private var baselineState: JSONValue? {
    guard traits.hasBaseline else { return nil }
    switch standing {
    case .active: return "new"
    case .known: return "unchanged"
    case .suppressed: return nil
    }
  }

  private var suppressions: JSONValue? {
    guard traits.hasSuppressions else { return nil }
    guard standing == .suppressed else { return [] }
    var reasons: [String] = []
    for note in findings.compactMap(\.suppression) {
      let more = [note.owner.map { "owner: \($0)" }, note.expires.map { "expires: \($0)" }]
        .compactMap(\.self).joined(separator: "; ")
      let reason = more.isEmpty ? note.reason : "\(note.reason) (\(more))"
      if !reasons.contains(reason) { reasons.append(reason) }
    }
    if reasons.isEmpty { reasons = ["suppressed by the configuration"] }
    return .array(
      reasons.map { ["kind": "external", "status": "accepted", "justification": .string($0)] })
  }

  private var properties: JSONValue {
    let place = location
    let rule = report.rules[found.rule]
    let first = findings.first
    return .present([
      ("target", .string(place.uri)), ("dataset", .text(first?.dataset)),
      ("pointer", .text(place.pointer)), ("line", .count(place.line)),
      ("column", .count(place.column)), ("row", .count(place.row)),
      ("rowGroup", .count(place.rowGroup)), ("field", .text(place.field)),
      ("expected", .text(first?.expected)), ("actual", .text(first?.actual)),
      ("listed", .number(findings.count)), ("causedBy", .text(first?.causedBy)),
      ("requirement", .text(rule?.level.rawValue)),
      ("specRef", .text(rule?.clause)),
    ])
  }
}
