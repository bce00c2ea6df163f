/// Tells in which order day, month and a year of two digits are.
extension TimeSearch {
  /// Whether a time is five digits alone after other words that count one by one within what would
  /// be one year: they may as well number orbits or files.
  ///
  /// Names that begin with them are taken as days, as in `04001_FGM_KRTP_1M.TAB` of Cassini.
  func mayBeCounter(_ reading: TimeReading) -> Bool {
    guard reading.parts.count == 1, let part = reading.parts.first, part.form.template == "%y%j",
      part.form.count == 5, !group.slots[part.slot].before.isEmpty
    else { return false }
    let values = Set(group.keys.indices.map { group.text(part.slot, of: $0).number })
    guard values.count > 2, let first = values.min(), let last = values.max() else { return false }
    return last - first + 1 == values.count && first / 1000 == last / 1000
  }

  /// Whether another order of day, month and year fits the same six digits better.
  ///
  /// Any two of them may be the year; only a cadence tells. Without one, the year is first. Days of
  /// one month are more likely than the same day of as many years.
  func isOutdone(_ reading: TimeReading, times: [Int64]) -> Bool {
    guard let number = reading.parts.firstIndex(where: { $0.form.isShortDate }) else {
      return isOutdoneInParts(reading, times: times)
    }
    let own = regularSpan(times)
    let form = reading.parts[number].form
    let others = DigitForm.all.filter { $0.isShortDate && $0 != form && $0.rest == form.rest }
    let isOtherBetter = others.contains { other in
      var swapped = reading
      swapped.parts[number].form = other
      guard let span = swapped.times(in: group).flatMap(regularSpan) else { return false }
      guard let own else { return true }
      if own / 5 > span { return true }
      return span / 5 <= own && form.hasLateShortYear && !other.hasLateShortYear
    }
    return isOtherBetter || form.hasLateShortYear && own == nil
  }

  /// The time from the first start to the last, if there are many and they are regular.
  private func regularSpan(_ times: [Int64]) -> Int64? {
    guard Set(times).count >= 10, StartCadence(times).share >= 0.9, let first = times.min(),
      let last = times.max()
    else { return nil }
    return last - first
  }

  /// Whether day and year of two digits, apart from one another, fit better the other way around:
  /// regular where these times are not, or in a far shorter time, as days of a month instead of the
  /// same day of many years.
  private func isOutdoneInParts(_ reading: TimeReading, times: [Int64]) -> Bool {
    let (shortYear, day) = (DigitForm(.shortYear, count: 2), DigitForm(.day, count: 2))
    guard reading.kinds.contains(.month), let first = times.min(), let last = times.max(),
      let year = reading.parts.firstIndex(where: { $0.form == shortYear })
    else { return false }
    var swapped = reading
    swapped.parts[year].form = day
    let others: [TimeReading]
    if let place = reading.parts.firstIndex(where: { $0.form == day }) {
      swapped.parts[place].form = shortYear
      others = [swapped]
    } else {
      // The year may be in digits that this reading does not need.
      others = forms.indices.filter {
        reading.form(of: $0) == nil && forms[$0].contains(shortYear)
      }.map { slot in
        var other = swapped
        other.parts.append(.init(slot: slot, form: shortYear))
        return other
      }
    }
    let isRegular = StartCadence(times).share >= 0.9
    return others.contains { other in
      guard let starts = other.times(in: group), Set(starts).count >= 10,
        StartCadence(starts).share >= 0.9, let start = starts.min(), let end = starts.max()
      else { return false }
      return !isRegular || (last - first) / 5 > end - start
    }
  }
}
