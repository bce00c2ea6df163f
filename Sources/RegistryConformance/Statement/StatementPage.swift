internal import Formats
internal import RegistryValidation

/// Writes a statement as one self-contained HTML page: no scripts, no other files.
struct StatementPage {
  let statement: RegistryStatement

  /// The page.
  var bytes: [UInt8] {
    var page = HTMLWriter(title: "Conformance statement of \(statement.target)", style: Self.style)
    page.element("h1", text: "Conformance statement")
    page.begin("dl")
    for fact in statement.facts {
      page.element("dt", text: fact.name)
      page.element("dd", text: fact.value)
    }
    page.end("dl")
    page.element("p", text: statement.summaryLine.capitalizedFirst + ".")
    writeSummary(&page)
    for area in statement.areas { write(area, into: &page) }
    if !statement.notices.isEmpty {
      page.element("h2", text: "Not evaluated")
      page.begin("ul")
      for notice in statement.notices { page.element("li", text: notice) }
      page.end("ul")
    }
    page.element(
      "p", text: "Content digest: \(ContentDigest.method).", attributes: ["class": "method"])
    return page.finish()
  }

  private func writeSummary(_ page: inout HTMLWriter) {
    page.begin("table")
    page.element("caption", text: "Requirements by level and outcome")
    page.row(["Level"] + RegistryStatement.Outcome.allCases.map { $0.words.capitalizedFirst })
    let levels: [RequirementLevel] = [.must, .should, .may]
    for level in levels {
      page.begin("tr")
      page.element("th", text: level.rawValue, attributes: ["scope": "row"])
      for outcome in RegistryStatement.Outcome.allCases {
        page.element(
          "td", text: "\(statement.count(outcome, level: level))", attributes: ["class": "number"])
      }
      page.end("tr")
    }
    page.end("table")
  }

  private func write(_ area: String, into page: inout HTMLWriter) {
    page.element("h2", text: area.capitalizedFirst)
    page.begin("table")
    page.element("caption", text: "Requirements on \(area)")
    page.row(["Requirement", "Level", "Outcome", "Findings", "Checked", "Rules"])
    for row in statement.rows where row.requirement.area == area {
      page.begin("tr", attributes: ["class": row.outcome.rawValue])
      page.begin("th", attributes: ["scope": "row"])
      page.element("code", text: row.requirement.id)
      page.element("span", text: row.requirement.statement)
      page.end("th")
      page.element("td", text: row.requirement.level.rawValue)
      page.element("td", text: row.outcome.words + (row.reason.map { ": \($0)" } ?? ""))
      page.element("td", text: "\(row.findings)", attributes: ["class": "number"])
      page.element("td", text: "\(row.inputs)", attributes: ["class": "number"])
      page.element("td", text: row.rules.joined(separator: " "))
      page.end("tr")
    }
    page.end("table")
  }

  private static let style = """
    :root { color-scheme: light dark; }
    body { font: 1rem/1.5 system-ui, sans-serif; max-width: 70rem; margin: 2rem auto;
      padding: 0 1rem; }
    dl { display: grid; grid-template-columns: max-content auto; gap: .25rem 1rem; }
    dt { font-weight: 600; } dd { margin: 0; overflow-wrap: anywhere; }
    table { border-collapse: collapse; width: 100%; margin: 1rem 0; }
    caption { text-align: left; font-weight: 600; padding: .25rem 0; }
    th, td { border: 1px solid #8888; padding: .3rem .5rem; text-align: left;
      vertical-align: top; font-weight: normal; }
    thead th { font-weight: 600; }
    th code { display: block; } .number { text-align: right; }
    tr.violated td:nth-child(3) { font-weight: 700; border-left: .4rem solid #c00; }
    tr.met td:nth-child(3) { border-left: .4rem solid #080; }
    tr.not-evaluated td:nth-child(3) { border-left: .4rem solid #b80; }
    .method { font-size: .875rem; }
    """
}

/// Writes HTML: whatever the strings contain, the page is well-formed and shows them unchanged.
struct HTMLWriter {
  private var bytes: [UInt8] = []

  /// Begins a page.
  init(title: String, style: String) {
    append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
    append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
    // Even a faulty page can load and run nothing.
    append(
      "<meta http-equiv=\"Content-Security-Policy\" "
        + "content=\"default-src 'none'; style-src 'unsafe-inline'\">\n")
    element("title", text: title)
    append("<style>\n\(style)\n</style>\n</head>\n<body>\n<main>\n")
  }

  /// Begins an element.
  mutating func begin(_ name: String, attributes: [String: String] = [:]) {
    append("<\(name)")
    for (key, value) in attributes.sorted(by: { $0.key < $1.key }) {
      append(" \(key)=\"")
      XMLText.append(value, isAttribute: true, to: &bytes)
      append("\"")
    }
    append(">")
  }

  /// Ends an element.
  mutating func end(_ name: String) { append("</\(name)>\n") }

  /// Writes an element with text in it.
  mutating func element(_ name: String, text: String, attributes: [String: String] = [:]) {
    begin(name, attributes: attributes)
    XMLText.append(HarmlessText.of(text), isAttribute: false, to: &bytes)
    end(name)
  }

  /// Writes the head of a table.
  mutating func row(_ titles: [String]) {
    begin("thead")
    begin("tr")
    for title in titles { element("th", text: title, attributes: ["scope": "col"]) }
    end("tr")
    end("thead")
  }

  /// Ends the page.
  ///
  /// - Returns: The page.
  mutating func finish() -> [UInt8] {
    append("</main>\n</body>\n</html>\n")
    return bytes
  }

  private mutating func append(_ text: String) { bytes.append(contentsOf: text.utf8) }
}
