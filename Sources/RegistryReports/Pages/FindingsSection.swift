internal import Formats
internal import RegistryValidation
internal import SharedCloudRegistry

/// The findings by rule, worst first: the first twenty of each, with exact totals.
struct FindingsSection {
  let report: Report
  /// Where the pages of the rules can be read; nil for no links.
  var rulePages: RulePages?

  /// The number of findings of a rule that the page shows.
  private static let shownPerRule = 20
  /// The number of findings of a file that the page shows, whatever their rules are.
  private static let shownPerFile = 20
  /// The number of rules that are open at first.
  private static let openRules = 3

  /// The findings that the page shows, by rule: the first of each rule, and of each file that the
  /// page names.
  private var shown: [String: [Finding]] {
    let files = FilesSection(report: report).shownFiles
    var rules: [String: Int] = [:]
    var places: [String: Int] = [:]
    let shown = report.findings.filter { finding in
      guard finding.isActive else { return false }
      rules[finding.rule, default: 0] += 1
      let uri = finding.location.uri
      if files.contains(uri) { places[uri, default: 0] += 1 }
      return rules[finding.rule, default: 0] <= Self.shownPerRule
        || files.contains(uri) && places[uri, default: 0] <= Self.shownPerFile
    }
    return Dictionary(grouping: shown, by: \.rule)
  }

  /// The rules that have findings which count, worst first.
  private var rules: [(code: String, severity: Severity, count: Int)] {
    let all = report.tallies.compactMap { code, tally -> (String, Severity, Int)? in
      let severity = Severity.allCases.filter { tally[$0] > 0 }.max()
      return severity.map { (code, $0, tally.activeTotal) }
    }
    return all.sorted { ($1.1, $0.0) < ($0.1, $1.0) }
      .map { (code: $0.0, severity: $0.1, count: $0.2) }
  }

  /// Writes the section.
  func write(_ page: inout HTMLWriter) {
    let rules = rules
    let total = rules.reduce(0) { $0 + $1.count }
    page.element("section", [.init("id", "findings")]) { page in
      page.element("h2") { page in
        page.text("Findings ")
        page.element(
          "small",
          text: "\(PageText.number(total)) in \(PageText.count(rules.count, of: "rule"))")
      }
      others(&page)
      guard !rules.isEmpty else {
        return page.element("p", text: "No finding counts.")
      }
      filters(&page)
      let findings = shown
      for (index, rule) in rules.enumerated() {
        self.rule(
          rule, findings: findings[rule.code] ?? [], isOpen: index < Self.openRules, to: &page)
      }
    }
    page.markup("\n")
  }

  private func others(_ page: inout HTMLWriter) {
    let (suppressed, known) = (report.tally.suppressed, report.tally.known)
    guard suppressed + known > 0 else { return }
    page.element(
      "p", [.style("quiet")],
      text: "Not counted: \(PageText.number(suppressed)) suppressed by the configuration, "
        + "\(PageText.number(known)) known from the baseline.")
  }

  private func filters(_ page: inout HTMLWriter) {
    page.element("div", [.style("filters js"), .init("id", "filters")]) { page in
      for severity in Severity.allCases.sorted(by: >) {
        page.element("label") { page in
          page.open(
            "input",
            [
              .init("type", "checkbox"), .init("value", severity.rawValue), .init("checked", nil),
            ])
          page.text(" \(severity.rawValue) (\(PageText.number(report.count(of: severity))))")
        }
      }
      page.open(
        "input",
        [
          .init("type", "search"), .init("id", "search"),
          .init("placeholder", "Filter by rule, file, dataset or text"),
          .init("aria-label", "Filter findings by rule, file, dataset or text"),
        ])
      page.element(
        "span",
        [
          .style("quiet"), .init("id", "shown"), .init("role", "status"),
          .init("data-total", PageText.number(report.tally.activeTotal)),
        ], text: "")
    }
    page.markup("\n")
  }

  private func rule(
    _ group: (code: String, severity: Severity, count: Int), findings: [Finding],
    isOpen: Bool, to page: inout HTMLWriter
  ) {
    let rule = report.rules[group.code]
    page.element(
      "details",
      [
        .style("rule \(group.severity.rawValue)"), .init("id", "rule-\(group.code)"),
        .init("data-severity", group.severity.rawValue),
      ] + (isOpen ? [.init("open", nil)] : [])
    ) { page in
      page.element("summary") { page in
        page.element(
          "span", [.style("sign"), .init("aria-hidden", "true")], text: Self.sign(group.severity))
        page.element("code", text: group.code)
        page.element("b", text: " \(rule?.name ?? "")")
        page.element("span", [.style("level")], text: rule?.level.rawValue ?? "")
        page.element("span", [.style("quiet")], text: group.severity.rawValue)
        page.element("span", [.style("count")], text: PageText.number(group.count))
      }
      page.element("div", [.style("body")]) { page in
        for finding in findings { FindingText(finding: finding).write(&page) }
        let listed = findings.reduce(0) { $0 + Swift.max(1, $1.occurrences) }
        if group.count > listed {
          page.element(
            "p", [.style("where")],
            text: "\(PageText.number(listed)) of \(PageText.number(group.count)) listed; "
              + "the other formats list more of them")
        }
        if let rule {
          RuleText(rule: rule, address: rulePages?.address(of: rule.code)).write(&page)
        }
      }
    }
    page.markup("\n")
  }

  static func sign(_ severity: Severity) -> String {
    switch severity {
    case .error: "✕"
    case .warning: "!"
    case .info: "i"
    }
  }
}
