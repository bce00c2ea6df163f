internal import RegistryValidation

/// Writes many findings for people, rule by rule: the help once, a few places, the exact number.
struct TextReportByRule {
  private let report: Report
  private let style: TextStyle
  private let byFile: TextReport

  init(_ byFile: TextReport) {
    report = byFile.report
    style = byFile.style
    self.byFile = byFile
  }

  /// The whole report.
  var text: String {
    let groups = Dictionary(grouping: report.groups, by: \.rule).values.map { groups in
      (groups: groups, worst: groups.map(\.severity).max() ?? .info)
    }
    var text = groups.sorted { left, right in
      left.worst == right.worst
        ? left.groups[0].rule < right.groups[0].rule : left.worst > right.worst
    }.map { entry($0.groups, worst: $0.worst) }.joined(separator: "\n")
    for obstacle in byFile.obstacles { text += "\n" + obstacle }
    return text + "\n" + advice
  }

  private func entry(_ groups: [FindingGroup], worst: Severity) -> String {
    let count = groups.reduce(0) { $0 + $1.count }
    let files = Set(groups.map(\.uri)).count
    let rule = report.rules[groups[0].rule]
    var text =
      "\(style.word(worst)) \(style.bold("\(groups[0].rule) \(rule?.name ?? "")")) "
      + style.dim("[\(rule?.standing ?? "")]")
      + " \(PageText.count(count, of: "finding")) in \(PageText.count(files, of: "file"))\n"
    if let help = rule?.help { text += "  " + style.dim("help: \(help)") + "\n" }
    let listed = groups.flatMap(\.findings)
    let shown = listed.prefix(byFile.shownPerRule)
    for finding in shown { text += byFile.headline(finding) }
    let hidden = count - shown.reduce(0) { $0 + Swift.max(1, $1.occurrences) }
    if hidden > 0 { text += "  " + style.dim("... and \(PageText.number(hidden)) more") + "\n" }
    return text
  }

  /// What to do next.
  private var advice: String {
    var lines = [
      "These are \(PageText.count(report.tally.activeTotal, of: "finding")), by rule. "
        + "scregistry explain CODE says more about a rule; -o html=report.html makes a page."
    ]
    if let fixes = FixableCount(report).text { lines.append(fixes + ".") }
    return lines.map { style.dim($0) + "\n" }.joined()
  }
}
