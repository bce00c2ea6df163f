internal import RegistryValidation

/// Writes every finding with all its details, then the result of each rule.
struct FullReport {
  let report: Report
  let style: TextStyle

  /// The whole report.
  var text: String {
    report.findings.map(entry).joined(separator: "\n") + notices + coverage
  }

  private func entry(_ finding: Finding) -> String {
    let rule = report.rules[finding.rule]
    let place = finding.location
    let position =
      place.line.map { ":\($0):\(place.column ?? 1)" }
      ?? place.placeInTable.map { ": " + TextStyle.harmless($0) } ?? ""
    var text = style.bold(TextStyle.harmless(place.uri) + position) + "\n"
    text += "\(style.word(finding.severity)) \(finding.rule) \(rule?.name ?? "")\n"
    text += "  " + TextStyle.harmless(finding.message) + "\n"
    text += ExcerptText(finding, limit: 400, style: style).text
    text += field("expected", value: finding.expected) + field("found", value: finding.actual)
    text += field("dataset", value: finding.dataset) + field("pointer", value: place.pointer)
    text += field("row", value: place.row.map(String.init))
    text +=
      field("row group", value: place.rowGroup.map(String.init))
      + field("field", value: place.field)
    if finding.occurrences > 1 { text += field("occurrences", value: "\(finding.occurrences)") }
    for related in finding.related {
      let line = related.line.map { ":\($0)" } ?? ""
      text += field("see also", value: "\(related.uri)\(line) \(related.message)")
    }
    text += field("caused by", value: finding.causedBy)
    guard let rule else { return text }
    let quote = rule.quote.map { ": \"\($0)\"" } ?? ""
    let section = rule.section.isEmpty ? "" : ", §\(rule.section)\(quote)"
    text += field(
      "based on",
      value: rule.scope == .mirror
        ? "a proposal of this project, \(rule.basis.rawValue)"
        : "\(rule.level.rawValue), \(rule.basis.rawValue)\(section)")
    text += field("requirements", value: rule.requirements.joined(separator: ", "))
    text += field("why", value: rule.explanation) + field("help", value: rule.help)
    return text + field("fingerprint", value: finding.fingerprint)
  }

  private func field(_ name: String, value: String?) -> String {
    guard let value, !value.isEmpty else { return "" }
    let padding = String(repeating: " ", count: Swift.max(1, 13 - name.count))
    return "  " + style.dim(name + padding) + TextStyle.harmless(value) + "\n"
  }

  private var notices: String {
    report.notices.map { notice in
      "\n\(notice.code) \(TextStyle.harmless(notice.uri.map { $0 + ": " } ?? "" ))"
        + "\(TextStyle.harmless(notice.message))\n"
    }.joined()
  }

  private var coverage: String {
    let lines = report.outcomes.map { outcome in
      let count = outcome.inputs > 0 ? " on \(outcome.inputs)" : ""
      let findings = report.counts[outcome.rule].map { ", \($0) found" } ?? ""
      let reason = outcome.reason.map { " because \(TextStyle.harmless($0))" } ?? ""
      return "  \(outcome.rule) \(outcome.outcome.rawValue)\(count)\(findings)\(reason)\n"
    }
    return "\n" + style.bold("Result of each rule") + "\n" + lines.joined()
  }
}
