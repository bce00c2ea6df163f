internal import Formats
internal import SharedCloudRegistry

/// The elements of the start that directories repeat.
struct DirectoryTimes {
  /// The form of each slot that repeats elements of the start in all keys.
  private(set) var forms: [Int: DigitForm] = [:]
  /// How much the directories support the reading.
  private(set) var agreement = 0

  /// Compares directories with a reading of the start.
  ///
  /// - Parameters:
  ///   - group: The group.
  ///   - reading: The reading.
  init(_ group: NameGroup, reading: TimeReading) {
    guard let times = reading.times(in: group) else { return }
    let dates = times.map { Date($0) }
    var parsed: Set<TimeElement> = []
    for slot in group.slots.indices where !group.slots[slot].isInName {
      guard reading.form(of: slot) == nil else {
        parsed.formUnion(reading.form(of: slot)?.parts.map(\.element.kind) ?? [])
        continue
      }
      let isYearLater = Self.hasYearLater(slot, group: group, dates: dates)
      let possible =
        group.slots[slot].kind == .digits && !group.slots[slot].isFixed
        ? DigitForm.unpadded : group.forms(of: slot)
      let found = possible.first { form in
        Self.follows(form, after: parsed, slot: group.slots[slot], isYearLater: isYearLater)
          && group.keys.indices.allSatisfy {
            dates[$0].has(form, digits: Array(group.text(slot, of: $0)))
          }
      }
      if let found {
        forms[slot] = found
        parsed.formUnion(found.parts.map(\.element.kind))
        agreement += found.parts.count * (group.slots[slot].isConstant ? 3 : 12)
      } else if group.slots[slot].count >= 4, !group.forms(of: slot).isEmpty,
        group.forms(of: slot).contains(where: { $0.parts.first?.element == .year })
      {
        agreement -= 30
      }
    }
  }

  /// Whether the year comes later in the directory of a slot, as in `Nov-20-2019`.
  private static func hasYearLater(_ slot: Int, group: NameGroup, dates: [Date]) -> Bool {
    let year = DigitForm(.year, count: 4)
    return group.slots.indices.contains { later in
      later > slot && group.slots[later].segment == group.slots[slot].segment
        && group.slots[later].kind == .digits && group.slots[later].count == 4
        && group.slots[later].isFixed
        && group.keys.indices.allSatisfy {
          dates[$0].has(year, digits: Array(group.text(later, of: $0)))
        }
    }
  }

  /// Tells whether a form may follow the elements of earlier directories.
  private static func follows(
    _ form: DigitForm, after parsed: Set<TimeElement>, slot: NameGroup.Slot, isYearLater: Bool
  ) -> Bool {
    guard form.rest == 0, let first = form.parts.first?.element.kind else { return false }
    if Set(form.parts.map(\.element.kind)).isDisjoint(with: parsed) == false {
      // A directory may repeat the date of its parent, from the year on.
      return first == .year && form.count >= 4
    }
    switch first {
    case .year: return form.count >= 4 || parsed.isEmpty && !slot.isConstant
    case .month, .dayOfYear: return parsed.contains(.year) || isYearLater
    case .day: return parsed.contains(.month) || isYearLater
    case .hour: return parsed.contains(.day) || parsed.contains(.dayOfYear)
    case .minute: return parsed.contains(.hour)
    default: return false
    }
  }
}

extension DirectoryTimes {
  /// The elements of one instant.
  fileprivate struct Date {
    private let year, month, day, dayOfYear, hour, minute: Int

    init(_ time: Int64) {
      let length: Int64 = 86_400_000_000
      let days = time >= 0 ? time / length : (time - length + 1) / length
      let date = CalendarDate(daysSince1970: days)
      let seconds = Int((time - days * length) / 1_000_000)
      (year, month, day) = (date.year, date.month, date.day)
      dayOfYear =
        Int(days - CalendarDate(year: date.year, month: 1, day: 1).daysSince1970) + 1
      (hour, minute) = (seconds / 3600, seconds / 60 % 60)
    }

    /// Tells whether digits in a form are elements of this instant.
    func has(_ form: DigitForm, digits: [UInt8]) -> Bool {
      var index = 0
      for part in form.parts {
        let value: Int
        switch part.element {
        case .year: value = year
        case .shortYear: value = year % 100
        case .month, .monthName, .shortMonthName: value = month
        case .day: value = day
        case .dayOfYear: value = dayOfYear
        case .hour: value = hour
        case .minute: value = minute
        default: return false
        }
        if part.element == .monthName || part.element == .shortMonthName {
          guard MonthNames.number(of: digits.span) == Int32(value) else { return false }
        } else {
          let end = form.isUnpadded ? digits.count : index + part.count
          guard end <= digits.count, digits[index..<end].number == value else { return false }
        }
        index += part.count
      }
      return true
    }
  }
}
