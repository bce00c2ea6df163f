package import RegistryValidation

/// A timeline in words.
package struct TimelineText {
  let timeline: Timeline

  /// Makes the words of a timeline.
  ///
  /// - Parameter timeline: What the index files list.
  package init(_ timeline: Timeline) { self.timeline = timeline }

  /// How many files there usually are on a day with files.
  package var cadence: String? {
    let days = timeline.covered.reduce(0) { $0 + $1.to - $1.from }
    guard days > 0, timeline.rows > 0 else { return nil }
    if timeline.rows >= days { return "\(PageText.count(timeline.rows / days, "file")) a day" }
    return "one file in \(PageText.count(days / timeline.rows, "day"))"
  }

  /// Writes the longest gaps; nothing without gaps.
  ///
  /// - Parameters:
  ///   - page: The page.
  ///   - limit: The number of gaps to list.
  package func writeGaps(_ page: inout HTMLWriter, limit: Int) {
    let gaps = timeline.gaps.sorted { ($1.to - $1.from, $0.from) < ($0.to - $0.from, $1.from) }
    guard !gaps.isEmpty else { return }
    let listed = gaps.prefix(limit).map { gap in
      "\(TimeAxis.text(gap.from)) to \(TimeAxis.text(gap.to - 1)) "
        + "(\(PageText.count(gap.to - gap.from, "day")))"
    }
    let more = gaps.count > listed.count ? ", and \(gaps.count - listed.count) shorter" : ""
    let unit = timeline.daysPerBin == 1 ? "" : " of \(timeline.daysPerBin) days or more"
    page.element(
      "p", text: "Longest gaps\(unit): " + listed.joined(separator: ", ") + more + ".")
  }
}
