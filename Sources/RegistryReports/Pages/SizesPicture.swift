package import RegistryValidation

/// The sizes of the files of a dataset over time: from the least to the greatest, and the median.
///
/// The picture is on the axis of the coverage, so the same days are above one another.
package struct SizesPicture {
  let axis: TimeAxis
  let timeline: Timeline
  let sizes: Timeline.Sizes
  /// The largest number of bins to draw.
  let limit: Int

  /// Makes a picture.
  ///
  /// - Parameters:
  ///   - axis: The time axis.
  ///   - timeline: What the index files list.
  ///   - sizes: The sizes of the files.
  ///   - limit: The largest number of bins to draw.
  package init(axis: TimeAxis, timeline: Timeline, sizes: Timeline.Sizes, limit: Int) {
    self.axis = axis
    self.timeline = timeline
    self.sizes = sizes
    self.limit = limit
  }

  /// The number of bins from which a picture has a scale; with fewer the page has to stay small.
  private static let leastBinsWithScale = 40

  /// Writes the picture.
  package func write(_ page: inout HTMLWriter) {
    let bins = bins(atMost: limit)
    guard let greatest = bins.map(\.max).max(), greatest > 0 else { return }
    page.element("svg", [.style("bar"), .init("role", "img")]) { page in
      page.element("title", text: description)
      page.element(
        "svg",
        [
          .init("width", "100%"), .init("height", "34"),
          .made("viewBox", "0 0 \(axis.days) 100"), .init("preserveAspectRatio", "none"),
        ]
      ) { page in
        func height(_ size: Int) -> Int { 100 - Int(Double(size) * 100 / Double(greatest)) }
        var range = ""
        var middle = ""
        for bin in bins where bin.files > 0 {
          // Bins may begin before the first year and end after the last one.
          let from = Swift.max(bin.day - axis.from, 0)
          let days = Swift.min(bin.day - axis.from + bin.days, axis.days) - from
          guard days > 0 else { continue }
          let (top, bottom) = (height(bin.max), Swift.max(height(bin.min), height(bin.max) + 1))
          range += "M\(from) \(top)h\(days)v\(bottom - top)h-\(days)z"
          middle += "M\(from) \(height(bin.median))h\(days)"
        }
        page.open("path", [.style("range"), .made("d", range)])
        page.close("path")
        page.open("path", [.style("middle"), .made("d", middle)])
        page.close("path")
      }
      guard limit >= Self.leastBinsWithScale else { return }
      // The scale: from the base line to the greatest size.
      page.markup("<line class=\"grid\" x2=\"100%\" y1=\"34\" y2=\"34\"/>")
      page.element(
        "text", [.style("scale"), .init("y", "10")], text: PageText.bytes(greatest))
      page.element("text", [.style("scale"), .init("y", "33")], text: "0")
    }
  }

  /// Writes the picture in words, and its numbers, several periods in one if they are many.
  ///
  /// - Parameters:
  ///   - page: The page.
  ///   - rows: The largest number of rows of the table.
  package func writeTable(_ page: inout HTMLWriter, rows: Int = 24) {
    page.element("p", [.style("quiet")], text: description)
    let bins = bins(atMost: rows).filter { $0.files > 0 }
    page.element("details", [.style("more")]) { page in
      page.element("summary", text: "Sizes as a table")
      page.element("div", [.style("scroll"), .init("tabindex", "0")]) { page in
        page.element("table", [.style("figures")]) { page in
          page.markup(
            #"""
            <thead><tr><th scope="col">Period</th><th scope="col">Files</th>\#
            <th scope="col">Least</th><th scope="col">Median</th>\#
            <th scope="col">Greatest</th></tr></thead><tbody>
            """#)
          for bin in bins {
            page.element("tr") { page in
              page.element(
                "th", [.init("scope", "row")],
                text: "\(TimeAxis.text(bin.day)) to \(TimeAxis.text(bin.day + bin.days - 1))")
              page.element("td", text: PageText.number(bin.files))
              for size in [bin.min, bin.median, bin.max] {
                page.element("td", text: PageText.bytes(size))
              }
            }
          }
          page.markup("</tbody>")
        }
      }
    }
  }

  /// Writes the sizes of several datasets as one table, a row for each.
  ///
  /// - Parameters:
  ///   - timelines: The datasets.
  ///   - page: The page.
  static func writeTable(of timelines: ArraySlice<Timeline>, to page: inout HTMLWriter) {
    page.element("details", [.style("more")]) { page in
      page.element("summary", text: "Sizes as a table")
      page.element("table", [.style("figures")]) { page in
        page.markup(
          #"""
          <thead><tr><th scope="col">Dataset</th><th scope="col">Least</th>\#
          <th scope="col">Usual</th><th scope="col">Greatest</th>\#
          </tr></thead><tbody>
          """#)
        for timeline in timelines {
          guard let sizes = timeline.sizes else { continue }
          let filled = sizes.files.indices.filter { sizes.files[$0] > 0 }
          let medians = filled.map { sizes.median[$0] }.sorted()
          let shown = [
            filled.map { sizes.min[$0] }.min(), medians.isEmpty ? nil : medians[medians.count / 2],
            filled.map { sizes.max[$0] }.max(),
          ]
          page.element("tr") { page in
            page.element(
              "th", [.init("scope", "row")], text: PageText.clipped(timeline.dataset, limit: 60))
            for size in shown {
              page.element("td", text: PageText.bytes(size ?? 0))
            }
          }
        }
        page.markup("</tbody>")
      }
    }
  }

  /// The number of files of unusual size that are named.
  private static let namedFiles = 3

  /// The picture in words.
  private var description: String {
    let bins = bins(atMost: limit)
    let filled = bins.filter { $0.files > 0 }
    guard let least = filled.map(\.min).min(), let greatest = filled.map(\.max).max() else {
      return "no sizes"
    }
    // Bins may begin before the first row and end after the last one.
    let day = Swift.max(sizes.from, timeline.covered.first?.from ?? sizes.from)
    let end = sizes.from + sizes.days * sizes.files.count
    let last = Swift.min(end, timeline.covered.last?.to ?? end) - 1
    let text =
      "Sizes from \(TimeAxis.text(day)) to \(TimeAxis.text(last)): "
      + "\(PageText.bytes(least)) to \(PageText.bytes(greatest)), "
      + "usually about \(PageText.bytes(usual))"
    guard sizes.unusualCount > 0 else { return text }
    let files = sizes.unusual.prefix(Self.namedFiles).map { file in
      "\(PageText.bytes(file.bytes)) in the row of \(file.start)"
    }
    let more = sizes.unusualCount - files.count
    return text + "; unusual: " + files.joined(separator: ", ")
      + (more > 0 ? " and \(PageText.number(more)) more" : "")
  }

  /// The median of the medians.
  private var usual: Int {
    let bins = bins(atMost: limit)
    let medians = bins.filter { $0.files > 0 }.map(\.median).sorted()
    return medians.isEmpty ? 0 : medians[medians.count / 2]
  }

  private struct Bin {
    var day = 0
    var days = 0
    var files = 0
    var min = 0
    var median = 0
    var max = 0
  }

  /// The bins, several in one if there are more than a limit.
  private func bins(atMost limit: Int) -> [Bin] {
    let step = Swift.max(1, (sizes.files.count + limit - 1) / Swift.max(1, limit))
    return stride(from: 0, to: sizes.files.count, by: step).map { start in
      let count = Swift.min(step, sizes.files.count - start)
      var bin = Bin(day: sizes.from + start * sizes.days, days: count * sizes.days)
      // The median is that of the part with the most files.
      var most = 0
      for index in start..<Swift.min(start + step, sizes.files.count)
      where sizes.files[index] > 0 {
        bin.min = bin.files == 0 ? sizes.min[index] : Swift.min(bin.min, sizes.min[index])
        bin.max = Swift.max(bin.max, sizes.max[index])
        if sizes.files[index] > most {
          (most, bin.median) = (sizes.files[index], sizes.median[index])
        }
        bin.files += sizes.files[index]
      }
      return bin
    }
  }
}
