internal import Formats
internal import RegistryValidation

/// The findings of the index files of a dataset, year by year.
struct YearCounts {
  let timeline: Timeline
  /// The number of findings of each file, in the order of the years.
  let findings: [Int]

  init(_ timeline: Timeline, in report: Report) {
    self.timeline = timeline
    findings = timeline.years.map { year in
      report.files[year.uri]?.rules.values.reduce(0) { $0 + $1.activeTotal } ?? 0
    }
  }

  /// Writes a table: the years, with rows, sizes and findings.
  func write(_ page: inout HTMLWriter) {
    guard !timeline.years.isEmpty else { return }
    page.element("div", [.style("scroll"), .init("tabindex", "0")]) { page in
      page.element("table", [.style("figures")]) { page in
        page.markup(
          #"""
          <thead><tr><th scope="col">Index file</th><th scope="col">Rows</th>\#
          <th scope="col">Size of the files</th><th scope="col">Findings</th>\#
          </tr></thead><tbody>
          """#)
        for (year, count) in zip(timeline.years, findings) {
          page.element("tr") { page in
            page.element("th", [.init("scope", "row")]) { page in
              page.element("code", text: Self.name(of: year))
            }
            page.element("td", text: PageText.number(year.rows))
            page.element("td", text: PageText.bytes(year.bytes))
            page.element("td", text: PageText.number(count))
          }
        }
        page.markup("</tbody>")
      }
    }
  }

  private static func name(of year: Timeline.Year) -> String {
    year.year.map(String.init) ?? year.uri.split(separator: "/").last.map(String.init) ?? year.uri
  }
}
