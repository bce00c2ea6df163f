internal import SharedCloudRegistry

/// The elements of a time in a name.
package struct NamedTime: Sendable, Hashable, BitwiseCopyable {
  // Each is -1 if absent from the name.
  var year: Int32 = -1
  var month: Int32 = -1
  var day: Int32 = -1
  var dayOfYear: Int32 = -1
  var hour: Int32 = -1
  var minute: Int32 = -1
  var second: Int32 = -1
  /// Microseconds within the second.
  var fraction: Int32 = -1

  /// Why the elements are not a time, in one line.
  package struct Fault: Error, Sendable, Hashable {
    /// The fault.
    package var message: String
  }

  /// Whether all elements are absent.
  var isEmpty: Bool { namesNoDay && year & hour & minute & second & fraction == -1 }

  /// Whether neither the month nor the day is named.
  private var namesNoDay: Bool { month & day & dayOfYear == -1 }

  /// Whether no element is smaller than a day.
  var isCoarse: Bool { hour & minute & second & fraction == -1 }

  /// Takes the digits of an element.
  mutating func take(_ element: TimeElement, _ digits: Span<UInt8>) {
    var value: Int32 = 0
    for index in 0..<digits.count where index < 6 || element != .fraction {
      // If an expression allows more digits, the value stays too large for a time.
      value = min(value, 99_999_999) * 10 + Int32(digits[index] &- 0x30)
    }
    switch element {
    case .year: year = value
    // Space flight began in 1957: two digits mean a year from then on.
    case .shortYear: year = value + (value < 57 ? 2000 : 1900)
    case .month: month = value
    case .day: day = value
    case .dayOfYear: dayOfYear = value
    case .hour: hour = value
    case .minute: minute = value
    case .second: second = value
    case .fraction:
      for _ in Swift.min(digits.count, 6)..<6 { value *= 10 }
      fraction = value
    }
  }

  /// Adds absent elements from elsewhere, such as the year from the directory.
  mutating func fill(from other: NamedTime) {
    if year < 0 { year = other.year }
    if namesNoDay {
      dayOfYear = other.dayOfYear
      month = other.month
      day = other.day
    } else if dayOfYear < 0 {
      if month < 0 { month = other.month }
      if day < 0 { day = other.day }
    }
    if hour < 0 { hour = other.hour }
    if minute < 0 { minute = other.minute }
    if second < 0 { second = other.second }
    if fraction < 0 { fraction = other.fraction }
  }

  /// The instant in microseconds since 1970; absent elements have their smallest value.
  ///
  /// Hour 24 is midnight of the next day, second 60 the first of the next minute.
  ///
  /// - Throws: Why the elements are not a time, such as month 13.
  package func microseconds() throws(Fault) -> Int64 {
    guard year >= 0 else { throw Fault(message: "the name has no year") }
    guard (1...9999).contains(year) else { throw Fault(message: "there is no year \(year)") }
    let (hour, minute, second) = (max(hour, 0), max(minute, 0), max(second, 0))
    guard minute < 60 else { throw Fault(message: "there is no minute \(minute)") }
    guard second <= 60 else { throw Fault(message: "there is no second \(second)") }
    guard hour < 24 || hour == 24 && minute == 0 && second == 0 else {
      throw Fault(message: "there is no hour \(hour)")
    }
    let seconds = try days(Int(year)) * 86400 + Int64(hour * 3600 + minute * 60 + second)
    return seconds * 1_000_000 + Int64(max(fraction, 0))
  }

  /// The day in days since 1970.
  private func days(_ year: Int) throws(Fault) -> Int64 {
    if dayOfYear >= 0 {
      let length = CalendarDate.isLeap(year) ? 366 : 365
      guard (1...length).contains(Int(dayOfYear)) else {
        throw Fault(message: "there is no day \(dayOfYear) of the year \(year)")
      }
      return CalendarDate(year: year, month: 1, day: 1).daysSince1970 + Int64(dayOfYear - 1)
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
  /// Absent elements are those of the start, or of the next day if the end would come before it.
  /// If the end is a day, month or year, the result is the end of that period.
  ///
  /// - Parameters:
  ///   - start: The elements of the start.
  ///   - instant: The start in microseconds since 1970.
  /// - Returns: The end.
  /// - Throws: Why the elements are not a time.
  func end(of start: NamedTime, at instant: Int64) throws(Fault) -> Int64 {
    var end = self
    let namesDay = year >= 0 || !namesNoDay
    if !namesDay {
      (end.year, end.month, end.day) = (start.year, start.month, start.day)
      end.dayOfYear = start.dayOfYear
    } else {
      if year < 0 { end.year = start.year }
      if dayOfYear < 0, day >= 0, month < 0 { end.month = start.month }
    }
    guard isCoarse else {
      let found = try end.microseconds()
      let day: Int64 = 86_400_000_000
      return !namesDay && found < instant ? found + day : found
    }
    return Period(of: end).end(after: try end.microseconds())
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
