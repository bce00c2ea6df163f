internal import Formats
internal import RegistryValidation

/// The verdict of the last run as a badge.
struct HistoryBadge {
  let history: ReportHistory

  /// The words at the left.
  private static let label = "registry"

  /// The words at the right, with how they look.
  private var message: (words: String, look: PageShell.Look) {
    guard let point = history.points.last else { return ("no runs", .unsure) }
    switch point.verdict {
    case .noViolations: return ("no violations", .good)
    case .undetermined: return ("undetermined", .unsure)
    case .violations:
      let errors = point.count(of: .error)
      return (errors > 0 ? PageText.count(errors, of: "error") : "violations", .bad)
    }
  }

  /// The document that services such as shields.io read.
  var document: [UInt8] {
    let color =
      switch message.look {
      case .good: "brightgreen"
      case .bad: "red"
      case .unsure, .plain: "yellow"
      }
    return JSONWriter.write([
      "schemaVersion": 1, "label": .string(Self.label), "message": .string(message.words),
      "color": .string(color),
    ])
  }

  /// The picture: two fields with text, which tells the verdict without the colour.
  var picture: [UInt8] {
    let words = "\(message.look.sign) \(message.words)"
    let color =
      switch message.look {
      case .good: "#176b3a"
      case .bad: "#b3261e"
      case .unsure, .plain: "#8a5000"
      }
    let (left, right) = (Self.width(of: Self.label), Self.width(of: words))
    var page = HTMLWriter()
    page.element(
      "svg",
      [
        .init("xmlns", "http://www.w3.org/2000/svg"), .made("width", "\(left + right)"),
        .init("height", "20"), .init("role", "img"),
        .init("aria-label", "\(Self.label): \(message.words)"),
      ]
    ) { page in
      page.element("title", text: "\(Self.label): \(message.words)")
      page.markup("<clipPath id=\"r\">")
      rectangle(x: 0, width: left + right, more: [.init("rx", "3")], &page)
      page.markup("</clipPath><g clip-path=\"url(#r)\">")
      rectangle(x: 0, width: left, more: [.init("fill", "#3d4148")], &page)
      rectangle(x: left, width: right, more: [.init("fill", color)], &page)
      page.markup(
        #"""
        </g><g fill="#fff" text-anchor="middle" \#
        font-family="Verdana,Geneva,DejaVu Sans,sans-serif" font-size="11">
        """#)
      text(Self.label, x: left / 2, width: left - 12, to: &page)
      text(words, x: left + right / 2, width: right - 12, to: &page)
      page.markup("</g>")
    }
    page.markup("\n")
    return page.bytes
  }

  /// The width of a field: letters of 11 px are 7 px wide on average.
  private static func width(of text: String) -> Int { text.unicodeScalars.count * 7 + 12 }

  private func rectangle(
    x: Int, width: Int, more: [HTMLWriter.Attribute], _ page: inout HTMLWriter
  ) {
    page.open(
      "rect", [.made("x", "\(x)"), .made("width", "\(width)"), .init("height", "20")] + more)
    page.close("rect")
  }

  private func text(_ text: String, x: Int, width: Int, to page: inout HTMLWriter) {
    // Fonts differ, so the length is set.
    page.element(
      "text", [.made("x", "\(x)"), .init("y", "14"), .made("textLength", "\(width)")], text: text)
  }
}
