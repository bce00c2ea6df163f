package import RegistryValidation

/// The bar of one dataset on the common time axis.
///
/// Positions of spans are in a stretched picture of their own; lines and marks are placed in
/// percent, so they keep their shape on any screen.
package struct CoveragePicture {
  let axis: TimeAxis
  let timeline: Timeline
  /// The number of findings of each year's file, in the order of the years.
  let findings: [Int]

  /// The largest number of gaps that are hatched, the longest first.
  private static let hatchedGaps = 12

  /// Makes a picture.
  ///
  /// - Parameters:
  ///   - axis: The time axis.
  ///   - timeline: What the index files list.
  ///   - findings: The number of findings of each year's file, in the order of the years.
  package init(axis: TimeAxis, timeline: Timeline, findings: [Int] = []) {
    self.axis = axis
    self.timeline = timeline
    self.findings = findings
  }

  /// Writes the picture.
  package func write(_ page: inout HTMLWriter) {
    page.element("svg", [.style("bar"), .init("role", "img")]) { page in
      page.element("title", text: description)
      page.markup("<use href=\"#grid\"/>")
      for gap in gaps { rectangle("gap", span: gap, to: &page) }
      for span in timeline.unknown { rectangle("unknown", span: span, to: &page) }
      page.element(
        "svg",
        [
          .init("y", "8"), .init("width", "100%"), .init("height", "14"),
          .made("viewBox", "0 0 \(axis.days) 14"), .init("preserveAspectRatio", "none"),
        ]
      ) { page in
        path("covered", spans: timeline.covered.flatMap(inside), y: 0, height: 14, to: &page)
        path("beyond", spans: timeline.covered.flatMap(outside), y: 0, height: 14, to: &page)
        path("partly", spans: timeline.partly, y: 0, height: 14, to: &page)
        path("absent", spans: timeline.absent, y: 0, height: 5, to: &page)
        path("overlap", spans: timeline.overlaps, y: 11, height: 3, to: &page)
      }
      if let claim = timeline.claimedDays { line("claim", span: claim, y: "29", to: &page) }
      for (year, count) in zip(timeline.years, findings) where count > 0 {
        guard let number = year.year else { continue }
        let middle = TimeAxis.day(ofYear: number) + 183
        page.open(
          "use",
          [
            .init("href", "#mark"), .made("x", axis.percent(middle)), .init("y", "3"),
            .made("data-d", "\(middle)"),
          ])
        page.close("use")
      }
    }
  }

  /// The picture in words.
  private var description: String {
    let words = TimelineText(timeline)
    guard let first = timeline.covered.first, let last = timeline.covered.last else {
      return "\(timeline.dataset): \(words.unknown ?? "no rows")"
    }
    return "\(timeline.dataset): rows from \(TimeAxis.text(first.from)) to "
      + [TimeAxis.text(last.to - 1), words.coverage, words.unknown, words.absent, words.undrawn]
      .compactMap(\.self).joined(separator: ", ")
  }

  /// The longest gaps that are wide enough to be seen.
  private var gaps: [Timeline.Span] {
    let gaps = timeline.gaps
    let visible = gaps.filter { ($0.to - $0.from) * 150 > axis.days }
    return Array(visible.sorted { $0.to - $0.from > $1.to - $1.from }.prefix(Self.hatchedGaps))
      .sorted { $0.from < $1.from }
  }

  /// The part of a span that the catalog claims; all of it without a claim.
  private func inside(_ span: Timeline.Span) -> [Timeline.Span] {
    guard let claim = timeline.claimedDays else { return [span] }
    let (from, to) = (Swift.max(span.from, claim.from), Swift.min(span.to, claim.to))
    return from < to ? [.init(from: from, to: to)] : []
  }

  /// The parts of a span that the catalog does not claim.
  private func outside(_ span: Timeline.Span) -> [Timeline.Span] {
    guard let claim = timeline.claimedDays else { return [] }
    var parts: [Timeline.Span] = []
    if span.from < claim.from {
      parts.append(.init(from: span.from, to: Swift.min(span.to, claim.from)))
    }
    if claim.to < span.to {
      parts.append(.init(from: Swift.max(span.from, claim.to), to: span.to))
    }
    return parts
  }

  private func path(
    _ style: String, spans: [Timeline.Span], y: Int, height: Int, to page: inout HTMLWriter
  ) {
    guard !spans.isEmpty else { return }
    let path = spans.map { span in
      let width = span.to - span.from
      return "M\(span.from - axis.from) \(y)h\(width)v\(height)h-\(width)z"
    }
    page.open("path", [.style(style), .made("d", path.joined())])
    page.close("path")
  }

  private func rectangle(_ style: String, span: Timeline.Span, to page: inout HTMLWriter) {
    page.open(
      "rect",
      [
        .style(style), .made("data-d", "\(span.from) \(span.to)"),
        .made("x", axis.percent(span.from)),
        .made("width", PageText.percent(span.to - span.from, of: axis.days)), .init("y", "9"),
        .init("height", "12"),
      ])
    page.close("rect")
  }

  private func line(
    _ style: String, span: Timeline.Span, y: String, to page: inout HTMLWriter
  ) {
    page.open(
      "line",
      [
        .style(style), .made("data-d", "\(span.from) \(span.to)"),
        .made("x1", axis.percent(span.from)), .made("x2", axis.percent(span.to)),
        .init("y1", y), .init("y2", y),
      ])
    page.close("line")
  }
}
