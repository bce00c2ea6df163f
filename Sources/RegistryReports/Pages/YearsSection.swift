internal import RegistryValidation
internal import SharedCloudRegistry

/// A table of datasets and years: the rows of each, and which files have findings.
struct YearsSection {
  let report: Report

  /// The largest number of columns; years without an index file are skipped to keep it.
  private static let mostColumns = 120

  /// Writes the section; nothing without index files that have a year.
  func write(_ page: inout HTMLWriter) {
    let timelines = report.timelines.filter(\.hasYears)
    // One catalog that claims millennia would hide the years that have files.
    let near = TimeAxis(timelines)?.years
    let unread = timelines.flatMap(\.unread).compactMap(\.years)
      .flatMap { years in near.map { Array(years.clamped(to: $0)) } ?? Array(years.prefix(1)) }
    let present = Set(timelines.flatMap { $0.years.compactMap(\.year) } + unread).sorted()
    guard let first = present.first, let last = present.last else { return }
    let isLong = last - first >= Self.mostColumns
    let years = isLong ? Array(present.prefix(Self.mostColumns)) : Array(first...last)
    page.element("section", [.init("id", "years")]) { page in
      page.element("h2", text: "Years")
      page.element(
        "div",
        [
          .style("scroll"), .init("tabindex", "0"), .init("role", "region"),
          .init("aria-label", "Rows per dataset and year"),
        ]
      ) { page in
        page.element("table", [.style("matrix")]) { page in
          page.element(
            "caption",
            text: "Rows per year. \"no file\" is a year without an index file, \"not known\" one "
              + "whose index file could not be read; ! marks a file with findings.")
          head(years, to: &page)
          page.element("tbody") { page in
            for timeline in timelines { row(timeline, years: years, to: &page) }
          }
        }
      }
    }
    page.markup("\n")
  }

  private func head(_ years: [Int], to page: inout HTMLWriter) {
    page.element("thead") { page in
      page.element("tr") { page in
        page.element("th", [.init("scope", "col")], text: "Dataset")
        for year in years { page.element("th", [.init("scope", "col")], text: String(year)) }
      }
    }
    page.markup("\n")
  }

  private func row(
    _ timeline: Timeline, years: [Int], to page: inout HTMLWriter
  ) {
    var rows: [Int: Int] = [:]
    var findings: [Int: Int] = [:]
    for (year, count) in zip(timeline.years, YearCounts(timeline, in: report).findings) {
      guard let number = year.year else { continue }
      rows[number, default: 0] += year.rows
      findings[number, default: 0] += count
    }
    var unread: [Int: Timeline.UnreadFile.Reason] = [:]
    for file in timeline.unread {
      for year in file.years.map(Array.init) ?? [] where unread[year] != .unreadable {
        unread[year] = file.reason
      }
    }
    let most = rows.values.max() ?? 0
    page.element("tr") { page in
      page.element("th", [.init("scope", "row")]) { page in
        page.element("code", text: PageText.clipped(timeline.dataset, limit: 80))
      }
      for year in years {
        if let reason = unread[year] {
          page.element(
            "td", [.style("none")], text: reason == .missing ? "no file" : "not known")
          continue
        }
        guard let count = rows[year] else {
          page.markup("<td></td>")
          continue
        }
        let shade = most > 0 && count > 0 ? 1 + Swift.min(3, count * 4 / (most + 1)) : 0
        let hasFindings = findings[year, default: 0] > 0
        page.element(
          "td", [.style("v\(shade)\(hasFindings ? " has" : "")")],
          text: PageText.short(count) + (hasFindings ? " !" : ""))
      }
    }
    page.markup("\n")
  }
}

extension Timeline {
  /// Whether there are index files of years, or such files are missing.
  var hasYears: Bool { !(years.compactMap(\.year) + unread.compactMap(\.year)).isEmpty }
}
