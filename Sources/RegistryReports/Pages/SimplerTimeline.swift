internal import RegistryValidation

extension Timeline {
  /// The timeline with at most a number of parts to draw; short gaps are drawn as one part.
  ///
  /// Gaps are still counted and listed as before. The days of gaps that are too short are
  /// ``partly`` covered, and so are the covered days between two of them that are near.
  ///
  /// - Parameter limit: The largest number of covered and partly covered spans, and of each of
  ///   the other spans.
  /// - Returns: The timeline; itself if it has no more parts.
  func simplified(toParts limit: Int) -> Timeline {
    var simple = self
    while simple.parts > Swift.max(2, limit), simple.daysPerBin < 1 << 20 {
      simple.daysPerBin *= 2
      let least = simple.daysPerBin
      let short = Self.gaps(between: covered).filter { $0.to - $0.from < least }
        .subtracting(unknown)
      simple.covered = (covered + short).joined
      simple.partly = (partly + short).joined.joined(across: least).subtracting(unknown)
      simple.overlaps = overlaps.joined(across: least)
      simple.absent = absent.joined(across: least)
    }
    return simple
  }

  /// The number of parts to draw of the kind that has the most.
  private var parts: Int {
    Swift.max(covered.count + partly.count, overlaps.count, absent.count)
  }
}

extension [Timeline.Span] {
  /// The spans, which are in order, with those that are less than a number of days apart as one.
  fileprivate func joined(across days: Int) -> [Timeline.Span] {
    reduce(into: []) { spans, span in
      if let last = spans.last, span.from - last.to < days {
        spans[spans.count - 1].to = Swift.max(last.to, span.to)
      } else {
        spans.append(span)
      }
    }
  }
}
