internal import Formats
internal import RegistryReports
internal import RegistryValidation

/// The requirements of one area on a page: those that are violated first.
struct StatementArea {
  let statement: RegistryStatement
  let area: String

  /// Writes the section.
  func write(_ page: inout HTMLWriter) {
    let rows = statement.rows.filter { $0.requirement.area == area }
    page.element("section", [.made("id", "area-\(area)")]) { page in
      page.element("h2") { page in
        page.text(area.capitalizedFirst)
        let counts = RegistryStatement.Outcome.allCases.compactMap { outcome in
          let count = rows.count { $0.outcome == outcome }
          return count > 0 ? "\(count) \(outcome.words)" : nil
        }
        page.element("small", text: " " + counts.joined(separator: ", "))
      }
      list(rows.filter { Self.open.contains($0.outcome) }, to: &page)
      for outcome in Self.closed {
        let others = rows.filter { $0.outcome == outcome }
        guard !others.isEmpty else { continue }
        page.element("details", [.style("more")]) { page in
          page.element("summary", text: "\(others.count) \(outcome.words)")
          list(others, to: &page)
        }
      }
    }
    page.markup("\n")
  }

  /// The outcomes whose requirements show at once, and those that a reader opens.
  private static let open: [RegistryStatement.Outcome] = [.violated, .notEvaluated]
  private static let closed: [RegistryStatement.Outcome] = [.met, .notApplicable, .notChecked]

  private func list(_ rows: [RegistryStatement.Row], to page: inout HTMLWriter) {
    guard !rows.isEmpty else { return }
    page.element("ul", [.style("datasets")]) { page in
      for row in rows.sorted(by: { Self.rank($0) < Self.rank($1) }) { write(row, to: &page) }
    }
  }

  private static func rank(_ row: RegistryStatement.Row) -> Int {
    row.outcome == .violated ? 0 : 1
  }

  private func write(_ row: RegistryStatement.Row, to page: inout HTMLWriter) {
    let look = row.outcome.look
    page.element("li", [.style("finding \(look.style)")]) { page in
      page.element("p", [.style("head")]) { page in
        page.element(
          "span", [.style("sign"), .init("aria-hidden", "true")], text: look.sign)
        page.element("b", text: row.outcome.words)
        page.element("code", text: row.requirement.id)
        page.element("span", [.style("level")], text: row.requirement.level.rawValue)
        if row.findings > 0 {
          page.element("span", [.style("num")], text: PageText.count(row.findings, of: "finding"))
        }
        if row.outcome == .met, row.inputs > 0 {
          page.element("span", [.style("num")], text: "\(PageText.number(row.inputs)) checked")
        }
      }
      page.element("p", text: row.requirement.statement)
      if let reason = row.reason { page.element("p", [.style("where")], text: reason) }
      if !row.rules.isEmpty { rules(row, to: &page) }
    }
    page.markup("\n")
  }

  /// The rules; those with findings lead to them.
  private func rules(_ row: RegistryStatement.Row, to page: inout HTMLWriter) {
    page.element("p", [.style("where")]) { page in
      for (index, rule) in row.rules.enumerated() {
        page.text(index == 0 ? "Rules: " : " ")
        guard statement.report.tallies[rule].map({ $0.activeTotal > 0 }) ?? false else {
          page.element("code", text: rule)
          continue
        }
        page.element("a", [.made("href", "#rule-\(rule)")]) { page in
          page.element("code", text: rule)
        }
      }
    }
  }
}

extension RegistryStatement.Outcome {
  /// How an outcome looks: a class, and a sign.
  fileprivate var look: (style: String, sign: String) {
    switch self {
    case .met: ("pass", "✓")
    case .violated: ("error", "✕")
    case .notEvaluated: ("warning", "?")
    case .notApplicable, .notChecked: ("info", "–")
    }
  }
}
