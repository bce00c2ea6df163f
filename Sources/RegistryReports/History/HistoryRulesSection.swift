internal import RegistryValidation

/// The rules of a history: how many findings each had in each run.
struct HistoryRulesSection {
  let history: ReportHistory

  /// The number of rules that the page shows.
  private static let shown = 200
  /// The number of runs that the pictures show, the last ones.
  private static let drawnRuns = 60

  /// Writes the section.
  func write(_ page: inout HTMLWriter) {
    let rules = history.rules
    page.element("section", [.init("id", "rules")]) { page in
      page.element("h2") { page in
        page.text("Rules ")
        let open = rules.count { $0.since != nil }
        let unknown = rules.count { $0.isUnknown }
        let note = unknown > 0 ? ", \(unknown) unknown" : ""
        page.element(
          "small",
          text: "\(open) with findings\(note), \(rules.count - open - unknown) fixed")
      }
      guard !rules.isEmpty else {
        return page.element("p", text: "No run had a finding that counts.")
      }
      page.element("div", [.style("scroll"), .init("tabindex", "0")]) { page in
        page.element("table") { page in
          page.markup(
            #"""
            <thead><tr><th scope="col">Rule</th><th scope="col">Severity</th>\#
            <th class="r" scope="col">Findings</th><th scope="col">Since</th>\#
            <th scope="col">Course</th></tr></thead><tbody>
            """#)
          for rule in rules.prefix(Self.shown) { row(rule, to: &page) }
          page.markup("</tbody>")
        }
      }
      if rules.count > Self.shown {
        page.element(
          "p", [.style("quiet")],
          text: "and \(PageText.count(rules.count - Self.shown, of: "more rule"))")
      }
    }
    page.markup("\n")
  }

  private func row(_ rule: RuleHistory, to page: inout HTMLWriter) {
    page.element("tr") { page in
      page.element("th", [.init("scope", "row")]) { page in
        page.element("code", text: rule.code)
        page.text(" \(rule.name)")
      }
      page.element(
        "td", text: "\(FindingsSection.sign(rule.severity)) \(rule.severity.rawValue)")
      page.element(
        "td", [.style("r")], text: rule.isUnknown ? "?" : PageText.number(rule.counts.last ?? 0))
      page.element("td", text: rule.since ?? (rule.isUnknown ? "? unknown" : "✓ fixed"))
      page.element("td") { page in
        let counts = Array(rule.counts.suffix(Self.drawnRuns))
        guard counts.count > 1 else { return }
        Sparkline(
          lines: [(style: rule.severity == .error ? "line-error" : "line-warning", values: counts)],
          title: "\(rule.code): " + counts.suffix(12).map(PageText.number).joined(separator: ", ")
        ).write(&page, style: "spark")
      }
    }
    page.markup("\n")
  }
}
