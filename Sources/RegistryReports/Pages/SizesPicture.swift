package import RegistryValidation

/// The sizes of the files of a dataset over time: from the least to the greatest, and the median.
package struct SizesPicture {
  let timeline: Timeline
  let sizes: Timeline.Sizes
  /// The largest number of bins to draw.
  let limit: Int

  /// How far from the median of all bins the least or greatest size of a bin is unusual.
  private static let unusual = 8

  /// Makes a picture.
  ///
  /// - Parameters:
  ///   - timeline: What the index files list.
  ///   - sizes: The sizes of the files.
  ///   - limit: The largest number of bins to draw.
  package init(timeline: Timeline, sizes: Timeline.Sizes, limit: Int) {
    self.timeline = timeline
    self.sizes = sizes
    self.limit = limit
  }

  /// Writes the picture.
  package func write(_ page: inout HTMLWriter) {
    let bins = self.bins
    guard let greatest = bins.map(\.max).max(), greatest > 0 else { return }
    page.element("svg", [.style("bar"), .init("role", "img")]) { page in
      page.element("title", text: description)
      page.element(
        "svg",
        [
          .init("width", "100%"), .init("height", "34"),
          .made("viewBox", "0 0 \(bins.count) 100"), .init("preserveAspectRatio", "none"),
        ]
      ) { page in
        func height(_ size: Int) -> Int { 100 - Int(Double(size) * 100 / Double(greatest)) }
        var range = ""
        var middle = ""
        for (index, bin) in bins.enumerated() where bin.files > 0 {
          let (top, bottom) = (height(bin.max), Swift.max(height(bin.min), height(bin.max) + 1))
          range += "M\(index) \(top)h1v\(bottom - top)h-1z"
          middle += "M\(index) \(height(bin.median))h1"
        }
        page.open("path", [.style("range"), .made("d", range)])
        page.close("path")
        page.open("path", [.style("middle"), .made("d", middle)])
        page.close("path")
      }
    }
    if limit >= 24 { page.element("p", [.style("quiet")], text: description) }
  }

  /// The picture in words.
  private var description: String {
    let filled = bins.filter { $0.files > 0 }
    guard let least = filled.map(\.min).min(), let greatest = filled.map(\.max).max() else {
      return "no sizes"
    }
    // Bins may begin before the first row and end after the last one.
    let day = Swift.max(sizes.from, timeline.covered.first?.from ?? sizes.from)
    let end = sizes.from + sizes.days * sizes.files.count
    let last = Swift.min(end, timeline.covered.last?.to ?? end) - 1
    var text =
      "Sizes from \(TimeAxis.text(day)) to \(TimeAxis.text(last)): "
      + "\(PageText.bytes(least)) to \(PageText.bytes(greatest)), "
      + "usually \(PageText.bytes(usual))"
    let odd = filled.filter { $0.max > usual * Self.unusual || $0.min * Self.unusual < usual }
    if !odd.isEmpty {
      text += "; unusual sizes in \(odd.count) of \(filled.count) periods"
      if let first = odd.first {
        text += ", first after \(TimeAxis.text(Swift.max(first.day, day)))"
      }
    }
    return text
  }

  /// The median of the medians.
  private var usual: Int {
    let medians = bins.filter { $0.files > 0 }.map(\.median).sorted()
    return medians.isEmpty ? 0 : medians[medians.count / 2]
  }

  private struct Bin {
    var day = 0
    var files = 0
    var min = 0
    var median = 0
    var max = 0
  }

  /// The bins, several in one if there are more than the limit.
  private var bins: [Bin] {
    let step = (sizes.files.count + limit - 1) / Swift.max(1, limit)
    return stride(from: 0, to: sizes.files.count, by: Swift.max(1, step)).map { start in
      var bin = Bin(day: sizes.from + start * sizes.days)
      for index in start..<Swift.min(start + step, sizes.files.count)
      where sizes.files[index] > 0 {
        bin.min = bin.files == 0 ? sizes.min[index] : Swift.min(bin.min, sizes.min[index])
        bin.max = Swift.max(bin.max, sizes.max[index])
        // The median of the part with the most files.
        if sizes.files[index] > bin.files { bin.median = sizes.median[index] }
        bin.files += sizes.files[index]
      }
      return bin
    }
  }
}
