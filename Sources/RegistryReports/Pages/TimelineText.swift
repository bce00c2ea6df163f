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
    guard let days = timeline.coveredDays, days > 0, timeline.rows > 0 else { return nil }
    if timeline.rows >= days { return "\(PageText.count(timeline.rows / days, of: "file")) a day" }
    return "one file in \(PageText.count(days / timeline.rows, of: "day"))"
  }

  /// How much of the time from the first to the last row is covered; nil without rows.
  package var coverage: String? {
    guard let first = timeline.covered.first, let last = timeline.covered.last else { return nil }
    guard let days = timeline.coveredDays, let gaps = timeline.gapCount else {
      return timeline.daysPerBin == 1
        ? "the gaps are not known, since index files could not be read"
        : "gaps shorter than \(PageText.count(timeline.daysPerBin, of: "day")) are not known"
    }
    return "\(PageText.percent(days, of: last.to - first.from)) of the days covered, "
      + PageText.count(gaps, of: "gap")
  }

  /// Which gaps a picture does not show; nil if it shows all of them.
  package var undrawn: String? {
    timeline.daysPerBin == 1
      ? nil : "gaps shorter than \(timeline.daysPerBin) days are not drawn one by one"
  }

  /// Writes the longest gaps; nothing without gaps.
  ///
  /// - Parameters:
  ///   - page: The page.
  ///   - limit: The number of gaps to list.
  package func writeGaps(_ page: inout HTMLWriter, limit: Int) {
    guard !timeline.gaps.isEmpty else { return }
    let listed = timeline.gaps.longest(limit).map { gap in
      "\(TimeAxis.text(gap.from)) to \(TimeAxis.text(gap.to - 1)) "
        + "(\(PageText.count(gap.to - gap.from, of: "day")))"
    }
    let others = (timeline.gapCount ?? timeline.gaps.count) - listed.count
    let more = others > 0 ? ", and \(PageText.number(others)) shorter" : ""
    let note = undrawn.map { " In the picture, \($0)." } ?? ""
    page.element(
      "p", text: "Longest gaps: " + listed.joined(separator: ", ") + more + "." + note)
  }
}
