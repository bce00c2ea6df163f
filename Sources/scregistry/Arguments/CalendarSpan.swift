internal import Formats
internal import RegistryValidation
internal import SharedCloudRegistry

/// A duration that a user typed: `P30D`, `P1Y6M`, `PT12H`, `90s`.
///
/// Years and months follow the calendar: a month after 31 January is the last day of February.
struct CalendarSpan: Equatable {
  private var months = 0
  private var seconds = 0

  /// Reads a duration of ISO 8601, or a number and a unit; nil for anything else.
  init?(_ text: String) {
    guard text.hasPrefix("P") else {
      guard let span = TimeSpan(text) else { return nil }
      seconds = span.seconds
      return
    }
    var rest = text.dropFirst()
    for (unit, months) in [("Y", 12), ("M", 1)] {
      let digits = rest.prefix { $0.isASCII && $0.isNumber }
      guard !digits.isEmpty, rest.dropFirst(digits.count).hasPrefix(unit) else { continue }
      guard let number = Int(digits), number < 10_000 else { return nil }
      self.months += number * months
      rest = rest.dropFirst(digits.count + 1)
    }
    if months > 0, rest.isEmpty { return }
    guard let span = TimeSpan("P" + rest) else { return nil }
    seconds = span.seconds
  }

  /// The time after this duration.
  ///
  /// - Parameter time: The time before it.
  /// - Returns: The time; nil if it is not in the years 1 to 9999.
  func after(_ time: SCRTime) -> SCRTime? { moved(time, by: 1) }

  /// The time before this duration.
  ///
  /// - Parameter time: The time after it.
  /// - Returns: The time; nil if it is not in the years 1 to 9999.
  func before(_ time: SCRTime) -> SCRTime? { moved(time, by: -1) }

  private func moved(_ time: SCRTime, by sign: Int) -> SCRTime? {
    let days = (time.seconds - (time.seconds % 86400 + 86400) % 86400) / 86400
    let date = CalendarDate(daysSince1970: days)
    let month = date.year * 12 + date.month - 1 + sign * months
    var moved = CalendarDate(year: month / 12, month: month % 12 + 1, day: 1)
    let next = CalendarDate(year: (month + 1) / 12, month: (month + 1) % 12 + 1, day: 1)
    moved.day = Swift.min(date.day, Int(next.daysSince1970 - moved.daysSince1970))
    let shift = (moved.daysSince1970 - days) * 86400 + Int64(sign * seconds)
    let result = SCRTime(seconds: time.seconds + shift, nanoseconds: time.nanoseconds)
    return (1...9999).contains(result.year) ? result : nil
  }
}
