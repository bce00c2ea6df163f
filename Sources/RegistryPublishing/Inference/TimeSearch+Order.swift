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

// MARK: - Years of two digits, and dates in two orders

extension TimeSearch {
  /// Whether day and month are before the year, and might as well be month and day.
  func isAmbiguous(_ reading: TimeReading) -> Bool {
    let elements = reading.parts.flatMap { $0.form.parts.map(\.element) }
    guard let year = elements.firstIndex(where: { $0.kind == .year }),
      let day = elements.firstIndex(of: .day), let month = elements.firstIndex(of: .month),
      day < year, month < year
    else { return false }
    var swapped = reading
    for index in swapped.parts.indices {
      for number in swapped.parts[index].form.parts.indices {
        let element = swapped.parts[index].form.parts[number].element
        if element == .day { swapped.parts[index].form.parts[number].element = .month }
        if element == .month { swapped.parts[index].form.parts[number].element = .day }
      }
    }
    // One name that only one order allows may be an error.
    let others = group.keys.indices.count { !swapped.isTime($0, in: group) }
    return others < 2 && others < group.keys.count || 10 * others < group.keys.count
  }

  /// Whether a date with a year of two digits, or any other date, is more likely than one of the same
  /// slots whose order is unknown: its files are the first of their months, or have a cadence.
  func isMoreRegular(_ reading: TimeReading, than other: TimeReading) -> Bool {
    guard reading.hasShortYear, let times = reading.times(in: group) else { return true }
    let slots = Set(reading.parts.map(\.slot))
    guard other.parts.contains(where: { slots.contains($0.slot) }) else { return true }
    let areFirsts = group.keys.indices.allSatisfy { reading.time(of: $0, in: group).day == 1 }
    let cadence = other.times(in: group).map { StartCadence($0).share } ?? 0
    return areFirsts || StartCadence(times).share >= 0.9 && cadence < 0.9
  }

  /// The slot of a year of two digits that is alone in its slot.
  private func shortYear(of reading: TimeReading) -> Int? {
    reading.parts.first { $0.form == DigitForm(.shortYear, count: 2) }?.slot
  }

  /// Whether a year of two digits is all that a reading tells, and most files share it with others.
  func sharesShortYear(_ reading: TimeReading) -> Bool {
    guard reading.precision == .year, let slot = shortYear(of: reading) else { return false }
    let years = Set(group.keys.indices.map { group.text(slot, of: $0).number })
    return 2 * years.count < group.keys.count
  }

  /// Whether a year of two digits is another one than the year of four digits in the same key, in a
  /// tenth of the keys.
  func contradictsYear(_ reading: TimeReading) -> Bool {
    guard let short = shortYear(of: reading) else { return false }
    return group.slots.indices.contains { slot in
      guard group.slots[slot].count == 4, reading.form(of: slot) == nil,
        forms[slot].contains(DigitForm(.year, count: 4))
      else { return false }
      let count = group.keys.indices.count { key in
        let year = group.text(slot, of: key).number
        return year <= 2040 && year % 100 != group.text(short, of: key).number
      }
      return 10 * count >= group.keys.count
    }
  }
}
