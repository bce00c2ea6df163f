/// Parts of a year or day that names tell and templates can't read.
enum UnreadPeriod {
  /// Why a year or a day alone is not the start.
  ///
  /// - Parameters:
  ///   - group: The group.
  ///   - reading: The reading of the start.
  /// - Returns: The reason, in one line; nil if the names tell no such part.
  static func reason(of group: NameGroup, beyond reading: TimeReading) -> String? {
    for (number, slot) in group.slots.enumerated()
    where slot.kind == .digits && !slot.isConstant && reading.form(of: number) == nil {
      let reason =
        switch reading.precision {
        case .year: partOfYear(number, in: group) ?? twelve(number, in: group)
        case .day: partOfDay(number, after: reading, in: group)
        default: nil as String?
        }
      if let reason { return reason }
    }
    return nil
  }

  /// Quarters and weeks.
  private static func partOfYear(_ number: Int, in group: NameGroup) -> String? {
    let values = group.keys.indices.map { group.text(number, of: $0).number }
    guard group.isPeriod(number), values.allSatisfy({ $0 >= 1 }) else { return nil }
    let most = values.max() ?? 0
    let letter = group.slots[number].before.last.map { $0 | 0x20 }
    if letter == UInt8(ascii: "q") { return most <= 4 ? "templates can't read quarters" : nil }
    return most <= 53 ? "templates can't read weeks" : nil
  }

  /// Twelve numbers that may be months, and may be something else.
  private static func twelve(_ number: Int, in group: NameGroup) -> String? {
    let values = Set(group.keys.indices.map { group.text(number, of: $0).number })
    return values == Set(1...12) ? RepeatedValues.ambiguousMonth(number, in: group) : nil
  }

  /// Seconds or minutes of the day.
  private static func partOfDay(
    _ number: Int, after reading: TimeReading, in group: NameGroup
  ) -> String? {
    let slot = group.slots[number]
    guard slot.isInName, number > reading.parts.map(\.slot).max() ?? 0 else { return nil }
    let values = Set(group.keys.indices.map { group.text(number, of: $0).number })
    if isGrid(values, of: 86_400) || slot.count == 5 && slot.isFixed && areSeconds(values) {
      return "templates can't read seconds of the day"
    }
    return isGrid(values, of: 1440) ? "templates can't read minutes of the day" : nil
  }

  /// Whether numbers divide a day evenly: nine tenths of the multiples of one distance.
  private static func isGrid(_ values: Set<Int>, of length: Int) -> Bool {
    guard values.count >= 4, let most = values.max(), most < length else { return false }
    var distance = length
    for value in values { distance = greatestDivisor(distance, value) }
    // Numbers below 60 may be hours, which have their own code.
    return most >= length / 2 && most >= 60 && 10 * values.count * distance >= 9 * length
  }

  /// Whether numbers of five digits are spread over the seconds of a day.
  private static func areSeconds(_ values: Set<Int>) -> Bool {
    guard values.count >= 20, let least = values.min(), let most = values.max() else {
      return false
    }
    return most < 86_400 && most - least >= 64_800
  }

  private static func greatestDivisor(_ one: Int, _ other: Int) -> Int {
    other == 0 ? one : greatestDivisor(other, one % other)
  }
}
