internal import Formats
internal import SharedCloudRegistry

/// The elements of a time in a name.
package struct NamedTime: Sendable, Hashable, BitwiseCopyable {
  // Each is -1 if absent from the name.
  var year: Int32 = -1
  /// The last two digits of the year.
  var shortYear: Int32 = -1
  var month: Int32 = -1
  var day: Int32 = -1
  var dayOfYear: Int32 = -1
  var hour: Int32 = -1
  var minute: Int32 = -1
  var second: Int32 = -1
  /// Microseconds within the second.
  var fraction: Int32 = -1
  /// The code of an element that has two different values; 0 if absent.
  private var clash: UInt8 = 0

  /// Why the elements are not a time, in one line.
  package struct Fault: Error, Sendable, Hashable {
    /// The fault.
    package var message: String
    /// Whether both times are possible, but in the wrong order.
    var isWrongOrder = false
  }

  /// Whether all elements are absent.
  var isEmpty: Bool { namesNoDay && !namesYear && hour & minute & second & fraction == -1 }

  /// Whether the year is named.
  private var namesYear: Bool { year & shortYear != -1 }

  /// Whether neither the month nor the day is named.
  private var namesNoDay: Bool { month & day & dayOfYear == -1 }

  /// Whether no element is smaller than a day.
  var isCoarse: Bool { hour & minute & second & fraction == -1 }

  /// Takes the digits of an element.
  mutating func take(_ element: TimeElement, digits: Span<UInt8>) {
    var value: Int32 = 0
    for index in 0..<digits.count where index < 6 || element != .fraction {
      // If an expression allows more digits, the value stays too large for a time.
      value = min(value, 99_999_999) * 10 + Int32(digits[index] &- 0x30)
    }
    switch element {
    case .year: Self.set(&year, to: value, code: 0x59, into: &clash)
    case .shortYear: Self.set(&shortYear, to: value, code: 0x79, into: &clash)
    case .month: Self.set(&month, to: value, code: 0x6D, into: &clash)
    case .shortMonthName, .monthName:
      Self.set(&month, to: MonthNames.number(of: digits), code: 0x6D, into: &clash)
    case .day: Self.set(&day, to: value, code: 0x64, into: &clash)
    case .dayOfYear: Self.set(&dayOfYear, to: value, code: 0x6A, into: &clash)
    case .hour: Self.set(&hour, to: value, code: 0x48, into: &clash)
    case .minute: Self.set(&minute, to: value, code: 0x4D, into: &clash)
    case .second: Self.set(&second, to: value, code: 0x53, into: &clash)
    case .fraction:
      for _ in Swift.min(digits.count, 6)..<6 { value *= 10 }
      Self.set(&fraction, to: value, code: 0x66, into: &clash)
    }
  }

  /// Gives an element its value, and notes a different earlier value.
  @inline(__always)
  private static func set(
    _ element: inout Int32, to value: Int32, code: UInt8, into clash: inout UInt8
  ) {
    if element >= 0, element != value { clash = code }
    element = value
  }

  /// Adds the elements from elsewhere, such as the year from the directory.
  ///
  /// An element that both have must have the same value in both.
  mutating func fill(from other: NamedTime) {
    Self.add(&year, value: other.year, code: 0x59, into: &clash)
    Self.add(&shortYear, value: other.shortYear, code: 0x79, into: &clash)
    Self.add(&month, value: other.month, code: 0x6D, into: &clash)
    Self.add(&day, value: other.day, code: 0x64, into: &clash)
    Self.add(&dayOfYear, value: other.dayOfYear, code: 0x6A, into: &clash)
    Self.add(&hour, value: other.hour, code: 0x48, into: &clash)
    Self.add(&minute, value: other.minute, code: 0x4D, into: &clash)
    Self.add(&second, value: other.second, code: 0x53, into: &clash)
    Self.add(&fraction, value: other.fraction, code: 0x66, into: &clash)
    if other.clash != 0 { clash = other.clash }
  }

  /// Adds the value of an element from elsewhere, and notes a difference.
  @inline(__always)
  private static func add(
    _ element: inout Int32, value: Int32, code: UInt8, into clash: inout UInt8
  ) {
    guard value >= 0 else { return }
    if element < 0 { element = value } else if element != value { clash = code }
  }

  /// The year, from four digits or two.
  ///
  /// - Throws: Why it is absent.
  private func fullYear() throws(Fault) -> Int32 {
    // Space flight began in 1957: two digits mean a year from then on.
    guard year >= 0 else { return shortYear + (shortYear < 57 ? 2000 : 1900) }
    if shortYear >= 0, year % 100 != shortYear { throw Self.contradiction("y") }
    return year
  }

  private static func contradiction(_ code: Character) -> Fault {
    Fault(message: "it contradicts itself: %\(code) has two different values")
  }

  /// The instant in microseconds since 1970; absent elements have their smallest value.
  ///
  /// Second 60 is one of the 27 leap seconds. A file that starts in it starts in the second 59
  /// before it, which is on the same day, and a file that ends then ends with the day. Hour 24 is
  /// the end of a day, and no file starts then.
  ///
  /// - Parameter isEnd: Whether the file ends at that time.
  /// - Returns: The instant.
  /// - Throws: Why the elements are not a time, such as month 13.
  package func microseconds(isEnd: Bool = false) throws(Fault) -> Int64 {
    guard clash == 0 else { throw Self.contradiction(Character(Unicode.Scalar(clash))) }
    guard namesYear else { throw Fault(message: "the name has no year") }
    if let missing { throw Fault(message: "the name has no \(missing)") }
    let year = try fullYear()
    guard (1...9999).contains(year) else { throw Fault(message: "there is no year \(year)") }
    let (hour, minute, second) = (max(hour, 0), max(minute, 0), max(second, 0))
    guard minute < 60 else { throw Fault(message: "there is no minute \(minute)") }
    guard second <= 60 else { throw Fault(message: "there is no second \(second)") }
    guard hour < 24 || isEnd && hour == 24 && minute == 0 && second == 0 else {
      throw Fault(message: "there is no hour \(hour)")
    }
    let days = try days(Int(year))
    guard second < 60 || hour == 23 && minute == 59 && LeapSeconds.isAtEnd(of: days) else {
      throw Fault(message: "there is no second 60 in this minute")
    }
    let counted = isEnd ? second : min(second, 59)
    let seconds = days * 86400 + Int64(hour * 3600 + minute * 60 + counted)
    return seconds * 1_000_000 + Int64(max(fraction, 0))
  }

  /// The element without which the smaller ones of a name say nothing; nil if there are all.
  private var missing: String? {
    let hasDay = day >= 0 || dayOfYear >= 0
    if day >= 0, month < 0, dayOfYear < 0 { return "month" }
    if hour >= 0, !hasDay { return "day" }
    if minute >= 0, hour < 0 { return "hour" }
    return second >= 0 && minute < 0 ? "minute" : nil
  }

  /// The day in days since 1970.
  private func days(_ year: Int) throws(Fault) -> Int64 {
    if dayOfYear >= 0 {
      let length = CalendarDate.isLeap(year) ? 366 : 365
      guard (1...length).contains(Int(dayOfYear)) else {
        throw Fault(message: "there is no day \(dayOfYear) of the year \(year)")
      }
      let days = CalendarDate(year: year, month: 1, day: 1).daysSince1970 + Int64(dayOfYear - 1)
      let date = CalendarDate(daysSince1970: days)
      guard month < 0 || date.month == Int(month), day < 0 || date.day == Int(day) else {
        throw Self.contradiction("j")
      }
      return days
    }
    let month = month < 0 ? 1 : Int(month)
    guard (1...12).contains(month) else { throw Fault(message: "there is no month \(month)") }
    let day = day < 0 ? 1 : Int(day)
    guard (1...CalendarDate.length(ofMonth: month, year: year)).contains(day) else {
      throw Fault(message: "there is no day \(day) of month \(month) of \(year)")
    }
    return CalendarDate(year: year, month: month, day: day).daysSince1970
  }

  /// The end in microseconds since 1970 that these elements name for a start.
  ///
  /// Larger elements that are absent are those of the start. If the end would then come before it, a
  /// time of day is that of the next day, a minute that of the next hour, a second that of the next
  /// minute, a month and day are those of the next year, and a day is that of the next month: each if
  /// the file then lasts for at most half of that time, and if the start's month has such a day.
  /// Otherwise the name is wrong, or its start and end are exchanged.
  /// If the end is a day, month or year, the result is the end of that period, which must be after
  /// the start.
  ///
  /// - Parameters:
  ///   - start: The elements of the start.
  ///   - instant: The start in microseconds since 1970.
  /// - Returns: The end.
  /// - Throws: Why the elements are not a time.
  func end(of start: NamedTime, at instant: Int64) throws(Fault) -> Int64 {
    var end = self
    let namesMonth = month >= 0 || dayOfYear >= 0
    if !namesMonth, day >= 0 {
      // The start may have the day of the year instead of the month.
      let date = CalendarDate(daysSince1970: instant.flooredQuotient(Self.dayLength))
      end.month = start.month >= 0 ? start.month : Int32(date.month)
    }
    if namesYear { return try end.whole(after: instant) }
    (end.year, end.shortYear) = (start.year, start.shortYear)
    if namesNoDay {
      (end.month, end.day) = (start.month, start.day)
      end.dayOfYear = start.dayOfYear
      return try end.timeOfDay(of: start, after: instant)
    }
    do throws(Fault) {
      return try end.whole(after: instant)
    } catch {
      // A day that the month lacks is an error of the name, not one of the next month.
      guard namesMonth || error.isWrongOrder,
        let later = end.nextPeriod(ofMonths: !namesMonth),
        let found = try? later.whole(after: instant),
        found - instant <= (namesMonth ? 183 : 16) * Self.dayLength
      else { throw error }
      return found
    }
  }

  /// The end that a time of day names, with the hour and so on of the start if it has none.
  private func timeOfDay(of start: NamedTime, after instant: Int64) throws(Fault) -> Int64 {
    var end = self
    var (length, next) = (Self.dayLength, "on the next day")
    if hour < 0 {
      end.hour = start.hour
      (length, next) = (3_600_000_000, "in the next hour")
      if minute < 0 {
        end.minute = start.minute
        (length, next) = (60_000_000, "in the next minute")
        if second < 0 {
          end.second = start.second
          (length, next) = (1_000_000, "in the next second")
        }
      }
    }
    let found = try end.microseconds(isEnd: true)
    guard found < instant else { return found }
    guard found + length - instant <= length / 2 else {
      throw Fault(message: "the stop is before the start, and not soon after it \(next)")
    }
    return found + length
  }

  private static let dayLength: Int64 = 86_400_000_000

  /// The end that the elements name, which must not be before the start.
  private func whole(after instant: Int64) throws(Fault) -> Int64 {
    let found =
      isCoarse
      ? Period(of: self).end(after: try microseconds()) : try microseconds(isEnd: true)
    guard found > instant || found == instant && !isCoarse else {
      throw Fault(message: "the stop is before the start", isWrongOrder: true)
    }
    return found
  }

  /// The same elements a year later, or a month later; nil if there is no such year.
  private func nextPeriod(ofMonths: Bool) -> NamedTime? {
    guard clash == 0, var later = try? fullYear() else { return nil }
    var next = self
    if ofMonths {
      guard month > 0 else { return nil }
      next.month = month % 12 + 1
      if next.month == 1 { later += 1 }
    } else {
      later += 1
    }
    (next.year, next.shortYear) = (later, -1)
    return next
  }
}

/// A period of the calendar.
enum Period: String, Sendable, Hashable {
  case day = "end-of-day"
  case month = "end-of-month"
  case year = "end-of-year"

  /// The period of the smallest element in a name.
  init(of time: NamedTime) {
    self = time.day >= 0 || time.dayOfYear >= 0 ? .day : time.month >= 0 ? .month : .year
  }

  /// The first instant after the period of an instant, in microseconds since 1970.
  func end(after instant: Int64) -> Int64 {
    let length: Int64 = 86_400_000_000
    let days = instant >= 0 ? instant / length : (instant - length + 1) / length
    var date = CalendarDate(daysSince1970: days)
    switch self {
    case .day: return (days + 1) * length
    case .month:
      date.day = 1
      date.month += 1
      if date.month == 13 { (date.year, date.month) = (date.year + 1, 1) }
    case .year: date = CalendarDate(year: date.year + 1, month: 1, day: 1)
    }
    return date.daysSince1970 * length
  }
}
