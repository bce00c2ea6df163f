package import RegistryValidation

/// The bar of one dataset on the common time axis.
///
/// Positions of spans are in a stretched picture of their own; lines are placed in percent, so they
/// keep their shape on any screen. The hatch of gaps is below the covered days, so that each gap
/// is seen as soon as it is wide enough, also after a zoom.
package struct CoveragePicture {
  let axis: TimeAxis
  let timeline: Timeline
  /// The number of findings of each year's file, in the order of the years.
  let findings: [Int]

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
      if let period = timeline.period, !timeline.gaps.isEmpty {
        rectangle("gap", span: period, to: &page)
      }
      for span in timeline.unknown { rectangle("unknown", span: span, to: &page) }
      page.element(
        "svg",
        [
          .init("y", "8"), .init("width", "100%"), .init("height", "14"),
          .made("viewBox", "0 0 \(axis.days) 14"), .init("preserveAspectRatio", "none"),
        ]
      ) { page in
        path("between", spans: timeline.regularGaps, y: 0, height: 14, to: &page)
        path("covered", spans: timeline.covered.flatMap(inside), y: 0, height: 14, to: &page)
        path("beyond", spans: timeline.covered.flatMap(outside), y: 0, height: 14, to: &page)
        path("partly", spans: timeline.partly, y: 0, height: 14, to: &page)
        path("absent", spans: timeline.absent, y: 0, height: 5, to: &page)
        path("overlap", spans: timeline.overlaps, y: 11, height: 3, to: &page)
      }
      if let claim = timeline.claimedDays {
        line("claim", span: claim, y: "29", to: &page)
        if claim.from < axis.from { page.markup("<use href=\"#before\" y=\"29\"/>") }
        if claim.to > axis.to { page.markup("<use href=\"#after\" x=\"100%\" y=\"29\"/>") }
      }
      for span in faultyYears { line("faulty", span: span, y: "4", to: &page) }
    }
  }

  /// The years whose files have findings, those in a row as one.
  private var faultyYears: [Timeline.Span] {
    zip(timeline.years, findings).compactMap { year, count -> Timeline.Span? in
      guard count > 0, let number = year.year, axis.years.contains(number) else { return nil }
      return .init(from: TimeAxis.day(ofYear: number), to: TimeAxis.day(ofYear: number + 1))
    }.joined
  }

  /// The picture in words.
  private var description: String {
    let words = TimelineText(timeline)
    guard let first = timeline.covered.first, let last = timeline.covered.last else {
      return "\(timeline.dataset): \(words.unknown ?? words.future ?? "no rows")"
    }
    return "\(timeline.dataset): rows from \(TimeAxis.text(first.from)) to "
      + [
        TimeAxis.text(last.to - 1), words.coverage, words.unknown, words.absent, words.undrawn,
        words.future, axis.claim(beyond: timeline),
      ].compactMap(\.self).joined(separator: ", ")
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
    return [span].subtracting([claim])
  }

  private func path(
    _ style: String, spans: [Timeline.Span], y: Int, height: Int, to page: inout HTMLWriter
  ) {
    guard !spans.isEmpty else { return }
    // Relative and not closed, which makes the pages of datasets with many gaps much smaller.
    var path = "M\(spans[0].from - axis.from) \(y)"
    for (index, span) in spans.enumerated() {
      if index > 0 { path += "m\(span.from - spans[index - 1].to) 0" }
      path += "v\(height)h\(span.to - span.from)v-\(height)"
    }
    page.open("path", [.style(style), .made("d", path)])
    page.close("path")
  }

  private func rectangle(_ style: String, span: Timeline.Span, to page: inout HTMLWriter) {
    let (from, to) = (Swift.max(span.from, axis.from), Swift.min(span.to, axis.to))
    guard from < to else { return }
    page.open(
      "rect",
      [
        .style(style), .made("data-d", "\(from) \(to)"), .made("x", axis.percent(from)),
        .made("width", PageText.percent(to - from, of: axis.days)), .init("y", "8.5"),
        .init("height", "13"),
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
