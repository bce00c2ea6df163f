internal import RegistryValidation
internal import SharedCloudRegistry

/// What the index files list over time: one bar for each dataset, its years, gaps and sizes.
struct CoverageSection {
  let report: Report

  /// Above this number of datasets the page groups them and draws less of each.
  private static let manyDatasets = 120
  /// The number of datasets in a group.
  private static let groupSize = 50
  /// The number of gaps that are listed for a dataset, the longest ones.
  private static let listedGaps = 20

  private var timelines: [Timeline] { report.timelines }
  private var areMany: Bool { timelines.count > Self.manyDatasets }

  /// Writes the section.
  func write(_ page: inout HTMLWriter) {
    page.element("section", [.init("id", "coverage")]) { page in
      page.element("h2") { page in
        page.text("Coverage ")
        page.element("small", text: PageText.count(timelines.count, "dataset"))
      }
      guard let axis = TimeAxis(timelines) else {
        return page.element("p", text: "No index file was read, so there is nothing to show.")
      }
      page.element(
        "p", [.style("lede")],
        text: "What the index files list, on one time axis. The line below each bar is what "
          + "catalog.json claims. Days are in UTC.")
      axis.writeDefinitions(&page)
      legend(&page)
      controls(axis, &page)
      axis.write(&page)
      guard areMany else { return list(timelines.indices, axis, &page) }
      for start in stride(from: 0, to: timelines.count, by: Self.groupSize) {
        let range = start..<Swift.min(start + Self.groupSize, timelines.count)
        page.element("details", [.style("group")]) { page in
          page.element("summary") { page in
            page.text(groupTitle(range))
          }
          axis.write(&page)
          list(range, axis, &page)
        }
      }
    }
    page.markup("\n")
  }

  private func groupTitle(_ range: Range<Int>) -> String {
    let group = timelines[range]
    let findings = group.reduce(0) { $0 + count(of: $1.dataset) }
    let names = [group.first?.dataset, group.last?.dataset].compactMap(\.self)
      .map { PageText.clipped($0, limit: 60) }
    return "\(names.joined(separator: " to ")) (\(PageText.count(group.count, "dataset")), "
      + "\(PageText.count(findings, "finding")))"
  }

  private func legend(_ page: inout HTMLWriter) {
    page.element("ul", [.style("legend")]) { page in
      page.markup(
        #"""
        <li><svg aria-hidden="true"><rect class="covered" width="24" height="14"/></svg>covered</li>\#
        <li><svg aria-hidden="true"><rect class="gap" width="24" height="14"/></svg>gap</li>\#
        <li><svg aria-hidden="true"><rect class="beyond" width="24" height="14"/></svg>\#
        covered, but not claimed by the catalog</li>\#
        <li><svg aria-hidden="true"><rect class="covered" width="24" height="14"/>\#
        <rect class="overlap" y="11" width="24" height="3"/></svg>rows overlap</li>\#
        <li><svg aria-hidden="true"><line class="claim" x2="24" y1="8" y2="8"/></svg>\#
        claimed by the catalog</li>\#
        <li><svg aria-hidden="true"><use href="#mark" x="12" y="2"/></svg>findings in the file of a year</li>
        """#)
    }
  }

  private func controls(_ axis: TimeAxis, _ page: inout HTMLWriter) {
    page.element("div", [.style("filters js")]) { page in
      page.element("label") { page in
        page.text("Show ")
        page.element(
          "select", [.init("id", "zoom"), .made("data-all", "\(axis.from) \(axis.to)")]
        ) { page in
          page.element("option", [.made("value", "\(axis.from) \(axis.to)")], text: "all years")
          for year in axis.years.prefix(200) {
            let (from, to) = (TimeAxis.day(ofYear: year), TimeAxis.day(ofYear: year + 1))
            page.element("option", [.made("value", "\(from) \(to)")], text: String(year))
          }
        }
      }
      page.open(
        "input",
        [
          .init("type", "search"), .init("id", "names"), .init("placeholder", "Find a dataset"),
          .init("aria-label", "Find a dataset by its id or title"),
        ])
    }
    page.markup("\n")
  }

  private func list(_ range: Range<Int>, _ axis: TimeAxis, _ page: inout HTMLWriter) {
    page.element("ul", [.style("datasets")]) { page in
      for index in range { dataset(index, axis, &page) }
    }
  }

  /// The number of findings of a dataset.
  private func count(of dataset: String) -> Int {
    report.countsByDataset[dataset.clipped, default: 0]
  }

  private func dataset(_ index: Int, _ axis: TimeAxis, _ page: inout HTMLWriter) {
    let timeline = timelines[index]
    let years = YearCounts(timeline, in: report)
    page.element("li", [.style("dataset"), .made("id", "d\(index + 1)")]) { page in
      page.element("div", [.style("head")]) { page in
        page.element("span", [.style("name")], text: PageText.clipped(timeline.dataset, limit: 200))
        page.element("span", [.style("title")], text: timeline.title ?? "")
        page.element("span", [.style("num")], text: PageText.count(timeline.rows, "file"))
        page.element("span", [.style("num")], text: PageText.bytes(timeline.bytes))
        let found = count(of: timeline.dataset)
        page.element(
          "span", [.style(found > 0 ? "badge bad" : "badge fine")],
          text: found > 0 ? "✕ \(PageText.count(found, "finding"))" : "✓ no findings")
      }
      CoveragePicture(axis: axis, timeline: timeline, findings: years.findings).write(&page)
      details(timeline, years, &page)
    }
    page.markup("\n")
  }

  private func details(
    _ timeline: Timeline, _ years: YearCounts, _ page: inout HTMLWriter
  ) {
    page.element("details", [.style("more")]) { page in
      page.element("summary", text: "Years, gaps and sizes")
      if let first = timeline.first, let last = timeline.last {
        let rows = cadence(timeline).map { ", usually \($0)" } ?? ""
        page.element("p", [.style("quiet")], text: "Rows from \(first) to \(last)\(rows).")
      }
      if let sizes = timeline.sizes {
        SizesPicture(timeline: timeline, sizes: sizes, limit: areMany ? 12 : 100).write(&page)
      }
      // The table of years below has the same rows.
      if !areMany { years.write(&page) }
      gaps(timeline, &page)
    }
  }

  /// How many files there usually are on a day with files.
  private func cadence(_ timeline: Timeline) -> String? {
    let days = timeline.covered.reduce(0) { $0 + $1.to - $1.from }
    guard days > 0, timeline.rows > 0 else { return nil }
    if timeline.rows >= days { return "\(PageText.number(timeline.rows / days)) files a day" }
    return "one file in \(PageText.count(days / timeline.rows, "day"))"
  }

  private func gaps(_ timeline: Timeline, _ page: inout HTMLWriter) {
    let gaps = timeline.gaps.sorted { ($1.to - $1.from, $0.from) < ($0.to - $0.from, $1.from) }
    guard !gaps.isEmpty else { return }
    let listed = gaps.prefix(areMany ? 2 : Self.listedGaps).map { gap in
      "\(TimeAxis.text(gap.from)) to \(TimeAxis.text(gap.to - 1)) "
        + "(\(PageText.count(gap.to - gap.from, "day")))"
    }
    let more = gaps.count > listed.count ? ", and \(gaps.count - listed.count) shorter" : ""
    let unit = timeline.daysPerBin == 1 ? "" : " of \(timeline.daysPerBin) days or more"
    page.element(
      "p", text: "Longest gaps\(unit): " + listed.joined(separator: ", ") + more + ".")
  }
}
