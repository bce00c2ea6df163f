internal import Formats

/// The findings on the configuration, which depend on the use of its suppressions.
///
/// They are made from a report's parts only, so that a merge can make them again: a suppression
/// that hid nothing in one part may have hidden something in another.
package enum ConfigurationFindings {
  /// The name of the configuration file in each directory.
  package static let fileName = "scregistry.yml"

  /// The rules on suppressions.
  package static let rules: Set = [expired, stale, endless]

  private static let expired = RuleID.suppressionExpired.code
  private static let stale = RuleID.suppressionStale.code
  private static let endless = RuleID.suppressionWithoutExpiry.code

  /// Finds faults of suppressions.
  ///
  /// - Parameters:
  ///   - uses: The use of each suppression.
  ///   - settings: The settings of the run.
  ///   - book: The rules.
  /// - Returns: The findings, by suppression and code.
  static func findings(
    for uses: [SuppressionUse], settings: Report.Settings, of book: RuleBook
  ) -> [Finding] {
    var numbers: [String: Int] = [:]
    return uses.flatMap { use -> [Finding] in
      // The identity of a suppression, wherever it moves in the file.
      let name = "\(use.rule) \(use.reason)"
      numbers[name, default: 0] += 1
      let identity = "\(name) \(numbers[name, default: 1])"
      return codes(for: use).compactMap { code in
        severity(of: code, in: settings, book: book).map { severity in
          finding(code, severity: severity, on: use, identity: identity)
        }
      }
    }
  }

  /// Removes the findings on suppressions from the parts of a report and makes them again.
  ///
  /// - Parameter parts: The parts; repeating it changes nothing.
  package static func renew(in parts: inout Report.Parts) {
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

  /// The severity of a rule; nil if it is off.
  static func severity(
    of code: String, in settings: Report.Settings, book: RuleBook
  ) -> Severity? {
    if settings.reasonsOff[code] != nil { return nil }
    return settings.severities[code] ?? book[code]?.severities[settings.profile]
  }

  private static func codes(for use: SuppressionUse) -> [String] {
    if use.hasExpired { return [expired] }
    return (use.wasAsked && use.matched == 0 ? [stale] : []) + (use.expires == nil ? [endless] : [])
  }

  private static func finding(
    _ code: String, severity: Severity, on use: SuppressionUse, identity: String
  ) -> Finding {
    var place = Location(uri: use.file, key: fileName)
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
