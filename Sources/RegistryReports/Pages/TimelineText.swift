package import RegistryValidation

/// A timeline in words.
package struct TimelineText {
  let timeline: Timeline

  /// Makes the words of a timeline.
  ///
  /// - Parameter timeline: What the index files list.
  package init(_ timeline: Timeline) { self.timeline = timeline }

  /// The median distance of consecutive starts: `a file about every 10 minutes`; nil if there are
  /// too few to tell.
  package var cadence: String? {
    guard let cadence = timeline.cadence, cadence.distances >= Timeline.fewestDistances else {
      return nil
    }
    let areSeveral = cadence.sameStarts >= cadence.distances
    return "\(areSeveral ? "several files" : "a file") about every "
      + Self.duration(cadence.seconds)
  }

  /// A duration in its largest unit of which it has two or more: `10 minutes`, `day`.
  private static func duration(_ seconds: Int) -> String {
    let units = [
      ("second", 1), ("minute", 60), ("hour", 3600), ("day", 86400), ("year", 31_557_600),
    ]
    let exact = units.last { seconds % $0.1 == 0 && seconds / $0.1 == 1 }
    if let exact { return exact.0 }
    let unit = units.last { seconds >= 2 * $0.1 } ?? units[0]
    let tenths = (seconds * 10 + unit.1 / 2) / unit.1
    let count =
      tenths % 10 == 0 || tenths >= 100 ? "\((tenths + 5) / 10)" : "\(tenths / 10).\(tenths % 10)"
    return "\(count) \(unit.0)s"
  }

  /// How much of the period is covered; nil without rows, or if something is not known.
  package var coverage: String? {
    guard !timeline.covered.isEmpty, let period = timeline.period else { return nil }
    guard let days = timeline.coveredDays, let gaps = timeline.gapCount else {
      if !timeline.unread.isEmpty { return nil }
      return timeline.daysPerBin == 1
        ? "the gaps are not known, since index files could not be read"
        : "gaps shorter than \(PageText.count(timeline.daysPerBin, of: "day")) are not known"
    }
    return "\(PageText.percent(days, of: period.to - period.from)) of the days from "
      + "\(TimeAxis.text(period.from)) to \(TimeAxis.text(period.to - 1)) covered, "
      + PageText.count(gaps, of: "gap")
  }

  /// What is not known, since index files are missing or could not be read; nil if all is known.
  package var unknown: String? {
    if timeline.hasNoIndexFiles { return "no index files" }
    let parts = [
      part(.missing, one: "its index file is missing", several: "their index files are missing"),
      part(
        .unreadable, one: "its index file could not be read",
        several: "their index files could not be read"),
    ]
    let text = parts.compactMap(\.self).joined(separator: "; ")
    guard !text.isEmpty else { return nil }
    let isCut = timeline.unread.count == Timeline.mostUnread
    return "not known: \(text)" + (isCut ? "; and perhaps more" : "")
  }

  /// The years that are not known for one reason.
  private func part(_ reason: Timeline.UnreadFile.Reason, one: String, several: String) -> String? {
    let files = timeline.unread.filter { $0.reason == reason }
    guard !files.isEmpty else { return nil }
    if files.contains(where: { $0.year == nil }) {
      return reason == .missing ? "index files are missing" : "index files could not be read"
    }
    let years = Array(Set(files.compactMap(\.years).flatMap(Array.init))).sorted()
    let spans = years.map { Timeline.Span(from: $0, to: $0 + 1) }.joined
    let texts = spans.map { span in
      switch span.to - span.from {
      case 1: "\(span.from)"
      case 2: "\(span.from), \(span.from + 1)"
      default: "\(span.from) to \(span.to - 1)"
      }
    }
    return texts.joined(separator: ", ") + ", since " + (years.count == 1 ? one : several)
  }

  /// How many rows have no object; nil if none is known.
  package var absent: String? {
    guard let count = timeline.absentObjects, count > 0 else { return nil }
    return "\(PageText.count(count, of: "file")) in the index, but not in the bucket"
  }

  /// How many files are missing in the bucket, in few words; nil if none is known.
  var absentObjects: String? {
    guard let count = timeline.absentObjects, count > 0 else { return nil }
    return "\(PageText.count(count, of: "file")) missing in the bucket"
  }

  /// How many rows are in the future; nil without any.
  package var future: String? {
    timeline.future.map { future in
      "\(PageText.count(future.rows, of: "row")) in the future, until \(future.last.prefix(10)), "
        + "counted but not drawn"
    }
  }

  /// Of which days gaps and shares are told; nil without any.
  package var basis: String? {
    guard let period = timeline.period else { return nil }
    let days = "\(TimeAxis.text(period.from)) to \(TimeAxis.text(period.to - 1))"
    guard let claim = timeline.claimedDays else {
      return "Gaps are counted from the first to the last row, \(days)."
    }
    let isClaim = claim == period
    return
      "Gaps are counted over \(isClaim ? "what the catalog claims" : "what the catalog claims and rows cover"), \(days)."
  }

  /// Which gaps a picture does not show; nil if it shows all of them.
  package var undrawn: String? {
    timeline.daysPerBin == 1
      ? nil : "gaps shorter than \(timeline.daysPerBin) days are not drawn one by one"
  }

  /// The days on which rows overlap; nil without any.
  ///
  /// - Parameter limit: The number of spans to list.
  /// - Returns: A sentence.
  func overlaps(limit: Int) -> String? {
    guard !timeline.overlaps.isEmpty else { return nil }
    let listed = timeline.overlaps.longest(limit).sorted { $0.from < $1.from }.map { span in
      span.to - span.from == 1
        ? TimeAxis.text(span.from)
        : "\(TimeAxis.text(span.from)) to \(TimeAxis.text(span.to - 1))"
    }
    let others = timeline.overlaps.count - listed.count
    let more = others > 0 ? ", and \(PageText.number(others)) more" : ""
    return "Files overlap in time: " + listed.joined(separator: ", ") + more + "."
  }

  /// Writes the longest gaps, and what is not known.
  ///
  /// - Parameters:
  ///   - page: The page.
  ///   - limit: The number of gaps to list.
  package func writeGaps(_ page: inout HTMLWriter, limit: Int) {
    if let unknown {
      page.element(
        "p", text: "\(unknown.prefix(1).uppercased())\(unknown.dropFirst()).")
    }
    if let absent {
      let days = timeline.absent.longest(limit).sorted { $0.from < $1.from }.map { span in
        "\(TimeAxis.text(span.from)) to \(TimeAxis.text(span.to - 1))"
      }
      page.element("p", text: "\(absent): " + days.joined(separator: ", ") + ".")
    }
    if let future { page.element("p", text: "\(future).") }
    let gaps = [longestGaps(limit), regularGaps].compactMap(\.self)
    guard !gaps.isEmpty else { return }
    let notes = [basis, undrawn.map { "In the picture, \($0)." }].compactMap(\.self)
    page.element("p", text: (gaps + notes).joined(separator: " "))
  }

  /// The longest gaps that may be missing files, as a sentence; nil without any.
  private func longestGaps(_ limit: Int) -> String? {
    let gaps = timeline.notableGaps
    guard !gaps.isEmpty else { return nil }
    let listed = gaps.longest(limit).map { gap in
      "\(TimeAxis.text(gap.from)) to \(TimeAxis.text(gap.to - 1)) "
        + "(\(PageText.count(gap.to - gap.from, of: "day")))"
    }
    let others = (timeline.notableGapCount ?? gaps.count) - listed.count
    let more = others > 0 ? ", and \(PageText.number(others)) more, none longer" : ""
    return "Longest gaps: " + listed.joined(separator: ", ") + more + "."
  }

  /// How many gaps are usual, as a sentence; nil without any.
  private var regularGaps: String? {
    guard let all = timeline.gapCount, let notable = timeline.notableGapCount, notable < all else {
      return nil
    }
    return "\(PageText.count(all - notable, of: "gap")) shorter than the usual distance of two "
      + "files, \(PageText.count(timeline.shortestGap, of: "day")), may be no missing files."
  }
}
