/// The findings on the configuration, which follow from what became of its suppressions.
///
/// They are made of a report's parts alone, so that they can be made anew when reports are merged
/// and a suppression that hid nothing in one part hid something in another.
enum ConfigurationFindings {
  /// The rules whose findings follow from suppressions.
  static let rules: Set = [expired, stale, endless]

  private static let expired = "CFG010"
  private static let stale = "CFG011"
  private static let endless = "CFG012"

  /// Finds what is wrong with suppressions.
  ///
  /// - Parameters:
  ///   - uses: What became of each suppression.
  ///   - settings: What was in force.
  ///   - book: The rules.
  /// - Returns: The findings, by suppression and code.
  static func findings(
    for uses: [SuppressionUse], settings: Report.Settings, of book: RuleBook
  ) -> [Finding] {
    var numbers: [String: Int] = [:]
    return uses.flatMap { use -> [Finding] in
      // What tells one suppression from another, wherever it moves in the file.
      let name = "\(use.rule) \(use.reason)"
      numbers[name, default: 0] += 1
      let identity = "\(name) \(numbers[name, default: 1])"
      return codes(for: use).compactMap { code in
        severity(of: code, settings, book).map { severity in
          finding(code, severity, on: use, identity: identity)
        }
      }
    }
  }

  /// Removes the findings on suppressions from the parts of a report and makes them anew.
  ///
  /// - Parameter parts: The parts; doing it twice is the same as doing it once.
  static func renew(in parts: inout Report.Parts) {
    parts.findings.removeAll { rules.contains($0.rule) }
    for (file, counts) in parts.files {
      var counts = counts
      counts.rules = counts.rules.filter { !rules.contains($0.key) }
      parts.files[file] = counts.rules.isEmpty && counts.datasets.isEmpty ? nil : counts
    }
    let findings = findings(for: parts.suppressions, settings: parts.settings, of: parts.rules)
    for finding in findings {
      let file = finding.location.uri
      parts.files[file, default: .init()].rules[finding.rule, default: Tally()][
        finding.severity] += 1
    }
    parts.findings = Report.sorted(parts.findings + findings)
  }

  /// How much a rule matters; nil if it is off.
  static func severity(
    of code: String, _ settings: Report.Settings, _ book: RuleBook
  ) -> Severity? {
    if settings.reasonsOff[code] != nil { return nil }
    return settings.severities[code] ?? book[code]?.severities[settings.profile]
  }

  private static func codes(for use: SuppressionUse) -> [String] {
    if use.hasExpired { return [expired] }
    return (use.wasAsked && use.matched == 0 ? [stale] : []) + (use.expires == nil ? [endless] : [])
  }

  private static func finding(
    _ code: String, _ severity: Severity, on use: SuppressionUse, identity: String
  ) -> Finding {
    var place = Location(uri: use.file, key: Configuration.fileName)
    place.line = use.line
    place.column = use.line.map { _ in 1 }
    let what = "suppression of \(use.rule)"
    var message = "\(what) never expires: \(use.reason)"
    if code == expired { message = "\(what) expired on \(use.expires ?? ""): \(use.reason)" }
    if code == stale { message = "\(what) hides nothing: \(use.reason)" }
    var finding = Finding(
      rule: code, severity: severity, message: message, location: place, identity: identity)
    finding.clip()
    return finding
  }
}
