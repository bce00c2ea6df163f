internal import Formats
internal import SharedCloudRegistry

/// How the files of a proposed dataset stop.
struct StopProposal {
  /// The reading of stops; nil if names have none.
  private(set) var reading: TimeReading?
  /// The members of the mission file.
  private(set) var members: [(name: String, value: String)] = []
  /// The distance of the starts, in one line; nil if absent.
  private(set) var remark: String?
  /// What is assumed of the stops, in one line; nil if nothing is.
  private(set) var assumption: String?

  private static let day: Int64 = 86_400_000_000

  /// Proposes stops.
  ///
  /// - Parameters:
  ///   - group: The keys of one dataset.
  ///   - start: The reading of the start.
  ///   - times: The starts of the keys.
  init(_ group: NameGroup, start: TimeReading, times: [Int64]) {
    let sorted = Array(Set(times)).sorted()
    var distances = StartDistances()
    for time in sorted { distances.take(time) }
    distances.finish()
    remark = distances.median.map { "the median distance of starts is \(DurationText.of($0))" }
    var search = StopSearch(group, start: start, times: times, sorted: sorted)
    if let found = search.best(median: distances.median) {
      reading = found
      members = [("stop", "from-name")]
      if search.areOverlapping {
        assumption =
          "assumed: the later date is the stop, though files overlap; it may be a time of processing"
      }
      return
    }
    let precision =
      start.precision == .hour && sorted.allSatisfy { $0 % Self.day == 0 }
      ? .day : start.precision
    guard let median = distances.median else {
      let periods: [TimeElement: Period] = [.month: .month, .year: .year]
      members = [("stop", (periods[precision] ?? .day).rawValue)]
      return
    }
    if let period = Self.period(precision, median: median, starts: sorted) {
      members = [("stop", period.rawValue)]
    } else {
      // With a fixed gap, the last file would last longer than the others.
      members = [("stop", "next-start"), ("maximum-gap", "auto")]
    }
  }

  /// The period of the calendar that files last for; nil if their distances tell otherwise.
  private static func period(
    _ precision: TimeElement, median: Int64, starts: [Int64]
  ) -> Period? {
    let dates = starts.map { CalendarDate(daysSince1970: ($0 - (($0 % day) + day) % day) / day) }
    let areFirsts = dates.allSatisfy { $0.day == 1 }
    switch precision {
    case .year: return median <= 366 * day ? .year : nil
    case .month:
      if areFirsts, dates.allSatisfy({ $0.month == 1 }), median >= 365 * day {
        return median <= 366 * day ? .year : nil
      }
      return median <= 31 * day ? .month : nil
    case .day:
      if areFirsts, median >= 28 * day {
        if median <= 31 * day { return .month }
        return dates.allSatisfy { $0.month == 1 } && median <= 366 * day ? .year : nil
      }
      return median <= day ? .day : nil
    default: return nil
    }
  }
}
