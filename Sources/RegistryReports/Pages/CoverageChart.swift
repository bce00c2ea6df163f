internal import Formats
package import RegistryValidation
internal import SharedCloudRegistry

/// The coverage of a dataset as lines of text: a line a year, a few characters a month.
package struct CoverageChart {
  let timeline: Timeline
  /// The number of characters of a line.
  let width: Int
  /// Whether the lines may have block characters.
  let usesBlocks: Bool

  /// The years whose index files could not be read, which are not gaps.
  let unread: Set<Int>
  /// The years without an index file, of which nothing is known either.
  let missing: Set<Int>

  /// The number of gaps that are listed, the longest ones.
  private static let listedGaps = 10
  /// The number of years that are drawn.
  private static let drawnYears = 200
  /// The number of empty years from which one line says it.
  private static let joinedYears = 3
  /// The width of a year with its space, and of the share at the end.
  private static let margins = (left: 5, right: 5)

  /// Makes a chart.
  ///
  /// - Parameters:
  ///   - timeline: What the index files list.
  ///   - width: The number of characters of a line.
  ///   - usesBlocks: Whether the lines may have block characters instead of `#`, `+` and `.`.
  ///   - unread: The years whose index files could not be read.
  ///   - missing: The years without an index file.
  package init(
    _ timeline: Timeline, width: Int, usesBlocks: Bool, unread: Set<Int> = [],
    missing: Set<Int> = []
  ) {
    self.unread = unread
    self.missing = missing
    self.timeline = timeline
    self.width = width
    self.usesBlocks = usesBlocks
  }

  /// The lines, each with its LF.
  package var text: String {
    guard let first = timeline.covered.first, let last = timeline.covered.last else {
      if !unread.isEmpty { return "no row could be read\n" }
      return missing.isEmpty ? "no rows with a time\n" : "no index file, so that nothing is known\n"
    }
    let claim = timeline.claimedDays
    let range =
      Swift.min(
        first.from, claim?.from ?? first.from)..<Swift.max(
        last.to, claim?.to ?? last.to)
    let years = Self.year(of: range.lowerBound)...Self.year(of: range.upperBound - 1)
    var lines = [months]
    var empty: [Int] = []
    func joinEmpty() {
      guard let one = empty.first, let other = empty.last else { return }
      if empty.count < Self.joinedYears {
        lines += empty.map { line(of: $0, in: range) }
      } else {
        let isMissing = (one...other).allSatisfy(missing.contains)
        lines.append("\(one) to \(other): \(isMissing ? "no index files" : "no rows")")
      }
      empty = []
    }
    for year in years {
      if coveredDays(of: year) == 0, !unread.contains(year) {
        // Years with an index file and years without one have lines of their own.
        if let last = empty.last, missing.contains(last) != missing.contains(year) { joinEmpty() }
        empty.append(year)
        continue
      }
      joinEmpty()
      guard lines.count <= Self.drawnYears else {
        lines.append("... and \(years.upperBound - year + 1) more years")
        break
      }
      lines.append(line(of: year, in: range))
    }
    joinEmpty()
    return (lines + [legend] + gaps).map { $0 + "\n" }.joined()
  }

  /// The number of characters of a month.
  private var cells: Int {
    Swift.max(1, Swift.min(4, (width - Self.margins.left - Self.margins.right) / 12))
  }

  private var months: String {
    let letters = "JFMAMJJASOND".map { letter in
      String(letter) + String(repeating: " ", count: cells - 1)
    }
    return Self.trimmed(String(repeating: " ", count: Self.margins.left) + letters.joined())
  }

  private var legend: String {
    (usesBlocks
      ? "\u{2588} covered  \u{2581} to \u{2587} partly  \u{B7} no rows"
      : "# covered  + partly  . no rows")
      + (unread.isEmpty && missing.isEmpty ? "" : "  ? not known")
  }

  private func line(of year: Int, in range: Range<Int>) -> String {
    var line = Self.padded("\(year)", to: Self.margins.left - 1) + " "
    for month in 1...12 {
      let from = Self.day(year, month: month)
      let days = Self.day(month == 12 ? year + 1 : year, month: month == 12 ? 1 : month + 1) - from
      for cell in 0..<cells {
        let part = from + days * cell / cells..<from + days * (cell + 1) / cells
        let isUnknown = isNotKnown(year) && coveredDays(in: part) == 0
        line += !range.overlaps(part) ? " " : isUnknown ? "?" : character(for: part)
      }
    }
    guard !isNotKnown(year) else { return line + Self.padded("?", to: Self.margins.right) }
    let share = Self.share(coveredDays(of: year), of: daysInRange(year, in: range))
    return line + Self.padded(share, to: Self.margins.right)
  }

  private func isNotKnown(_ year: Int) -> Bool { unread.contains(year) || missing.contains(year) }

  private func character(for days: Range<Int>) -> String {
    let covered = coveredDays(in: days)
    if covered == 0 { return usesBlocks ? "\u{B7}" : "." }
    guard covered < days.count else { return usesBlocks ? "\u{2588}" : "#" }
    guard usesBlocks else { return "+" }
    // From one to seven eighths.
    let eighths = Swift.max(1, Swift.min(7, covered * 8 / days.count))
    return Unicode.Scalar(0x2580 + UInt32(eighths)).map { String(Character($0)) } ?? "+"
  }

  private func coveredDays(of year: Int) -> Int {
    coveredDays(in: TimeAxis.day(ofYear: year)..<TimeAxis.day(ofYear: year + 1))
  }

  private func coveredDays(in days: Range<Int>) -> Int {
    var sum = 0
    let spans = timeline.covered
    for span in spans[spans.firstIndex(endingAfter: days.lowerBound)...] {
      guard span.from < days.upperBound else { break }
      sum += (span.from..<span.to).clamped(to: days).count
    }
    return sum
  }

  private func daysInRange(_ year: Int, in range: Range<Int>) -> Int {
    range.clamped(to: TimeAxis.day(ofYear: year)..<TimeAxis.day(ofYear: year + 1)).count
  }

  private var gaps: [String] {
    let unknown = unread.union(missing)
    // A gap in a year that is not known may be shorter, or none.
    let gaps = timeline.gaps.filter { gap in
      (Self.year(of: gap.from)...Self.year(of: gap.to - 1)).allSatisfy { !unknown.contains($0) }
    }
    let count = unknown.isEmpty ? timeline.gapCount ?? gaps.count : gaps.count
    let unit = timeline.gapCount == nil ? "\(timeline.daysPerBin) days" : "a day"
    let cause =
      !unread.isEmpty
      ? "index files could not be read" : missing.isEmpty ? nil : "index files are missing"
    guard count > 0 else {
      return [cause.map { "the gaps are not known, since \($0)" } ?? "no gaps of \(unit) or more"]
    }
    let least = timeline.gapCount == nil ? " of \(unit) or more" : ""
    let more = count > Self.listedGaps ? "; the longest:" : ":"
    return ["\(PageText.count(count, of: "gap"))\(least)\(more)"]
      + gaps.longest(Self.listedGaps).map { gap in
        "  \(TimeAxis.text(gap.from)) to \(TimeAxis.text(gap.to - 1))  "
          + PageText.count(gap.to - gap.from, of: "day")
      } + [cause.map { "other gaps are not known, since \($0)" }].compactMap(\.self)
  }

  // MARK: - Numbers

  private static func year(of day: Int) -> Int {
    CalendarDate(daysSince1970: Int64(day)).year
  }

  private static func day(_ year: Int, month: Int) -> Int {
    Int(CalendarDate(year: year, month: month, day: 1).daysSince1970)
  }

  /// A share in whole percent; 100 only if it is all.
  private static func share(_ part: Int, of whole: Int) -> String {
    guard whole > 0 else { return "" }
    if part == 0 { return "0%" }
    return "\(part >= whole ? 100 : Swift.max(1, part * 100 / whole))%"
  }

  private static func padded(_ text: String, to width: Int) -> String {
    String(repeating: " ", count: Swift.max(0, width - text.count)) + text
  }

  private static func trimmed(_ text: String) -> String {
    var text = text
    while text.hasSuffix(" ") { text.removeLast() }
    return text
  }
}

extension [Timeline.Span] {
  /// The number of the first span that ends after a day; the spans are in order.
  fileprivate func firstIndex(endingAfter day: Int) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if self[middle].to > day { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
