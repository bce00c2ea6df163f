internal import RegistryValidation
internal import SharedCloudRegistry

/// The files that have findings, those with the most first.
struct FilesSection {
  let report: Report

  /// The number of files that the page shows.
  private static let shown = 20

  /// The addresses of the files that the page shows.
  var shownFiles: Set<String> { Set(files.prefix(Self.shown).map(\.uri)) }

  private var files: [(uri: String, count: Int, worst: Severity)] {
    report.files.compactMap { uri, counts -> (uri: String, count: Int, worst: Severity)? in
      let tallies = counts.rules.values
      let count = tallies.reduce(0) { $0 + $1.activeTotal }
      let worst = Severity.allCases.filter { severity in tallies.contains { $0[severity] > 0 } }
      return worst.max().map { (uri: uri, count: count, worst: $0) }
    }.sorted { ($1.worst, $1.count, $0.uri) < ($0.worst, $0.count, $1.uri) }
  }

  /// Writes the section; nothing without findings.
  func write(_ page: inout HTMLWriter) {
    let files = files
    guard !files.isEmpty else { return }
    page.element("section", [.init("id", "files")]) { page in
      page.element("h2") { page in
        page.text("Files ")
        page.element("small", text: "\(PageText.count(files.count, of: "file")) with findings")
      }
      page.element("div", [.style("scroll"), .init("tabindex", "0")]) { page in
        page.element("table", [.style("files")]) { page in
          page.markup(
            #"""
            <thead><tr><th class="r" scope="col">Findings</th><th scope="col">Worst</th>\#
            <th scope="col">File</th></tr></thead><tbody>
            """#)
          for file in files.prefix(Self.shown) {
            page.element("tr") { page in
              page.element("td", [.style("r")], text: PageText.number(file.count))
              page.element(
                "td", text: "\(FindingsSection.sign(file.worst)) \(file.worst.rawValue)")
              page.element("th", [.init("scope", "row")]) { page in
                page.element(
                  "a",
                  [.init("href", "#findings"), .init("data-find", PageText.number(file.count))]
                ) { page in
                  page.element("code", text: PageText.clipped(file.uri, limit: 400))
                }
              }
            }
          }
          page.markup("</tbody>")
        }
      }
      if files.count > Self.shown {
        page.element(
          "p", [.style("quiet")],
          text: "and \(PageText.count(files.count - Self.shown, of: "more file"))")
      }
    }
    page.markup("\n")
  }
}
