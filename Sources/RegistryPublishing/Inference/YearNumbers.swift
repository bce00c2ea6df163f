/// Numbers of four digits that have the form of years, such as the orbits `ORB1990` to `ORB2059`.
enum YearNumbers {
  /// The least number of different years that are taken for years.
  private static let fewest = 3

  /// Words that name a number which is no year.
  private static let words: Set<String> = [
    "cr", "exp", "frame", "img", "no", "num", "obs", "orb", "orbit", "pass", "rev", "revolution",
    "run", "scan", "seq",
  ]

  /// Why the years of a reading that tells nothing else may be other numbers.
  ///
  /// - Parameters:
  ///   - reading: The reading.
  ///   - group: Its group.
  /// - Returns: The reason, in one line; nil if they are probably years.
  static func reason(against reading: TimeReading, in group: NameGroup) -> String? {
    guard let slot = yearAlone(of: reading, in: group) else { return nil }
    return reason(against: slot, in: group)
  }

  /// Why the four digits of a slot may be other numbers than years.
  ///
  /// - Parameters:
  ///   - slot: The number of the slot.
  ///   - group: Its group.
  /// - Returns: The reason, in one line; nil if they are probably years, or no years for certain.
  static func reason(against slot: Int, in group: NameGroup) -> String? {
    guard group.slots[slot].count == 4, group.forms(of: slot).contains(DigitForm(.year, count: 4))
    else { return nil }
    let values = Set(group.keys.indices.map { group.text(slot, of: $0).number })
    guard let first = values.min(), let last = values.max(), first < last else { return nil }
    let range = "the numbers from \(first) to \(last)"
    if last > group.thisYear { return "\(range) are no years, since some are in the future" }
    let word = group.slots[slot].word
    if words.contains(word) {
      return "\(range) after \(word) may be years, but also count something"
    }
    // Many files of two years say more, such as the week.
    let areAlone = values.count < fewest && group.keys.count == values.count
    return areAlone ? "\(first) and \(last) may be years, but also other numbers" : nil
  }

  /// What a proposal says of years that may be other numbers after all.
  ///
  /// - Parameters:
  ///   - reading: The reading of the start.
  ///   - group: The group.
  /// - Returns: The remark, in one line; nil if there is something else that tells them from numbers.
  static func remark(on reading: TimeReading, in group: NameGroup) -> String? {
    guard let slot = yearAlone(of: reading, in: group),
      DirectoryTimes(group, reading: reading).forms.isEmpty
    else { return nil }
    let values = group.keys.indices.map { group.text(slot, of: $0).number }
    guard let first = values.min(), let last = values.max(), first < last else { return nil }
    return "assumed: \(first) to \(last) are years, but they may also number orbits or files"
  }

  /// The slot of the year, if it is all that a reading tells, and not a directory.
  private static func yearAlone(of reading: TimeReading, in group: NameGroup) -> Int? {
    guard reading.precision == .year, reading.parts.count == 1, let part = reading.parts.first,
      part.form == DigitForm(.year, count: 4), !group.slots[part.slot].isWholeSegment
    else { return nil }
    return part.slot
  }
}
