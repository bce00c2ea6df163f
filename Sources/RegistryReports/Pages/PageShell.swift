internal import CPageFiles
internal import RegistryValidation

/// The frame of every page: one file with its style and script, which asks nothing of a server.
package struct PageShell {
  /// The title of the page.
  package var title: String
  /// The word above the verdict.
  package var kicker: String
  /// The verdict in words.
  package var verdict: String
  /// How the verdict looks.
  package var look: Look
  /// The line below the verdict.
  package var subtitle: String
  /// The figures below it: a name, a figure, and what follows it in small letters.
  package var facts: [(name: String, figure: String, note: String)]
  /// The parts of the page: the id of the section, and its name.
  package var parts: [(id: String, name: String)]
  /// The last line.
  package var footer: String
  /// Where the word above the verdict leads; nil for nowhere.
  package var home: String?
  /// Writes what the head of the page has besides.
  package var head: (inout HTMLWriter) -> Void = { _ in }

  /// Makes a page; titles are cut to ``titleLimit``, since long ones hide the rest of the page.
  ///
  /// - Parameters:
  ///   - title: The title of the page.
  ///   - kicker: The word above the verdict.
  ///   - verdict: The verdict in words.
  ///   - look: How the verdict looks.
  ///   - subtitle: The line below the verdict.
  ///   - facts: The figures below it.
  ///   - parts: The parts of the page.
  ///   - footer: The last line.
  package init(
    title: String, kicker: String, verdict: String, look: Look, subtitle: String,
    facts: [(name: String, figure: String, note: String)], parts: [(id: String, name: String)],
    footer: String
  ) {
    self.title = title
    self.kicker = kicker
    self.verdict = verdict
    self.look = look
    self.subtitle = subtitle
    self.facts = facts
    self.parts = parts
    self.footer = footer
  }

  /// The largest number of scalars of a title at the top of a page.
  package static let titleLimit = 200

  /// How a verdict looks, in colour and in shape.
  package enum Look: String {
    /// Everything is right.
    case good
    /// Something is wrong.
    case bad
    /// Something is not known.
    case unsure
    /// The page has no verdict.
    case plain

    /// The sign in the shape.
    package var sign: String {
      switch self {
      case .good: "✓"
      case .bad: "✕"
      case .unsure: "?"
      case .plain: ""
      }
    }
  }

  /// Writes the page.
  ///
  /// - Parameter content: Writes the sections.
  /// - Returns: The page in UTF-8.
  package func page(_ content: (inout HTMLWriter) -> Void) -> [UInt8] {
    var page = HTMLWriter()
    page.markup("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
    page.open(
      "meta",
      [
        .init("http-equiv", "Content-Security-Policy"),
        .made("content", PagePolicy.text),
      ])
    page.markup(
      #"""
      \#n<meta name="viewport" content="width=device-width, initial-scale=1">\#n\#
      <meta name="referrer" content="no-referrer">\#n
      """#)
    page.element("title", text: PageText.clipped(title, limit: 2 * Self.titleLimit))
    page.markup("\n")
    head(&page)
    page.markup("<style>")
    page.raw(Self.style)
    page.markup("</style>\n</head>\n<body>\n")
    band(&page)
    contents(&page)
    page.markup("<main class=\"wrap\">\n")
    content(&page)
    page.markup("</main>\n<footer class=\"wrap\">")
    page.text(footer)
    page.markup("</footer>\n<script>")
    page.raw(Self.script)
    page.markup("</script>\n</body>\n</html>\n")
    return page.bytes
  }

  private func band(_ page: inout HTMLWriter) {
    page.element("header", [.style("band \(look.rawValue)")]) { page in
      page.element("div", [.style("wrap")]) { page in
        page.element("p", [.style("kicker")]) { page in
          guard let home else { return page.text(kicker) }
          page.element("a", [.init("href", home)], text: kicker)
        }
        page.element("h1") { page in
          if look != .plain {
            page.element(
              "span", [.style("shape"), .init("aria-hidden", "true")], text: look.sign)
          }
          page.text(PageText.clipped(verdict, limit: Self.titleLimit))
        }
        page.element("p", [.style("target")], text: subtitle)
        page.element("dl", [.style("facts")]) { page in
          for fact in facts {
            page.element("div") { page in
              page.element("dt", text: fact.name)
              page.element("dd") { page in
                page.text(fact.figure)
                if !fact.note.isEmpty { page.element("small", text: " " + fact.note) }
              }
            }
          }
        }
      }
    }
    page.markup("\n")
  }

  private func contents(_ page: inout HTMLWriter) {
    page.element("nav", [.style("toc"), .init("aria-label", "Parts of the page")]) { page in
      page.element("div", [.style("wrap")]) { page in
        for part in parts {
          page.element("a", [.init("href", "#" + part.id)], text: part.name)
        }
      }
    }
    page.markup("\n")
  }

  private static var style: [UInt8] {
    unsafe Array(UnsafeBufferPointer(start: page_style_start(), count: page_style_count))
  }

  private static var script: [UInt8] {
    unsafe Array(UnsafeBufferPointer(start: page_script_start(), count: page_script_count))
  }
}
