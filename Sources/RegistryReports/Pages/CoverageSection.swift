internal import RegistryValidation
internal import SharedCloudRegistry

/// What the index files list over time: one bar for each dataset, its years, gaps and sizes.
struct CoverageSection {
  let report: Report
  /// The gravest finding of each dataset, of those that are listed.
  private let gravest: [String: Severity]
  /// The ids that several targets have.
  private let shared: Set<String>

  /// The files that no index file lists.
  private let uncatalogued: UncataloguedFiles

  /// Prepares.
  ///
  /// - Parameter report: The report.
  init(report: Report) {
    self.report = report
    uncatalogued = UncataloguedFiles(report)
    gravest = report.findings.reduce(into: [:]) { gravest, finding in
      guard let dataset = finding.dataset else { return }
      gravest[dataset] = Swift.max(gravest[dataset] ?? finding.severity, finding.severity)
    }
    let counts = Dictionary(report.timelines.map { ($0.dataset, 1) }, uniquingKeysWith: +)
    shared = Set(counts.filter { $0.value > 1 }.keys)
  }

  /// Above this number of datasets the page groups them and draws less of each.
  private static let manyDatasets = 120
  /// The number of datasets in a group.
  private static let groupSize = 50
  /// The number of gaps that are listed for a dataset, the longest ones.
  private static let listedGaps = 20

  /// The number of parts that are drawn of each of many datasets.
  private static let drawnParts = 64

  private var timelines: [Timeline] { report.timelines }
  private var areMany: Bool { timelines.count > Self.manyDatasets }
  /// Up to this number of datasets the page has all numbers of each; then it has shorter tables.
  private static let fewDatasets = 20
  private var areFew: Bool { timelines.count <= Self.fewDatasets }
  /// The number of gaps to list for each dataset.
  private var gapLimit: Int { areFew ? Self.listedGaps : areMany ? 2 : 5 }

  /// Writes the section.
  func write(_ page: inout HTMLWriter) {
    page.element("section", [.init("id", "coverage")]) { page in
      page.element("h2") { page in
        page.text("Coverage ")
        page.element("small", text: PageText.count(timelines.count, of: "dataset"))
      }
      guard !timelines.isEmpty else {
        return page.element("p", text: "No index file was read, so there is nothing to show.")
      }
      guard let axis = TimeAxis(timelines) else {
        page.element("p", text: "No row has a time that could be read, so nothing is drawn.")
        return lists(on: nil, to: &page)
      }
      page.element(
        "p", [.style("lede")],
        text: "What the index files list, on one time axis. The line below each bar is what "
          + "catalog.json claims. Gaps and shares are counted over the days that it claims or rows "
          + "cover. Days are in UTC.")
      axis.writeDefinitions(&page)
      CoverageControls(axis: axis).writeLegend(&page, of: timelines)
      CoverageControls(axis: axis).write(&page)
      axis.write(&page)
      lists(on: axis, to: &page)
    }
    page.markup("\n")
  }

  /// Writes the datasets, in groups if they are many.
  private func lists(on axis: TimeAxis?, to page: inout HTMLWriter) {
    guard areMany else { return list(timelines.indices, on: axis, to: &page) }
    for start in stride(from: 0, to: timelines.count, by: Self.groupSize) {
      let range = start..<Swift.min(start + Self.groupSize, timelines.count)
      page.element("details", [.style("group")]) { page in
        page.element("summary") { page in
          page.text(groupTitle(range))
        }
        axis?.write(&page)
        list(range, on: axis, to: &page)
        if axis != nil { SizesPicture.writeTable(of: timelines[range], to: &page) }
      }
    }
  }

  private func groupTitle(_ range: Range<Int>) -> String {
    let group = timelines[range]
    let findings = group.reduce(0) { $0 + count(of: $1.dataset) }
    let names = [group.first?.dataset, group.last?.dataset].compactMap(\.self)
      .map { PageText.clipped($0, limit: 60) }
    return "\(names.joined(separator: " to ")) (\(PageText.count(group.count, of: "dataset")), "
      + "\(PageText.count(findings, of: "finding")))"
  }

  private func list(_ range: Range<Int>, on axis: TimeAxis?, to page: inout HTMLWriter) {
    page.element("ul", [.style("datasets")]) { page in
      for index in range { dataset(index, on: axis, to: &page) }
    }
  }

  /// The number of findings of a dataset.
  private func count(of dataset: String) -> Int {
    report.countsByDataset[dataset.clipped, default: 0]
  }

  private func dataset(_ index: Int, on axis: TimeAxis?, to page: inout HTMLWriter) {
    let timeline = timelines[index]
    let years = YearCounts(timeline, in: report)
    page.element("li", [.style("dataset"), .made("id", "d\(index + 1)")]) { page in
      page.element("div", [.style("head")]) { page in
        page.element("span", [.style("name")], text: PageText.clipped(timeline.dataset, limit: 200))
        let isShared = shared.contains(timeline.dataset)
        let title = (isShared ? "in \(timeline.target) " : "") + (timeline.title ?? "")
        page.element("span", [.style("title")], text: PageText.clipped(title, limit: 200))
        if timeline.hasNoIndexFiles {
          page.element("span", [.style("num")], text: "no index files")
        } else {
          page.element("span", [.style("num")], text: PageText.count(timeline.rows, of: "file"))
          page.element("span", [.style("num")], text: PageText.bytes(timeline.bytes))
        }
        let faults = [TimelineText(timeline).absentObjects, uncatalogued.words(index)]
        for fault in faults.compactMap(\.self) {
          page.element("span", [.style("num")], text: fault)
        }
        if let claim = axis?.claim(beyond: timeline) {
          page.element("span", [.style("num")], text: claim)
        }
        badge(timeline, to: &page)
      }
      if let axis {
        let drawn = areMany ? timeline.simplified(toParts: Self.drawnParts) : timeline
        CoveragePicture(axis: axis, timeline: drawn, findings: years.findings).write(&page)
        // A group of many datasets has one axis.
        if !areMany { axis.write(&page, isOnPaper: true) }
      }
      if !timeline.hasNoIndexFiles { details(index, years: years, on: axis, to: &page) }
    }
    page.markup("\n")
  }

  /// Writes whether the dataset has findings; without any it is fine only if all was read.
  private func badge(_ timeline: Timeline, to page: inout HTMLWriter) {
    let found = count(of: timeline.dataset)
    if found > 0 {
      let severity = gravest[timeline.dataset.clipped] ?? .error
      let text = "\(FindingsSection.sign(severity)) \(PageText.count(found, of: "finding"))"
      page.element(
        "a",
        [
          .style(severity == .error ? "badge bad" : "badge"), .init("href", "#findings"),
          .init("data-of", PageText.number(found)),
        ], text: text)
    } else if timeline.unread.contains(where: { $0.reason == .unreadable }) {
      page.element("span", [.style("badge")], text: "? not fully checked")
    } else {
      page.element("span", [.style("badge fine")], text: "✓ no findings")
    }
  }

  private func details(
    _ index: Int, years: YearCounts, on axis: TimeAxis?, to page: inout HTMLWriter
  ) {
    let timeline = timelines[index]
    page.element("details", [.style("more")]) { page in
      page.element("summary", text: "Years, gaps and sizes")
      if let first = timeline.first, let last = timeline.last {
        let rows = TimelineText(timeline).cadence.map { ", \($0)" } ?? ""
        page.element("p", [.style("quiet")], text: "Rows from \(first) to \(last)\(rows).")
      }
      // The picture has it too; a page of many datasets has to stay small.
      if !areMany, let claimed = timeline.claimed {
        page.element(
          "p", [.style("quiet")],
          text: "catalog.json claims \(claimed.start) to \(claimed.stop).")
      }
      if let sizes = timeline.sizes, let axis {
        let picture = SizesPicture(
          axis: axis, timeline: timeline, sizes: sizes, limit: areFew ? 100 : areMany ? 9 : 40)
        picture.write(&page)
        // A group of many datasets has one table.
        if !areMany { picture.writeTable(&page, rows: areFew ? 24 : 8) }
      }
      // The table of years below has the same rows.
      if !areMany { years.write(&page) }
      TimelineText(timeline).writeGaps(&page, limit: gapLimit)
      if let overlaps = TimelineText(timeline).overlaps(limit: gapLimit) {
        page.element("p", text: overlaps)
      }
      if let files = uncatalogued.sentence(index, limit: areFew ? 10 : 2) {
        page.element("p", text: files)
      }
    }
  }
}
