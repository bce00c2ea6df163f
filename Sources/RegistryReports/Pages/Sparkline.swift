/// Numbers over time as lines, without an axis: the title says them in words.
struct Sparkline {
  /// The lines, each with the class that says how it looks.
  let lines: [(style: String, values: [Int])]
  /// The picture in words.
  let title: String

  /// Writes the picture.
  ///
  /// - Parameters:
  ///   - page: The page.
  ///   - style: The class that sets the size.
  func write(_ page: inout HTMLWriter, style: String) {
    let count = lines.map(\.values.count).max() ?? 0
    let greatest = Swift.max(1, lines.flatMap(\.values).max() ?? 0)
    page.element(
      "svg",
      [
        .style(style), .init("role", "img"),
        .made("viewBox", "0 -4 \(Swift.max(1, count - 1)) 108"),
        .init("preserveAspectRatio", "none"),
      ]
    ) { page in
      page.element("title", text: title)
      for line in lines {
        let points = line.values.enumerated().map { index, value in
          "\(index == 0 ? "M" : "L")\(index) \(100 - Int(Double(value) * 100 / Double(greatest)))"
        }
        page.open("path", [.style(line.style), .made("d", points.joined())])
        page.close("path")
      }
    }
  }
}
