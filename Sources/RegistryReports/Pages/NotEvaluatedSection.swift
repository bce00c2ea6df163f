internal import RegistryValidation

/// What could not be checked, and why.
struct NotEvaluatedSection {
  let report: Report

  /// The number of notices that the page shows.
  private static let shown = 50

  /// Writes the section.
  func write(_ page: inout HTMLWriter) {
    let rules = report.outcomes.filter { $0.outcome == .notEvaluated }
    page.element("section", [.init("id", "not-evaluated")]) { page in
      page.element("h2", text: "Not evaluated")
      if rules.isEmpty, report.notices.isEmpty {
        page.element("p", text: "Nothing: every rule that applies was evaluated.")
      }
      if !report.notices.isEmpty {
        page.element("ul") { page in
          for notice in report.notices.prefix(Self.shown) {
            page.element("li") { page in
              page.element("code", text: notice.code)
              page.text(" ")
              if let uri = notice.uri { page.element("code", text: uri) }
              page.text(" \(notice.message)")
            }
          }
        }
        if report.notices.count > Self.shown {
          page.element(
            "p", [.style("quiet")],
            text: "and \(PageText.count(report.notices.count - Self.shown, of: "more notice"))")
        }
      }
      if !rules.isEmpty { table(rules, to: &page) }
      off(&page)
    }
    page.markup("\n")
  }

  private func table(_ rules: [Coverage.RuleOutcome], to page: inout HTMLWriter) {
    page.element("details", [.style("more")]) { page in
      page.element("summary", text: "\(PageText.count(rules.count, of: "rule")) not evaluated")
      page.element("ul") { page in
        for outcome in rules {
          page.element("li") { page in
            page.element("code", text: outcome.rule)
            page.text(" \(report.rules[outcome.rule]?.name ?? "")")
            if let reason = outcome.reason { page.text(": \(reason)") }
          }
        }
      }
    }
  }

  private func off(_ page: inout HTMLWriter) {
    let skipped = report.outcomes.filter { $0.outcome == .notApplicable }
    guard !skipped.isEmpty else { return }
    let reasons = Dictionary(grouping: skipped, by: { $0.reason ?? "" })
      .map { (reason: $0.key, count: $0.value.count) }
      .sorted { ($1.count, $0.reason) < ($0.count, $1.reason) }
    page.element("details", [.style("more")]) { page in
      page.element("summary", text: "\(PageText.count(skipped.count, of: "rule")) not applicable")
      page.element("ul") { page in
        for entry in reasons {
          page.element("li", text: "\(PageText.count(entry.count, of: "rule")): \(entry.reason)")
        }
      }
    }
  }
}
