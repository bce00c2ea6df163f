internal import RegistryReports
internal import RegistryValidation
internal import SharedCloudRegistry

/// The page of one dataset.
struct DatasetPage {
  let site: SiteFrame
  let dataset: SiteDataset

  private var entry: Dataset { dataset.dataset }

  /// The page in UTF-8.
  var bytes: [UInt8] {
    shell.page { page in
      about(&page)
      coverage(&page)
      years(&page)
      AccessSection(site: site, dataset: dataset).write(&page)
      citation(&page)
    }
  }

  private var shell: PageShell {
    var parts = [(id: "about", name: "About"), (id: "coverage", name: "Coverage")]
    if hasYears { parts.append((id: "years", name: "Years")) }
    parts.append((id: "access", name: "How to get it"))
    if citationText != nil { parts.append((id: "citation", name: "Citation")) }
    var shell = PageShell(
      title: "\(dataset.title) · \(site.name)", kicker: site.name, verdict: dataset.title,
      look: .plain, subtitle: PageText.clipped(entry.id, limit: 400), facts: facts, parts: parts,
      footer: site.footer)
    shell.home = "../index.html"
    shell.head = { page in
      if let address = site.address(of: dataset.link) {
        page.open("link", [.init("rel", "canonical"), .made("href", address)])
        page.markup("\n")
      }
      LinkedData(site: site).write(dataset, to: &page)
    }
    return shell
  }

  private var facts: [(name: String, figure: String, note: String)] {
    var facts: [(name: String, figure: String, note: String)] = []
    if let timeline = dataset.timeline, !timeline.years.isEmpty {
      facts.append((name: "Files", figure: PageText.number(timeline.rows), note: ""))
      facts.append((name: "Size", figure: PageText.bytes(timeline.bytes), note: ""))
    }
    if let start = dataset.start { facts.append((name: "From", figure: Self.day(start), note: "")) }
    if let stop = dataset.stop { facts.append((name: "To", figure: Self.day(stop), note: "")) }
    if let changed = entry.modification {
      facts.append((name: "Changed", figure: Self.day(changed.rfc3339), note: ""))
    }
    return facts
  }

  private static func day(_ text: String) -> String { String(text.prefix(10)) }

  // MARK: - About

  private func about(_ page: inout HTMLWriter) {
    page.element("section", [.init("id", "about")]) { page in
      page.element("h2", text: "About")
      if let description = entry["description"], !description.isEmpty {
        page.element("p", [.style("prose")]) { page in
          let lines = PageText.clipped(description, limit: 20_000)
            .split(whereSeparator: \.isNewline)
          for line in lines {
            page.text(String(line), limit: 20_000)
            page.markup("\n")
          }
        }
      }
      page.element("dl", [.style("fields")]) { page in
        for field in fields {
          page.element("dt", text: field.name)
          page.element("dd") { page in
            if let link = WebLink(field.value) {
              page.element(
                "a", [.made("href", link.text), .init("rel", "noopener noreferrer nofollow")],
                text: link.text)
            } else {
              page.text(field.value, limit: 4000)
            }
          }
        }
      }
    }
    page.markup("\n")
  }

  private var fields: [(name: String, value: String)] {
    var fields = [(name: "Id", value: entry.id), (name: "Index files", value: entry.index)]
    // A long title is cut at the top.
    if PageText.clipped(entry.title, limit: PageShell.titleLimit) != entry.title {
      fields.insert((name: "Title", value: entry.title), at: 0)
    }
    func add(_ name: String, value: String?) {
      if let value, !value.isEmpty { fields.append((name: name, value: value)) }
    }
    add("Start", value: entry.start?.text ?? (entry.isStatic ? "static" : nil))
    add("Stop", value: entry.stop?.text)
    add("File types", value: entry.fileTypes.joined(separator: ", "))
    add("Index type", value: entry.indexType)
    add("About", value: entry["about"])
    add("Resource", value: entry["resource"])
    add("Contact", value: entry["contact"] ?? site.bucket["contact"])
    add("Collections", value: entry.collections.joined(separator: ", "))
    add("Tags", value: entry.texts("tags").joined(separator: ", "))
    add("Created", value: entry["creation"])
    add("Verified", value: entry["verified"])
    add("Expires", value: entry["expiration"])
    return fields
  }

  // MARK: - Coverage

  private func coverage(_ page: inout HTMLWriter) {
    page.element("section", [.init("id", "coverage")]) { page in
      page.element("h2", text: "Coverage")
      guard let timeline = dataset.timeline, let axis = TimeAxis([timeline]) else {
        let isMissing = dataset.timeline?.hasNoIndexFiles == true
        return page.element(
          "p",
          text: isMissing
            ? "There was no index file when this page was made."
            : "No index file could be read when this page was made.")
      }
      let controls = CoverageControls(axis: axis, hasFindings: false)
      axis.writeDefinitions(&page)
      controls.writeLegend(&page, of: [timeline])
      controls.write(&page, hasNames: false)
      axis.write(&page)
      CoveragePicture(axis: axis, timeline: timeline).write(&page)
      let words = TimelineText(timeline)
      if let first = timeline.first, let last = timeline.last {
        let cadence = words.cadence.map { ", \($0)" } ?? ""
        page.element("p", text: "Files from \(first) to \(last)\(cadence). Days are in UTC.")
      }
      words.writeGaps(&page, limit: 15)
      if let sizes = timeline.sizes {
        page.element("h3", text: "Sizes of the files")
        let picture = SizesPicture(axis: axis, timeline: timeline, sizes: sizes, limit: 100)
        picture.write(&page)
        picture.writeTable(&page)
      }
    }
    page.markup("\n")
  }

  private var hasYears: Bool { dataset.timeline.map { !$0.years.isEmpty } ?? false }

  private func years(_ page: inout HTMLWriter) {
    guard hasYears, let timeline = dataset.timeline else { return }
    page.element("section", [.init("id", "years")]) { page in
      page.element("h2", text: "Years")
      page.element("div", [.style("scroll"), .init("tabindex", "0")]) { page in
        page.element("table") { page in
          page.markup(
            #"""
            <thead><tr><th scope="col">Year</th><th class="r" scope="col">Files</th>\#
            <th class="r" scope="col">Size</th><th scope="col">Index file</th></tr></thead><tbody>
            """#)
          for year in timeline.years {
            let name = year.uri.split(separator: "/").last.map(String.init) ?? year.uri
            page.element("tr") { page in
              page.element("th", [.init("scope", "row")], text: year.year.map(String.init) ?? "all")
              page.element("td", [.style("r")], text: PageText.number(year.rows))
              page.element("td", [.style("r")], text: PageText.bytes(year.bytes))
              page.element("td") { page in
                page.element("code", text: PageText.clipped(name, limit: 200))
              }
            }
          }
          page.markup("</tbody>")
        }
      }
    }
    page.markup("\n")
  }

  // MARK: - Citation

  private var citationText: String? {
    let text = entry["citation"] ?? site.bucket["citation"]
    return text.flatMap { $0.isEmpty ? nil : $0 }
  }

  private func citation(_ page: inout HTMLWriter) {
    guard let text = citationText else { return }
    page.element("section", [.init("id", "citation")]) { page in
      page.element("h2", text: "Citation")
      page.element("p") { page in
        page.element("code", text: text)
        page.text(" ")
        page.element("button", [.style("js"), .init("data-copy", nil)], text: "copy")
      }
    }
    page.markup("\n")
  }
}
