internal import Formats
package import RegistryValidation
internal import SharedCloudRegistry

/// The time axis that all datasets of a page share: whole years.
package struct TimeAxis {
  /// The first day, counted from 1970-01-01.
  package let from: Int
  /// The day after the last one.
  package let to: Int
  /// The years.
  package let years: ClosedRange<Int>

  /// The number of days.
  var days: Int { to - from }

  /// Makes the axis of some timelines; nil if none has a time.
  package init?(_ timelines: [Timeline]) {
    let covered = timelines.flatMap(\.covered)
    let claims = timelines.flatMap(\.unknown) + timelines.compactMap(\.claimedDays)
    let spans = Self.plausible(covered + Self.near(covered, claims))
    guard let first = spans.map(\.from).min(), let last = spans.map(\.to).max() else { return nil }
    let firstYear = CalendarDate(daysSince1970: Int64(first)).year
    years = firstYear...Swift.max(firstYear, CalendarDate(daysSince1970: Int64(last - 1)).year)
    from = Self.day(ofYear: years.lowerBound)
    to = Self.day(ofYear: years.upperBound + 1)
  }

  /// The spans that rows can have, from 1800 to 2100; all of them if none is in that time.
  private static func plausible(_ spans: [Timeline.Span]) -> [Timeline.Span] {
    let clipped = spans.compactMap { clip($0, to: day(ofYear: 1800)..<day(ofYear: 2101)) }
    return clipped.isEmpty ? spans : clipped
  }

  /// The parts of claims near the rows, a quarter of their time or two years away; one claim of
  /// 1957 or 2099 would leave no room for the rows of all datasets.
  private static func near(
    _ covered: [Timeline.Span], _ claims: [Timeline.Span]
  ) -> [Timeline.Span] {
    guard let first = covered.map(\.from).min(), let last = covered.map(\.to).max() else {
      return claims
    }
    let margin = Swift.max(2 * 365, (last - first) / 4)
    return claims.compactMap { clip($0, to: first - margin..<last + margin) }
  }

  private static func clip(_ span: Timeline.Span, to days: Range<Int>) -> Timeline.Span? {
    let (from, to) = (Swift.max(span.from, days.lowerBound), Swift.min(span.to, days.upperBound))
    return from < to ? Timeline.Span(from: from, to: to) : nil
  }

  /// Where a day is, in percent; days before the axis and after it are at its ends.
  func percent(_ day: Int) -> String {
    PageText.percent(Swift.min(Swift.max(day, from), to) - from, of: days)
  }

  /// The first day of a year.
  package static func day(ofYear year: Int) -> Int {
    Int(CalendarDate(year: year, month: 1, day: 1).daysSince1970)
  }

  /// A day as `yyyy-mm-dd`.
  package static func text(_ day: Int) -> String {
    CalendarDate(daysSince1970: Int64(day)).description
  }

  /// What the catalog claims beyond the axis: `claimed from 1957`; nil if it claims no such days.
  ///
  /// - Parameter timeline: The dataset.
  /// - Returns: Some words.
  package func claim(beyond timeline: Timeline) -> String? {
    guard let claim = timeline.claimedDays else { return nil }
    func year(_ day: Int) -> Int { CalendarDate(daysSince1970: Int64(day)).year }
    let ends = [
      claim.from < from ? "from \(year(claim.from))" : nil,
      claim.to > to ? "to \(year(claim.to - 1))" : nil,
    ].compactMap(\.self)
    return ends.isEmpty ? nil : "claimed " + ends.joined(separator: " ")
  }

  /// Writes the names of the years, which ``writeDefinitions(_:)`` wrote.
  ///
  /// - Parameters:
  ///   - page: The page.
  ///   - isOnPaper: Whether they are only printed, so that each bar has its axis on its page.
  package func write(_ page: inout HTMLWriter, isOnPaper: Bool = false) {
    if isOnPaper {
      page.markup("<svg class=\"axis paper\" aria-hidden=\"true\"><use href=\"#axis\"/></svg>")
    } else {
      page.markup("<svg class=\"axis\" aria-hidden=\"true\"><use href=\"#axis\"/></svg>")
    }
  }

  /// Writes the names of the years; every other one has a class that small screens hide.
  private func writeNames(_ page: inout HTMLWriter) {
    let step = (years.count + 11) / 12
    page.element("g", [.init("id", "axis")]) { page in
      for year in years where (year - years.lowerBound) % step == 0 {
        let day = Self.day(ofYear: year)
        let isSecond = (year - years.lowerBound) / step % 2 == 1 && years.count > 6
        page.element(
          "text",
          (isSecond ? [.style("second")] : [])
            + [.made("data-d", "\(day)"), .made("x", percent(day)), .init("y", "14")],
          text: String(year))
      }
    }
  }

  /// Writes the parts that every bar uses: the lines of the years, their names and the hatch.
  package func writeDefinitions(_ page: inout HTMLWriter) {
    page.markup(
      #"""
      <svg width="0" height="0" aria-hidden="true"><defs>\#
      <pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" \#
      patternTransform="rotate(45)"><line class="hatch" y2="6"/></pattern>\#
      <pattern id="dots" width="6" height="6" patternUnits="userSpaceOnUse">\#
      <rect class="ground" width="6" height="6"/><circle class="dot" cx="3" cy="3" r="1"/>\#
      </pattern><path id="before" class="dot" d="M-2 -5v10l-8 -5z"/>\#
      <path id="after" class="dot" d="M2 -5v10l8 -5z"/><g id="grid">
      """#)
    let step = (years.count + 29) / 30
    for year in years where (year - years.lowerBound) % step == 0 {
      let day = Self.day(ofYear: year)
      page.open(
        "line",
        [
          .style("grid"), .made("data-d", "\(day)"), .made("x1", percent(day)),
          .made("x2", percent(day)), .init("y2", "34"),
        ])
      page.close("line")
    }
    page.markup("</g>")
    writeNames(&page)
    page.markup("</defs></svg>\n")
  }
}
