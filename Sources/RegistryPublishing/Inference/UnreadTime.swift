/// Times in names that inference does not read, and what to do about them.
enum UnreadTime {
  /// Why no time was found in the keys of a group.
  ///
  /// - Parameter group: The group.
  /// - Returns: The reason, in one line; nil if no slot looks like a time.
  static func reason(of group: NameGroup) -> String? {
    for slot in group.slots.indices.reversed()
    where group.slots[slot].kind == .digits && !group.slots[slot].isConstant {
      let texts = group.keys.indices.map { group.text(slot, of: $0) }
      guard group.slots[slot].isFixed else { continue }
      let reason =
        switch group.slots[slot].count {
        case 2: RepeatedValues.ambiguousMonth(slot, in: group)
        case 4: YearNumbers.reason(against: slot, in: group) ?? shortMonths(texts)
        case 5: shortDays(texts)
        case 6: unorderedDays(texts, year: "%y")
        case 7: julianDays(texts)
        case 8: distantDays(texts) ?? unorderedDays(texts, year: "%Y")
        case 10, 13: secondsSince1970(texts)
        default: nil as String?
        }
      if let reason { return reason }
    }
    return group.slots.indices.lazy.compactMap { constantDay($0, in: group) }.first
  }

  /// Why six digits that are the same in all names are not taken for the day.
  private static func constantDay(_ slot: Int, in group: NameGroup) -> String? {
    guard group.slots[slot].isConstant, group.keys.count > 2,
      group.forms(of: slot).contains(where: { $0.isShortDate && $0.rest == 0 })
    else { return nil }
    let text = String(decoding: group.text(slot, of: 0), as: UTF8.self)
    return "\(text) may be a day, but is the same in all names: infer from names of several days"
  }

  /// Why the times are not in UTC: an offset such as `+01:00` or `+0100` follows the time of day.
  ///
  /// - Parameters:
  ///   - reading: The reading of the start.
  ///   - group: The group.
  /// - Returns: The reason, in one line; nil if no offset but zero follows.
  static func offset(after reading: TimeReading, in group: NameGroup) -> String? {
    guard reading.kinds.contains(.minute), let last = reading.parts.map(\.slot).max(),
      group.slots.indices.contains(last + 1)
    else { return nil }
    let (first, next) = (last + 1, last + 2)
    let sign = group.slots[first].before
    let isPlus = sign == [UInt8(ascii: "+")]
    // Hours and minutes after a dash may be the stop, unless the start has seconds.
    guard isPlus || sign == [UInt8(ascii: "-")] && reading.kinds.contains(.second),
      group.slots[first].isFixed,
      group.slots[first].kind == .digits
    else { return nil }
    let hasColon =
      group.slots.indices.contains(next) && group.slots[next].before == [UInt8(ascii: ":")]
      && group.slots[next].count == 2 && group.slots[next].isFixed
    // After a dash, only the colon tells an offset from a stop.
    guard group.slots[first].count == 2 && hasColon || group.slots[first].count == 4 && isPlus
    else {
      return nil
    }
    let offsets = Set(
      group.keys.indices.map { key in
        Array(group.text(first, of: key)) + (hasColon ? Array(group.text(next, of: key)) : [])
      })
    // Offsets are few, and from -12 to +14 hours in quarters.
    let areOffsets =
      offsets.count <= 3
      && offsets.allSatisfy { offset in
        offset.prefix(2).number <= 14 && offset.suffix(2).number % 15 == 0
          && offset.suffix(2).number < 60
      }
    guard areOffsets, offsets.contains(where: { $0[...].number != 0 }) else { return nil }
    let example = offsets.sorted { $0.lexicographicallyPrecedes($1) }.last ?? []
    let text = String(decoding: sign + example, as: UTF8.self)
    return "the times have the offset \(text) from UTC, and templates read every time as UTC: "
      + "take the times from a listing"
  }

  /// Why the only numbers of changing length, beside a year of four digits, are no days of the year.
  ///
  /// - Parameter group: The group.
  /// - Returns: The reason, in one line; nil if there are no such numbers.
  static func dayOfYear(in group: NameGroup) -> String? {
    let slots = group.slots.indices.filter {
      group.slots[$0].kind == .digits && !group.slots[$0].isFixed
    }
    let hasYear = group.slots.indices.contains {
      group.forms(of: $0).contains(DigitForm(.year, count: 4))
    }
    guard hasYear, slots.count == 1 else { return nil }
    let texts = group.keys.indices.map { group.text(slots[0], of: $0) }
    let days = Set(texts.map(\.number))
    guard days.count >= 10, days.contains(where: { $0 > 31 }),
      days.allSatisfy({ (1...366).contains($0) }),
      texts.allSatisfy({ $0.first != UInt8(ascii: "0") })
    else { return nil }
    return "the number beside the year may be %-j, but also a counter: write the template by hand"
  }

  private static func secondsSince1970(_ texts: [ArraySlice<UInt8>]) -> String? {
    // From 1990 to 2060.
    let range = 631_152_000...2_840_140_800
    return texts.allSatisfy { range.contains($0.prefix(10).number) }
      ? "templates can't read seconds since 1970" : nil
  }

  private static func julianDays(_ texts: [ArraySlice<UInt8>]) -> String? {
    // From 1955 to 2060.
    texts.allSatisfy { (2_435_100...2_473_500).contains($0.number) }
      ? "templates can't read Julian days" : nil
  }

  private static func shortDays(_ texts: [ArraySlice<UInt8>]) -> String? {
    let days = Set(texts.map { $0.suffix(3).number })
    guard days.allSatisfy({ (1...366).contains($0) }), days.count >= 3 else { return nil }
    return "five digits may be %y%j, but also a counter: write the template by hand"
  }

  private static func shortMonths(_ texts: [ArraySlice<UInt8>]) -> String? {
    let months = Set(texts.map { $0.suffix(2).number })
    guard months.allSatisfy({ (1...12).contains($0) }), months.count >= 3 else { return nil }
    return "four digits may be %y%m, but also a counter or %m%d: write the template by hand"
  }

  /// Days whose digits may have the day or the month first, before the year.
  private static func unorderedDays(_ texts: [ArraySlice<UInt8>], year: String) -> String? {
    guard Set(texts).count >= 3,
      texts.allSatisfy({ text in
        (1...12).contains(text.prefix(2).number)
          && (1...12).contains(text.dropFirst(2).prefix(2).number)
          && (year == "%y" || (1957...2060).contains(text.suffix(4).number))
      })
    else { return nil }
    return "the digits may be %d%m\(year) or %m%d\(year): write the template by hand"
  }

  /// Days of years that are rare enough to be something else.
  private static func distantDays(_ texts: [ArraySlice<UInt8>]) -> String? {
    let years = texts.map { $0.prefix(4).number }
    guard let first = years.min(), let last = years.max(), first >= 1500, last <= 2500,
      texts.allSatisfy(isDay)
    else { return nil }
    let range = first == last ? "the year \(first)" : "years from \(first) to \(last)"
    return "the digits may be %Y%m%d in \(range), but only years from 1957 to 2060 are taken for "
      + "times: write the template by hand"
  }

  /// Whether eight digits are a day of some year.
  private static func isDay(_ digits: ArraySlice<UInt8>) -> Bool {
    let (year, month, day) = (
      Array(digits.prefix(4)), digits.dropFirst(4).prefix(2), digits.suffix(2)
    )
    let (months, days) = (Array(month), Array(day))
    var time = NamedTime()
    time.take(.year, digits: year.span)
    time.take(.month, digits: months.span)
    time.take(.day, digits: days.span)
    do throws(NamedTime.Fault) {
      _ = try time.microseconds()
      return true
    } catch {
      return false
    }
  }
}
