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
        case 4: shortMonths(texts)
        case 7: julianDays(texts)
        case 8: distantDays(texts)
        case 10, 13: secondsSince1970(texts)
        default: nil as String?
        }
      if let reason { return reason }
    }
    return nil
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

  private static func shortMonths(_ texts: [ArraySlice<UInt8>]) -> String? {
    let months = Set(texts.map { $0.suffix(2).number })
    guard months.allSatisfy({ (1...12).contains($0) }), months.count >= 3 else { return nil }
    return "four digits may be %y%m, but also a counter or %m%d: write the template by hand"
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
