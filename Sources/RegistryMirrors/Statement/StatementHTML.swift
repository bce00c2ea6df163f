internal import Formats
internal import RegistryReports
public import RegistryValidation

extension StatementCheck {
  /// The statement as one page to look at, in UTF-8.
  public var html: [UInt8] { MirrorPage(root: root).bytes }

  /// The statement as one page that also names what differs, and the years, in UTF-8.
  ///
  /// - Parameter report: The report of the verification that the statement is about.
  /// - Returns: The page.
  public func html(of report: Report) -> [UInt8] { MirrorPage(root: root, report: report).bytes }
}

/// The page of a statement: the verdict, the figures, the levels of assurance of each dataset.
private struct MirrorPage {
  let root: Node
  /// Names the files that differ; nil if only the statement is known.
  var report: Report?

  var bytes: [UInt8] {
    shell.page { page in
      datasets(&page)
      if let report {
        let sections = ReportSections(report: report)
        sections.writeLevels(&page)
        sections.write(&page)
      } else {
        findings(&page)
      }
      sample(&page)
      statement(&page)
    }
  }

  private var shell: PageShell {
    PageShell(
      title: "\(verdict.words): \(names.mirror)", kicker: "Statement of a mirror",
      verdict: verdict.words, look: verdict.look,
      subtitle: "\(names.mirror), a copy of \(names.source)" + scope,
      facts: facts,
      parts: parts,
      footer: [text("verification", "tool"), text("verification", "finished"), "times are in UTC"]
        .filter { !$0.isEmpty }.joined(separator: " · "))
  }

  private var parts: [(id: String, name: String)] {
    var parts = [(id: "datasets", name: "Datasets")]
    if let report {
      parts += [(id: "levels", name: "Years"), (id: "findings", name: "Findings")]
      if report.tally.activeTotal > 0 { parts.append((id: "files", name: "Files")) }
      parts.append((id: "not-evaluated", name: "Not evaluated"))
    }
    return parts + [(id: "sample", name: "Sample"), (id: "statement", name: "Statement")]
  }

  /// The sides by their addresses, and by the names of the verification if a copy has the address of
  /// its source.
  private var names: (mirror: String, source: String) {
    let (mirror, source) = (text("mirror", "endpoint"), text("source", "endpoint"))
    guard mirror == source else { return (mirror, source) }
    guard let summary = report?.mirror, let copy = summary.copies.first?.name,
      copy != summary.source
    else { return (mirror, "a bucket with the same address") }
    return ("\(copy) (\(mirror))", "\(summary.source) (\(source))")
  }

  /// The limits of the statement; empty if nothing is outside.
  private var scope: String {
    let scope = StatementScope(root)
    return scope.isPartial ? "; in scope: \(scope.text)" : ""
  }

  private var verdict: (words: String, look: PageShell.Look) {
    let verdict = root["verdict"]
    func isTrue(_ name: String) -> Bool { verdict?[name]?.bool == true }
    if !isTrue("consistent") { return ("The mirror differs from its source", .bad) }
    if isTrue("undetermined") { return ("Undetermined: some things could not be checked", .unsure) }
    guard isTrue("complete") else { return ("The same, but not complete", .bad) }
    let whole = StatementScope(root).isPartial ? "A part is complete" : "Complete"
    return ("\(whole) and the same\(assurance)", .good)
  }

  /// How the files were compared, by the weakest level; empty if their bytes are known to be the same.
  private var assurance: String {
    let counts = root["verification"]?["counts"]?.members.map(\.self) ?? []
    let found = counts.filter { ($0.value.integer ?? 0) > 0 }.map(\.key.text)
    switch found.compactMap({ AssuranceLevel(rawValue: $0) }).min() {
    case .content, .digest, nil: return ""
    case .crc: return " by checksum (CRC)"
    case .composite: return " by composite checksum"
    case .etag: return " by ETag"
    case .size: return " by size; content was not compared"
    case .listed, .unknown: return " by name; sizes and content were not compared"
    }
  }

  private var facts: [(name: String, figure: String, note: String)] {
    ["same", "differs", "missing", "extra", "stale", "moving"].compactMap { name in
      let count = root["verification"]?[name]?.integer
      return count.map { (name: name.capitalized, figure: PageText.number($0), note: "") }
    }
  }

  private func text(_ path: String...) -> String {
    var node: Node? = root
    for name in path { node = node?[name] }
    return node?.text ?? ""
  }

  /// The rules that have findings, since rows and catalogs count too.
  private func findings(_ page: inout HTMLWriter) {
    let findings = root["verification"]?["findings"]?.members.map(\.self) ?? []
    guard !findings.isEmpty else { return }
    page.element("section", [.init("id", "findings")]) { page in
      page.element("h2", text: "Findings")
      page.element("ul") { page in
        for finding in findings {
          let title = RuleBook.standard[finding.key.text]?.title ?? ""
          page.element("li", text: "\(finding.key.text): \(title) (\(finding.value.text))")
        }
      }
    }
  }

  private func datasets(_ page: inout HTMLWriter) {
    let entries = root["verification"]?["byDataset"]?.elements.map(\.self) ?? []
    page.element("section", [.init("id", "datasets")]) { page in
      page.element("h2") { page in
        page.text("Datasets ")
        page.element("small", text: "required level: \(text("verification", "requested"))")
      }
      if let lag = StatementCheck.lag(root) {
        page.element("p", text: "The mirror lags its source by \(lag).")
      }
      page.element("div", [.style("scroll"), .init("tabindex", "0")]) { page in
        page.element("table") { page in
          page.markup(
            #"""
            <thead><tr><th scope="col">Dataset</th><th class="r" scope="col">Files</th>\#
            <th class="r" scope="col">Missing</th><th class="r" scope="col">Differ</th>\#
            <th scope="col">Files by level of assurance</th></tr></thead><tbody>
            """#)
          for entry in entries { row(entry, to: &page) }
          page.markup("</tbody>")
        }
      }
    }
    page.markup("\n")
  }

  private func row(_ entry: Node, to page: inout HTMLWriter) {
    let bad = ["missing", "differs"].contains { (entry[$0]?.integer ?? 0) > 0 }
    page.element("tr") { page in
      page.element("th", [.init("scope", "row")]) { page in
        page.text(bad ? "✕ " : "✓ ")
        page.element("code", text: PageText.clipped(entry["id"]?.text ?? "", limit: 200))
      }
      for name in ["files", "missing", "differs"] {
        page.element("td", [.style("r")], text: PageText.number(entry[name]?.integer ?? 0))
      }
      let levels = entry["counts"]?.members.map { "\($0.value.text) \($0.key.text)" } ?? []
      page.element("td", text: levels.joined(separator: ", "))
    }
    page.markup("\n")
  }

  private func sample(_ page: inout HTMLWriter) {
    page.element("section", [.init("id", "sample")]) { page in
      page.element("h2", text: "Sample")
      guard let sample = root["verification"]?["sample"] else {
        return page.element("p", text: "No sample of objects was drawn to read its content.")
      }
      func number(_ name: String) -> String { sample[name]?.text ?? "" }
      page.element(
        "p",
        text: "Content of \(number("n")) of \(number("N")) objects was read (seed "
          + "\(number("seed"))); \(number("failures")) are bad. With a confidence of 95 %, at most "
          + "a share of \(number("upperBound")) is bad.")
    }
    page.markup("\n")
  }

  private func statement(_ page: inout HTMLWriter) {
    page.element("section", [.init("id", "statement")]) { page in
      page.element("h2", text: "Statement")
      page.element(
        "p", text: "scregistry mirror check-statement recomputes the statement with this digest:")
      page.element("p") { $0.element("code", text: text("digest")) }
    }
    page.markup("\n")
  }
}

extension String {
  /// The word with its first letter in upper case.
  fileprivate var capitalized: String { prefix(1).uppercased() + dropFirst() }
}
