/// Times in the names of RINEX and IONEX files: the day of the year, a digit for the whole day, and a
/// year of two digits, as in `igsg0010.15i`.
enum GeodeticTimes {
  /// The reading of such names.
  ///
  /// - Parameter group: The group.
  /// - Returns: The reading; nil if the names do not have this form, or if the days have no cadence.
  static func reading(of group: NameGroup) -> TimeReading? {
    guard group.keys.count >= 3 else { return nil }
    for (number, slot) in group.slots.enumerated().dropFirst() {
      guard let day = day(number - 1, in: group), slot.isInName, slot.isFixed, slot.count == 2,
        slot.piece == group.slots[number - 1].piece + 2, slot.before.last == UInt8(ascii: "."),
        slot.before.count + day.rest == 2, group.letter(after: number) != nil
      else { continue }
      var reading = TimeReading()
      reading.parts = [
        .init(slot: number - 1, form: day),
        .init(slot: number, form: DigitForm(.shortYear, count: 2)),
      ]
      guard let times = reading.times(in: group), 10 * Set(times).count >= 9 * times.count,
        StartCadence(times).share >= 0.9
      else { continue }
      return reading
    }
    return nil
  }

  /// The form of three digits for the day, after which a zero may mean the whole day.
  private static func day(_ number: Int, in group: NameGroup) -> DigitForm? {
    let slot = group.slots[number]
    guard slot.kind == .digits, slot.isInName, slot.isFixed, slot.count == 3 || slot.count == 4
    else { return nil }
    var form = DigitForm(.dayOfYear, count: 3)
    form.rest = slot.count - 3
    let isDay = group.keys.indices.allSatisfy { key in
      let text = group.text(number, of: key)
      return form.covers(text) && (form.rest == 0 || text.last == UInt8(ascii: "0"))
    }
    return isDay ? form : nil
  }
}
