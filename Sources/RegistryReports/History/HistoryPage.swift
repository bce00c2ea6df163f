internal import RegistryValidation

/// Writes a history as one page: the last verdict, the course of the findings, rules and runs.
struct HistoryPage {
  let history: ReportHistory
  let toolVersion: String

  /// The number of runs that the table shows, the last ones.
  private static let shownRuns = 100
  /// The number of findings of the last change that are listed.
  private static let shownFindings = 50

  /// The page in UTF-8.
  var bytes: [UInt8] {
    shell.page { page in
      course(&page)
      if history.latestDifference != nil { change(&page) }
      HistoryRulesSection(history: history).write(&page)
      runs(&page)
      if !history.unusable.isEmpty { unusable(&page) }
    }
  }

  private var shell: PageShell {
    let last = history.points.last
    let verdict = last?.verdict
    var parts = [(id: "course", name: "Course")]
    if history.latestDifference != nil { parts.append((id: "change", name: "Last change")) }
    parts += [(id: "rules", name: "Rules"), (id: "runs", name: "Runs")]
    if !history.unusable.isEmpty { parts.append((id: "unusable", name: "Files not used")) }
    let names = last?.targets ?? []
    let shown = names.prefix(3).map { PageText.clipped($0, limit: 200) }.joined(separator: ", ")
    let subtitle = names.count > 3 ? "\(shown) and \(names.count - 3) more" : shown
    return PageShell(
      title: "History: \(verdict?.headline ?? "no runs")", kicker: "History of validations",
      verdict: verdict?.headline ?? "No runs", look: verdict?.look ?? .unsure,
      subtitle: last.map { "\(subtitle), \($0.started)" } ?? "There is no report yet.",
      facts: facts, parts: parts,
      footer: "scregistry \(toolVersion) · times are in UTC")
  }

  private var facts: [(name: String, figure: String, note: String)] {
    guard let last = history.points.last else { return [] }
    var facts = [
      (name: "Errors", figure: PageText.number(last.count(of: .error)), note: ""),
      (name: "Warnings", figure: PageText.number(last.count(of: .warning)), note: ""),
    ]
    if let changes = last.changes {
      facts += [
        (name: "New", figure: PageText.number(changes.new), note: "since the run before"),
        (
          name: "Fixed", figure: PageText.number(changes.fixed),
          note: changes.unknown > 0 ? "\(PageText.number(changes.unknown)) more unknown" : ""
        ),
        (name: "Still", figure: PageText.number(changes.still), note: ""),
      ]
    }
    facts.append((name: "Runs", figure: PageText.number(history.points.count), note: ""))
    return facts
  }

  // MARK: - Sections

  private func course(_ page: inout HTMLWriter) {
    page.element("section", [.init("id", "course")]) { page in
      page.element("h2", text: "Course")
      guard history.points.count > 1 else {
        return page.element("p", text: "The course shows from the second run on.")
      }
      page.markup(
        #"""
        <ul class="legend"><li><svg aria-hidden="true">\#
        <line class="line-error" x2="24" y1="8" y2="8"/></svg>errors</li>\#
        <li><svg aria-hidden="true"><line class="line-warning" x2="24" y1="8" y2="8"/></svg>\#
        warnings, dashed</li></ul>
        """#)
      let errors = history.points.map { $0.count(of: .error) }
      let warnings = history.points.map { $0.count(of: .warning) }
      HistoryChart(
        lines: [(style: "line-error", values: errors), (style: "line-warning", values: warnings)],
        first: Self.day(history.points.first), last: Self.day(history.points.last),
        title: "Errors from \(errors.first ?? 0) to \(errors.last ?? 0), warnings from "
          + "\(warnings.first ?? 0) to \(warnings.last ?? 0), in "
          + PageText.count(history.points.count, of: "run")
      ).write(&page)
      page.element("p", [.style("quiet")]) { page in
        page.text(
          "From \(history.points.first?.started ?? "") to \(history.points.last?.started ?? ""); "
            + "the runs are at equal distances. The table of runs has the numbers.")
      }
    }
    page.markup("\n")
  }

  private static func day(_ point: HistoryPoint?) -> String {
    String((point?.started ?? "").prefix(10))
  }

  private func change(_ page: inout HTMLWriter) {
    let items = history.latestDifference?.items.filter { $0.state != .still } ?? []
    page.element("section", [.init("id", "change")]) { page in
      page.element("h2") { page in
        page.text("Last change ")
        page.element("small", text: history.summary)
      }
      guard !items.isEmpty else {
        return page.element("p", text: "Nothing is new and nothing is fixed.")
      }
      for item in items.prefix(Self.shownFindings) {
        page.element("div", [.style("finding")]) { page in
          let count = item.count > 1 ? " (\(PageText.number(item.count)) times)" : ""
          page.element("p", [.style("where")]) { page in
            page.element("b", text: "\(Self.sign(item.state)) \(item.state.rawValue) ")
            page.element("code", text: item.finding.rule)
            page.text(" \(item.finding.severity.rawValue) ")
            page.element("code", text: Self.place(of: item.finding))
            page.text(count)
          }
          page.element("p", text: item.finding.message)
        }
      }
      if items.count > Self.shownFindings {
        page.element(
          "p", [.style("quiet")],
          text: "and \(PageText.number(items.count - Self.shownFindings)) more; "
            + "scregistry diff lists all")
      }
    }
    page.markup("\n")
  }

  private static func sign(_ state: ReportDifference.State) -> String {
    switch state {
    case .new: "+"
    case .fixed: "✓"
    case .unknown: "?"
    case .still: "="
    }
  }

  private static func place(of finding: Finding) -> String {
    let uri = PageText.clipped(finding.location.uri, limit: 300)
    return finding.location.line.map { "\(uri):\($0)" } ?? uri
  }

  private func runs(_ page: inout HTMLWriter) {
    page.element("section", [.init("id", "runs")]) { page in
      page.element("h2") { page in
        page.text("Runs ")
        page.element("small", text: "the last one first")
      }
      page.element("div", [.style("scroll"), .init("tabindex", "0")]) { page in
        page.element("table") { page in
          page.markup(
            #"""
            <thead><tr><th scope="col">Run</th><th scope="col">Verdict</th>\#
            <th class="r" scope="col">Errors</th><th class="r" scope="col">Warnings</th>\#
            <th class="r" scope="col">New</th><th class="r" scope="col">Fixed</th>\#
            <th class="r" scope="col">Still</th><th class="r" scope="col">Rows</th></tr></thead><tbody>
            """#)
          for point in history.points.suffix(Self.shownRuns).reversed() { row(point, to: &page) }
          page.markup("</tbody>")
        }
      }
      let earlier = history.points.count - Self.shownRuns
      if earlier > 0 {
        page.element(
          "p", [.style("quiet")], text: "and \(PageText.count(earlier, of: "earlier run"))")
      }
    }
    page.markup("\n")
  }

  private func row(_ point: HistoryPoint, to page: inout HTMLWriter) {
    page.element("tr") { page in
      page.element("th", [.init("scope", "row")], text: point.started)
      page.element("td", text: "\(point.verdict.look.sign) \(point.verdict.rawValue)")
      let counts = [point.count(of: .error), point.count(of: .warning)].map(PageText.number)
      for cell in counts + HistoryText.changes(point) + [PageText.number(point.rows)] {
        page.element("td", [.style("r")], text: cell)
      }
    }
    page.markup("\n")
  }

  private func unusable(_ page: inout HTMLWriter) {
    page.element("section", [.init("id", "unusable")]) { page in
      page.element("h2", text: "Files not used")
      page.element("ul") { page in
        for file in history.unusable.prefix(Self.shownFindings) {
          page.element("li", text: file.description)
        }
      }
      let more = history.unusable.count - Self.shownFindings
      if more > 0 { page.element("p", text: "and \(PageText.count(more, of: "more file"))") }
    }
    page.markup("\n")
  }
}
