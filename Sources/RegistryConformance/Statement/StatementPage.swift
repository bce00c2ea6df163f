internal import Formats
internal import RegistryReports
internal import RegistryValidation

/// Writes a statement as one page: the verdict, the requirements by area, the findings.
struct StatementPage {
  let statement: RegistryStatement

  /// The page in UTF-8.
  var bytes: [UInt8] {
    shell.page { page in
      summary(&page)
      for area in statement.areas { StatementArea(statement: statement, area: area).write(&page) }
      ReportSections(report: statement.report).write(&page)
      method(&page)
    }
  }

  private var shell: PageShell {
    var parts = [(id: "requirements", name: "Requirements")]
    parts += statement.areas.map { (id: "area-\($0)", name: $0.capitalizedFirst) }
    parts += [(id: "findings", name: "Findings"), (id: "not-evaluated", name: "Not evaluated")]
    let date = statement.date.map { " · \($0)" } ?? ""
    return PageShell(
      title: "\(verdict.words): \(statement.target)", kicker: "Conformance statement",
      verdict: verdict.words, look: verdict.look,
      subtitle: "\(statement.target), Shared Cloud Registry \(statement.spec)", facts: facts,
      parts: parts,
      footer: "scregistry \(statement.toolVersion)\(date) · suite \(statement.suiteVersion) · "
        + "times are in UTC")
  }

  /// The verdict is that of the exit code: only a MUST decides.
  private var verdict: (words: String, look: PageShell.Look) {
    let violated = statement.count(.violated, level: .must)
    switch statement.exitCode {
    case 0: return ("No MUST is violated", .good)
    case 1: return ("\(PageText.count(violated, of: "MUST requirement")) violated", .bad)
    default: return ("Undetermined: some MUST requirements could not be checked", .unsure)
    }
  }

  private var facts: [(name: String, figure: String, note: String)] {
    RegistryStatement.Outcome.allCases.map { outcome in
      (
        name: outcome.words.capitalizedFirst,
        figure: PageText.number(statement.count(outcome, level: .must)),
        note: "MUST"
      )
    }
  }

  private func summary(_ page: inout HTMLWriter) {
    page.element("section", [.init("id", "requirements")]) { page in
      page.element("h2", text: "Requirements")
      page.element("div", [.style("scroll"), .init("tabindex", "0")]) { page in
        page.element("table") { page in
          page.element("caption", text: "Requirements by level and outcome")
          page.element("thead") { page in
            page.element("tr") { page in
              page.element("th", [.init("scope", "col")], text: "Level")
              for outcome in RegistryStatement.Outcome.allCases {
                page.element(
                  "th", [.style("r"), .init("scope", "col")], text: outcome.words.capitalizedFirst)
              }
            }
          }
          let levels: [RequirementLevel] = [.must, .should, .may]
          for level in levels { row(level, to: &page) }
        }
      }
    }
    page.markup("\n")
  }

  private func row(_ level: RequirementLevel, to page: inout HTMLWriter) {
    page.element("tr") { page in
      page.element("th", [.init("scope", "row")], text: level.rawValue)
      for outcome in RegistryStatement.Outcome.allCases {
        page.element(
          "td", [.style("r")], text: PageText.number(statement.count(outcome, level: level)))
      }
    }
  }

  private func method(_ page: inout HTMLWriter) {
    page.element("section", [.init("id", "content")]) { page in
      page.element("h2", text: "Content")
      page.element("p") { page in
        guard let digest = statement.content.sha256 else {
          return page.text("There is no digest: \(statement.content.obstacle ?? "").")
        }
        page.element("code", text: digest)
        page.text(
          ", \(PageText.count(statement.content.files, of: "file")), "
            + "\(PageText.count(statement.content.bytes, of: "byte"))")
      }
      page.element("p", [.style("quiet")], text: "\(ContentDigest.method.capitalizedFirst).")
    }
    page.markup("\n")
  }
}
