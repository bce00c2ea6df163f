/// Numbers over time as lines, with the numbers at the side and the dates below.
struct HistoryChart {
  /// The lines, each with the class that says how it looks.
  let lines: [(style: String, values: [Int])]
  /// The days of the first and of the last run.
  let first: String
  let last: String
  /// The picture in words.
  let title: String

  /// The size of the picture, and where the lines are in it.
  private static let (width, height, left, top, bottom) = (640, 150, 52, 10, 126)

  /// Writes the picture.
  func write(_ page: inout HTMLWriter) {
    let greatest = Swift.max(1, lines.flatMap(\.values).max() ?? 0)
    let count = lines.map(\.values.count).max() ?? 0
    page.element(
      "svg",
      [
        .style("course"), .init("role", "img"),
        .made("viewBox", "0 0 \(Self.width) \(Self.height)"),
      ]
    ) { page in
      page.element("title", text: title)
      page.markup("<g fill=\"currentColor\" font-size=\"13\">")
      for value in Self.marks(greatest) {
        let place = Self.row(value, of: greatest)
        page.open(
          "path",
          [
            .made("d", "M\(Self.left) \(place)H\(Self.width)"), .init("stroke", "currentColor"),
            .init("opacity", "0.2"),
          ])
        page.close("path")
        label(
          PageText.short(value), x: Self.left - 8, y: place + 4, anchor: "end", to: &page)
      }
      label(first, x: Self.left, y: Self.height - 4, anchor: "start", to: &page)
      label(last, x: Self.width, y: Self.height - 4, anchor: "end", to: &page)
      page.markup("</g>")
      for line in lines {
        let points = line.values.enumerated().map { index, value in
          let x = Self.left + index * (Self.width - Self.left) / Swift.max(1, count - 1)
          return "\(index == 0 ? "M" : "L")\(x) \(Self.row(value, of: greatest))"
        }
        page.open("path", [.style(line.style), .made("d", points.joined())])
        page.close("path")
      }
    }
  }

  /// The numbers at the side: none, the greatest one, and one between if there is a whole one.
  private static func marks(_ greatest: Int) -> [Int] {
    greatest > 1 ? [0, greatest / 2, greatest] : [0, greatest]
  }

  private static func row(_ value: Int, of greatest: Int) -> Int {
    bottom - Int((Double(value) * Double(bottom - top) / Double(greatest)).rounded())
  }

  private func label(
    _ text: String, x: Int, y: Int, anchor: String, to page: inout HTMLWriter
  ) {
    page.element(
      "text", [.made("x", "\(x)"), .made("y", "\(y)"), .made("text-anchor", anchor)], text: text)
  }
}
