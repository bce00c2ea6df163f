internal import Formats
internal import RegistryValidation

/// One finding on a page: the place, the fault, the line with a mark below the part at fault.
struct FindingText {
  let finding: Finding

  /// The largest number of scalars of a line that are shown.
  private static let lineLimit = 160

  /// Writes the finding.
  func write(_ page: inout HTMLWriter) {
    let times = finding.occurrences > 1 ? [finding.occurrences] : []
    page.element(
      "div", [.style("finding")] + times.map { .init("data-times", String($0)) }
    ) { page in
      page.element("p", [.style("where")]) { page in
        page.element("code", text: place)
        page.text(" ")
        page.element("button", [.style("js"), .init("data-copy", nil)], text: "copy")
        if let dataset = finding.dataset {
          page.text(" ")
          page.element("span", [.style("of")], text: PageText.clipped(dataset, limit: 200))
        }
        if finding.occurrences > 1 { page.text(" (\(PageText.number(finding.occurrences)) times)") }
        if let fix = finding.fix {
          page.text(
            fix.safety == .safe
              ? " · scregistry fix repairs it" : " · scregistry fix --unsafe repairs it")
        }
      }
      page.element("p", text: finding.message)
      excerpt(&page)
      for related in finding.related.prefix(3) {
        let line = related.line.map { ":\($0)" } ?? ""
        page.element(
          "p", [.style("where")], text: "see also \(related.uri)\(line) \(related.message)")
      }
    }
    page.markup("\n")
  }

  private var place: String {
    let location = finding.location
    let uri = PageText.clipped(location.uri, limit: 400)
    if let line = location.line { return "\(uri):\(line):\(location.column ?? 1)" }
    return location.placeInTable.map { "\(uri): \($0)" } ?? uri
  }

  private func excerpt(_ page: inout HTMLWriter) {
    guard let excerpt = finding.excerpt, finding.location.line != nil else { return }
    let scalars = Array(excerpt.text.unicodeScalars.map { $0 == "\t" ? " " : $0 })
    // Lines are shown from a little before the fault if they are long.
    let column = Swift.max(0, excerpt.column - 1)
    let start = column < Self.lineLimit / 2 ? 0 : column - Self.lineLimit / 4
    let shown = Array(scalars.dropFirst(start).prefix(Self.lineLimit))
    guard !shown.isEmpty else { return }
    let before = Self.text(scalars.dropFirst(start).prefix(column - start))
    let text = (start > 0 ? "…" : "") + Self.text(shown)
    let isCut = start + shown.count < scalars.count
    let length = Swift.max(1, Swift.min(excerpt.length, shown.count - (column - start)))
    let indent = HarmlessText.of(before).unicodeScalars.count + (start > 0 ? 1 : 0)
    page.element("pre", [.init("tabindex", "0")]) { page in
      page.text(text + (isCut ? "…" : ""))
      page.markup("\n")
      page.text(
        String(repeating: " ", count: indent) + String(repeating: "^", count: Swift.max(1, length)))
    }
  }

  private static func text(_ scalars: some Sequence<Unicode.Scalar>) -> String {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars)
    return String(view)
  }
}

/// What a rule asks for, why, and how to fix a fault.
struct RuleText {
  let rule: Rule
  /// The address of its page; nil for no link.
  var address: String?

  /// Writes the text.
  func write(_ page: inout HTMLWriter) {
    page.element("p", [.style("do")], text: rule.help)
    page.element("details", [.style("more")]) { page in
      page.element("summary", text: "About \(rule.code)")
      page.element("p", text: rule.title)
      page.element("p", text: rule.explanation)
      let section = rule.section.isEmpty ? "" : ", section \(rule.section) of the specification"
      let standing =
        rule.scope == .mirror
        ? "A proposal of this project, \(rule.basis.rawValue)"
        : "\(rule.level.rawValue), \(rule.basis.rawValue)\(section)"
      let quote = rule.quote.map { ": \"\($0)\"" } ?? ""
      page.element(
        "p", [.style("quiet")],
        text: "\(standing)\(quote). "
          + "scregistry explain \(rule.code) prints all of it.")
      if let address {
        page.element("p") { page in
          page.element(
            "a", [.init("href", address)], text: "The page of \(rule.code), with examples")
        }
      }
    }
  }
}
