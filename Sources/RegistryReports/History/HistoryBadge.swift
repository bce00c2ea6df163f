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
      text(Self.label, x: left / 2, width: left - Self.margins, to: &page)
      text(words, x: left + right / 2, width: right - Self.margins, to: &page)
      page.markup("</g>")
    }
    page.markup("\n")
    return page.bytes
  }

  /// The space at both sides of a text.
  private static let margins = 12

  /// The width of a field.
  private static func width(of text: String) -> Int {
    let tenths = text.reduce(0) { $0 + (widths[$1] ?? 70) }
    return (tenths + 9) / 10 + margins
  }

  /// The widths of the letters that are not as wide as a digit, in tenths of a pixel: those of
  /// Verdana at 11 px.
  private static let widths: [Character: Int] = [
    " ": 39, ",": 40, "!": 43, "?": 60, "✓": 90, "a": 66, "c": 57, "e": 66, "f": 39, "i": 30,
    "j": 38, "k": 65, "l": 30, "m": 107, "o": 67, "r": 47, "s": 57, "t": 43, "v": 65, "w": 90,
    "x": 65, "y": 65, "z": 58,
  ]

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
