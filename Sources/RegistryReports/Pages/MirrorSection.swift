internal import RegistryValidation

/// What a verification of mirrors found: the counts of each copy, and the levels of its objects.
struct MirrorSection {
  let summary: MirrorSummary

  /// The largest numbers of years and of datasets in a table, and of reasons.
  private static let (mostYears, mostDatasets, mostReasons) = (120, 1000, 20)

  /// Writes the section.
  func write(_ page: inout HTMLWriter) {
    page.element("section", [.init("id", "mirror")]) { page in
      page.element("h2") { page in
        page.text(summary.copies.count == 1 ? "Mirror " : "Mirrors ")
        page.element("small", text: "required level: \(summary.required)")
      }
      page.element("ul") { page in
        item("Source", values: [summary.source], to: &page)
        item("Map", values: MirrorWords.maps(summary), to: &page)
        item("Scope", values: MirrorWords.scope(summary), to: &page)
      }
      if summary.scope.isEmpty {
        page.element("p", [.style("quiet")], text: "Everything is in the scope.")
      }
      copies(&page)
      reasons(&page)
      for text in MirrorWords.alone(summary) { page.element("p", text: text) }
      page.element(
        "p",
        text: summary.sample.map(MirrorWords.sample)
          ?? "No sample was drawn to read its content.")
    }
    writeLevels(&page)
  }

  /// Writes the levels of the objects of each dataset and year.
  func writeLevels(_ page: inout HTMLWriter) {
    page.element("section", [.init("id", "levels")]) { page in
      page.element("h2", text: "Levels by year")
      page.element("p", [.style("lede")], text: MirrorMatrix.legend)
      for copy in summary.copies { matrix(of: copy, &page) }
    }
    page.markup("\n")
  }

  private func item(_ name: String, values: [String], to page: inout HTMLWriter) {
    guard values.contains(where: { !$0.isEmpty }) else { return }
    page.element("li") { page in
      page.text("\(name): ")
      for (number, value) in values.enumerated() {
        if number > 0 { page.text(", ") }
        page.element("code", text: value)
      }
    }
  }

  private func copies(_ page: inout HTMLWriter) {
    let verdicts = MirrorWords.verdicts(summary.verdicts).map(\.name)
    scroll("Counts of each copy", to: &page) { page in
      page.element("table") { page in
        page.element("thead") { page in
          page.element("tr") { page in
            page.element("th", [.init("scope", "col")], text: "Copy")
            for name in verdicts {
              page.element("th", [.style("r"), .init("scope", "col")], text: name)
            }
            page.element("th", [.init("scope", "col")], text: "Objects by level")
            page.element("th", [.init("scope", "col")], text: "Lag")
          }
        }
        page.element("tbody") { page in
          for copy in summary.copies {
            page.element("tr") { page in
              page.element("th", [.init("scope", "row")]) { page in
                page.element("code", text: PageText.clipped(copy.name, limit: 200))
              }
              for name in verdicts {
                let count = PageText.number(copy.verdicts[name, default: 0])
                page.element("td", [.style("r")], text: count)
              }
              page.element("td", text: MirrorWords.line(MirrorWords.levels(copy.levels)))
              page.element("td", text: MirrorWords.lag(copy.lag) ?? "none known")
            }
          }
        }
      }
    }
  }

  /// Why objects are unknown, the commonest reasons first.
  private func reasons(_ page: inout HTMLWriter) {
    for copy in summary.copies where !copy.unknown.isEmpty {
      page.element("p", text: "What could not be told of \(copy.name):")
      let reasons = copy.unknown.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
      page.element("ul") { page in
        for (reason, count) in reasons.prefix(Self.mostReasons) {
          page.element("li", text: "\(PageText.count(count, of: "object")): \(reason)")
        }
        let rest = reasons.count - Self.mostReasons
        if rest > 0 { page.element("li", text: "and \(PageText.count(rest, of: "more reason"))") }
      }
    }
  }

  private func matrix(of copy: MirrorSummary.Copy, _ page: inout HTMLWriter) {
    let matrix = MirrorMatrix(summary, of: copy.name, atMost: Self.mostYears)
    guard !matrix.rows.isEmpty else {
      return page.element("p", text: "\(copy.name): no objects are in the scope.")
    }
    scroll("Levels of \(copy.name) by dataset and year", to: &page) { page in
      page.element("table", [.style("matrix")]) { page in
        page.element("caption", text: PageText.clipped(copy.name, limit: 200))
        page.element("thead") { page in
          page.element("tr") { page in
            page.element("th", [.init("scope", "col")], text: "Dataset")
            for year in matrix.years {
              page.element("th", [.init("scope", "col")], text: year.map { "\($0)" } ?? "no year")
            }
          }
        }
        page.element("tbody") { page in
          for row in matrix.rows.prefix(Self.mostDatasets) {
            page.element("tr") { page in
              page.element("th", [.init("scope", "row")]) { page in
                guard let id = row.dataset else { return page.text("(no dataset)") }
                page.element("code", text: PageText.clipped(id, limit: 80))
              }
              for year in matrix.years { cell(row.cells[year], to: &page) }
            }
            page.markup("\n")
          }
        }
      }
    }
    let rest = matrix.rows.count - Self.mostDatasets
    if rest > 0 { omitted(PageText.count(rest, of: "dataset"), to: &page) }
    if matrix.omittedYears > 0 {
      omitted(PageText.count(matrix.omittedYears, of: "earlier year"), to: &page)
    }
  }

  private func omitted(_ what: String, to page: inout HTMLWriter) {
    page.element(
      "p", [.style("quiet")], text: "\(what) left out; the JSON report has all of them.")
  }

  private func cell(_ cell: MirrorMatrix.Cell?, to page: inout HTMLWriter) {
    guard let cell else { return page.markup("<td></td>") }
    // Content and digest have the deepest shade; what is not known has a frame.
    let rank = cell.weakest.flatMap(MirrorWords.rank) ?? 0
    let shade = rank == 0 ? "none" : "v\(Swift.min(4, rank / 2 + 1))"
    page.element(
      "td", [.style(cell.bad > 0 ? "\(shade) has" : shade), .init("title", cell.text)],
      text: cell.label)
  }

  private func scroll(
    _ label: String, to page: inout HTMLWriter, content: (inout HTMLWriter) -> Void
  ) {
    page.element(
      "div",
      [
        .style("scroll"), .init("tabindex", "0"), .init("role", "region"),
        .init("aria-label", label),
      ], content: content)
    page.markup("\n")
  }
}
