/// Times whose elements have no leading zeros, as in `2021-1-3`.
///
/// A short number may count anything, so that its place or its values must tell that it is an element.
enum UnpaddedTimes {
  private static let chain: [TimeElement] = [.year, .month, .day, .hour, .minute, .second]

  /// The reading of a year, month and day that one separator joins, or that are directories of their
  /// own, and of the time of day that follows in the same way.
  ///
  /// - Parameter group: The group.
  /// - Returns: The reading; nil if there is no such date, or if every element has two digits.
  static func reading(of group: NameGroup) -> TimeReading? {
    // A name that tells the date needs no directory.
    for year in years(of: group).reversed() {
      if let reading = yearFirst(year, in: group) ?? yearLast(year, in: group) { return reading }
    }
    return nil
  }

  /// Why a year alone is not the start: two numbers before it may be day and month, or month and day.
  ///
  /// - Parameters:
  ///   - reading: The reading of the start.
  ///   - group: The group.
  /// - Returns: The reason, in one line; nil if there are no such numbers.
  static func ambiguity(before reading: TimeReading, in group: NameGroup) -> String? {
    guard reading.precision == .year, let year = reading.parts.first?.slot,
      let (first, second) = numbers(before: year, in: group),
      !group.slots[first].isConstant, !group.slots[second].isConstant,
      form(.day, of: first, in: group) != nil, form(.day, of: second, in: group) != nil,
      order(of: first, and: second, in: group) == nil
    else { return nil }
    return
      "the numbers before the year may be day and month, or month and day: write the template by hand"
  }

  /// The slots that may be years of four digits.
  private static func years(of group: NameGroup) -> [Int] {
    group.slots.indices.filter { slot in
      group.slots[slot].count == 4
        && group.forms(of: slot).contains(DigitForm(.year, count: 4))
    }
  }

  private static func yearFirst(_ year: Int, in group: NameGroup) -> TimeReading? {
    guard let joint = joint(after: year, in: group) else { return nil }
    var parts = [TimeReading.Part(slot: year, form: DigitForm(.year, count: 4))]
    for (element, slot) in zip(chain.dropFirst(), (year + 1)...) {
      guard group.slots.indices.contains(slot), self.joint(after: slot - 1, in: group) == joint,
        let form = form(element, of: slot, in: group)
      else { break }
      parts.append(.init(slot: slot, form: form))
    }
    return reading(parts, in: group)
  }

  /// Day and month before the year, in the order that days after the twelfth show.
  private static func yearLast(_ year: Int, in group: NameGroup) -> TimeReading? {
    guard let (first, second) = numbers(before: year, in: group),
      let (one, other) = order(of: first, and: second, in: group),
      let firstForm = form(one, of: first, in: group),
      let secondForm = form(other, of: second, in: group)
    else { return nil }
    return reading(
      [
        .init(slot: first, form: firstForm), .init(slot: second, form: secondForm),
        .init(slot: year, form: DigitForm(.year, count: 4)),
      ], in: group)
  }

  /// Which of two numbers is the day: the one that is greater than 12 in a tenth of the keys, and in
  /// two at least, since a single one may be an error; nil if neither or both are.
  private static func order(
    of first: Int, and second: Int, in group: NameGroup
  ) -> (TimeElement, TimeElement)? {
    func isDay(_ slot: Int) -> Bool {
      let count = group.keys.indices.count { group.text(slot, of: $0).number > 12 }
      return count >= 2 && 10 * count >= group.keys.count
    }
    switch (isDay(first), isDay(second)) {
    case (true, false): return (.day, .month)
    case (false, true): return (.month, .day)
    default: return nil
    }
  }

  /// The slots of two numbers that are joined with the year after them.
  private static func numbers(before year: Int, in group: NameGroup) -> (Int, Int)? {
    guard year >= 2, let joint = joint(after: year - 1, in: group),
      self.joint(after: year - 2, in: group) == joint
    else { return nil }
    return (year - 2, year - 1)
  }

  /// A reading of three elements or more, of which one has no leading zeros.
  private static func reading(_ parts: [TimeReading.Part], in group: NameGroup) -> TimeReading? {
    var reading = TimeReading()
    reading.parts = parts
    guard parts.count >= 3, parts.contains(where: \.form.isUnpadded),
      let times = reading.times(in: group), times.count <= 2 || Set(times).count > 1
    else { return nil }
    return reading
  }

  /// A reading with the day or hour that the keys tell in a number without leading zeros.
  ///
  /// The numbers must use the range of the element: days up to 28 at least, hours from 0 to 23, and
  /// at least twenty of them, since one number may be an error.
  ///
  /// - Parameters:
  ///   - reading: A reading up to the month or the day.
  ///   - group: The group.
  /// - Returns: The refined reading; nil if the keys don't support it.
  static func refined(_ reading: TimeReading, in group: NameGroup) -> TimeReading? {
    let element: TimeElement
    let least: Int
    switch reading.precision {
    case .month: (element, least) = (.day, 28)
    case .day: (element, least) = (.hour, 23)
    default: return nil
    }
    let last = reading.parts.map(\.slot).max() ?? 0
    let slots = group.slots.indices.filter { slot in
      slot > last && group.slots[slot].kind == .digits && !group.slots[slot].isFixed
    }
    guard slots.count == 1, let form = form(element, of: slots[0], in: group) else { return nil }
    let values = Set(group.keys.indices.map { group.text(slots[0], of: $0).number })
    guard values.count >= 20, values.contains(where: { $0 >= least }),
      element == .day || values.contains(0)
    else { return nil }
    var refined = reading
    refined.parts.append(.init(slot: slots[0], form: form))
    guard let times = refined.times(in: group), let before = reading.times(in: group),
      10 * Set(times).count >= 9 * times.count, Set(times).count >= 10 * Set(before).count
    else { return nil }
    return refined
  }

  /// The form of an element in a slot; nil if some key has something else there.
  private static func form(_ element: TimeElement, of slot: Int, in group: NameGroup) -> DigitForm?
  {
    guard group.slots[slot].kind == .digits else { return nil }
    var form = DigitForm(element, count: 2)
    form.isUnpadded = !group.slots[slot].isFixed || group.slots[slot].count != 2
    let isCovered = group.keys.indices.allSatisfy { key in
      let digits = group.text(slot, of: key)
      return form.hasLength(of: digits) && form.covers(digits)
    }
    return isCovered ? form : nil
  }

  /// What joins a slot and the next one: one byte, or a slash between two whole directories.
  private static func joint(after slot: Int, in group: NameGroup) -> UInt8? {
    let next = slot + 1
    guard group.slots.indices.contains(next) else { return nil }
    if group.slots[next].segment == group.slots[slot].segment {
      return group.slots[next].before.count == 1
        && group.slots[next].piece == group.slots[slot].piece + 2
        ? group.slots[next].before[0] : nil
    }
    let areWhole = group.slots[slot].isWholeSegment && group.slots[next].isWholeSegment
    return areWhole && group.slots[next].segment == group.slots[slot].segment + 1
      ? UInt8(ascii: "/") : nil
  }
}
