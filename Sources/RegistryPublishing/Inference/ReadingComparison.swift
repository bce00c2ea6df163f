internal import Formats

/// Compares readings of the same keys.
extension TimeReading {
  /// Whether a reading that only most keys allow may replace one that all keys allow.
  ///
  /// All keys are better evidence than most. So a date in its usual order stays, unless the other
  /// reading is one as well, or tells a part of the same times, such as the day in a year of
  /// directories.
  ///
  /// - Parameters:
  ///   - other: The reading that all keys allow.
  ///   - group: The keys that allow both.
  /// - Returns: Whether it may.
  func maySupersede(_ other: TimeReading, in group: NameGroup) -> Bool {
    isUsualDate || !other.isCertain(in: group) || refines(other, in: group)
      // Digits that repeat the date of the directories are no time of day.
      || parts.contains(where: \.form.isDate) && hasPeriods(of: other, .day, in: group)
  }

  /// Whether it has a date in its usual order, or one whose elements are named.
  private func isCertain(in group: NameGroup) -> Bool {
    isUsualDate || LabelledTimes.reading(of: group) == self
      || parts.contains { $0.form.isDate && $0.form.isShortYear } && isRegular(in: group)
  }

  /// Whether it has a year of four digits, then month and day, or the day of the year: together, or
  /// each alone and with nothing between.
  private var isUsualDate: Bool {
    if parts.contains(where: \.form.isWholeDate) { return true }
    var elements: [TimeElement] = []
    var last: Int?
    for part in parts {
      guard part.form.parts.count == 1, last.map({ part.slot == $0 + 1 }) ?? true else { break }
      last = part.slot
      elements.append(part.form.parts[0].element)
    }
    guard elements.first == .year else { return false }
    let kinds = elements.dropFirst().map(\.kind)
    return kinds.first == .dayOfYear || kinds.prefix(2) == [.month, .day]
  }

  private func isRegular(in group: NameGroup) -> Bool {
    times(in: group).map { Set($0).count >= 10 && StartCadence($0).share >= 0.9 } ?? false
  }

  /// Whether each time is within the period that another reading tells.
  func refines(_ other: TimeReading, in group: NameGroup) -> Bool {
    hasPeriods(of: other, other.period, in: group)
  }

  /// Whether all times are in the same periods as those of another reading.
  private func hasPeriods(of other: TimeReading, _ period: Period, in group: NameGroup) -> Bool {
    guard let own = times(in: group), let others = other.times(in: group) else { return false }
    return zip(own, others).allSatisfy { period.start(of: $0) == period.start(of: $1) }
  }

  /// The period that the smallest element names.
  private var period: Period {
    let kinds = kinds
    if kinds.contains(.second) { return .seconds(1) }
    if kinds.contains(.minute) { return .seconds(60) }
    if kinds.contains(.hour) { return .seconds(3600) }
    if kinds.contains(.day) || kinds.contains(.dayOfYear) { return .day }
    return kinds.contains(.month) ? .month : .year
  }

  /// A period of the calendar.
  private enum Period {
    case year
    case month
    case seconds(Int64)

    static let day = Period.seconds(86_400)

    /// Something that all times of one period have in common.
    func start(of time: Int64) -> Int64 {
      func floor(_ time: Int64, to unit: Int64) -> Int64 {
        (time >= 0 ? time : time - unit + 1) / unit
      }
      switch self {
      case .seconds(let length): return floor(time, to: length * 1_000_000)
      case .year, .month:
        let date = CalendarDate(daysSince1970: floor(time, to: 86_400_000_000))
        if case .year = self { return Int64(date.year) }
        return Int64(date.year) * 12 + Int64(date.month)
      }
    }
  }
}
