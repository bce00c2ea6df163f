internal import Formats
internal import RegistryReports
internal import RegistryValidation
internal import SharedCloudRegistry

/// The first page of a site: all datasets, with a search.
struct SiteIndexPage {
  let site: SiteFrame
  /// Whether all index files could be read.
  let isComplete: Bool

  private var timelines: [Timeline] { site.datasets.compactMap(\.timeline) }

  /// The page in UTF-8.
  var bytes: [UInt8] {
    shell.page { page in
      about(&page)
      datasets(&page)
      changes(&page)
    }
  }

  private var shell: PageShell {
    var parts = [(id: "coverage", name: "Datasets")]
    if !site.changes.isEmpty { parts.append((id: "changes", name: "Changes")) }
    var shell = PageShell(
      title: site.name, kicker: "Shared Cloud Registry", verdict: site.name, look: .plain,
      subtitle: site.address ?? "", facts: facts, parts: parts, footer: site.footer)
    shell.head = { page in
      if let address = site.address(of: "") {
        page.open("link", [.init("rel", "canonical"), .made("href", address)])
        page.markup("\n")
      }
      if !site.changes.isEmpty {
        page.markup(
          #"""
          <link rel="alternate" type="application/atom+xml" title="Changes" href="feed.xml">\#n
          """#)
      }
      LinkedData(site: site).write(to: &page)
    }
    return shell
  }

  private var facts: [(name: String, figure: String, note: String)] {
    let timelines = timelines
    var facts = [
      (name: "Datasets", figure: PageText.number(site.datasets.count), note: ""),
      (
        name: "Files", figure: PageText.number(timelines.reduce(0) { $0 &+ $1.rows }), note: ""
      ),
      (name: "Size", figure: PageText.bytes(timelines.clampedSum(of: \.bytes)), note: ""),
    ]
    let first = timelines.compactMap(\.first).min().map { String($0.prefix(4)) }
    let last = timelines.compactMap(\.last).max().map { String($0.prefix(4)) }
    if let first, let last {
      facts.append(
        (name: "Years", figure: first == last ? first : "\(first) to \(last)", note: ""))
    }
    return facts
  }

  private func about(_ page: inout HTMLWriter) {
    guard site.bucket["description"] != nil || site.bucket["contact"] != nil || !isComplete else {
      return
    }
    page.element("section", [.init("id", "about")]) { page in
      if let description = site.bucket["description"] {
        page.element("p", [.style("prose")]) { $0.text(description, limit: 20_000) }
      }
      if let contact = site.bucket["contact"] {
        page.element("p", [.style("quiet")], text: "Contact: \(contact)")
      }
      if !isComplete {
        page.element(
          "p",
          text: "? Some index files were missing or could not be read when this page was made, so "
            + "the coverage of some datasets is not complete.")
      }
    }
    page.markup("\n")
  }

  private func datasets(_ page: inout HTMLWriter) {
    page.element("section", [.init("id", "coverage")]) { page in
      page.element("h2") { page in
        page.text("Datasets ")
        page.element("small", text: PageText.number(site.datasets.count))
      }
      let axis = TimeAxis(timelines)
      if let axis {
        let controls = CoverageControls(axis: axis, hasFindings: false)
        axis.writeDefinitions(&page)
        controls.writeLegend(&page, of: timelines)
        controls.write(&page)
        axis.write(&page)
      }
      page.element("ul", [.style("datasets")]) { page in
        for dataset in site.datasets { row(dataset, on: axis, to: &page) }
      }
    }
    page.markup("\n")
  }

  private func row(_ dataset: SiteDataset, on axis: TimeAxis?, to page: inout HTMLWriter) {
    page.element("li", [.style("dataset")]) { page in
      page.element("div", [.style("head")]) { page in
        page.element(
          "a", [.style("name"), .made("href", dataset.link)],
          text: PageText.clipped(dataset.dataset.id, limit: 200))
        page.element(
          "span", [.style("title")], text: PageText.clipped(dataset.dataset.title, limit: 200))
        if let timeline = dataset.timeline, !timeline.years.isEmpty {
          page.element("span", [.style("num")], text: PageText.count(timeline.rows, of: "file"))
          page.element("span", [.style("num")], text: PageText.bytes(timeline.bytes))
        } else {
          page.element(
            "span", [.style("num")],
            text: dataset.timeline?.hasNoIndexFiles == true
              ? "no index files" : "no index file read")
        }
      }
      if let axis, let timeline = dataset.timeline {
        CoveragePicture(axis: axis, timeline: timeline).write(&page)
      }
    }
    page.markup("\n")
  }

  /// The datasets that changed last.
  private func changes(_ page: inout HTMLWriter) {
    let changes = site.changes
    guard !changes.isEmpty else { return }
    page.element("section", [.init("id", "changes")]) { page in
      page.element("h2") { page in
        page.text("Changes ")
        page.element("small") { page in
          page.element("a", [.init("href", "feed.xml")], text: "feed")
        }
      }
      page.element("ul") { page in
        for (dataset, time) in changes.prefix(10) {
          page.element("li") { page in
            page.text("\(time.rfc3339.prefix(10)) ")
            page.element(
              "a", [.made("href", dataset.link)],
              text: PageText.clipped(dataset.dataset.id, limit: 200))
          }
        }
      }
    }
    page.markup("\n")
  }
}
