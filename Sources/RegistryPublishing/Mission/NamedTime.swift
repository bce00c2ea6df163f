internal import SharedCloudRegistry

/// The elements of a time as a name has them.
package struct NamedTime: Sendable, Hashable {
  var year: Int?
  var month: Int?
  var day: Int?
  var dayOfYear: Int?
  var hour: Int?
  var minute: Int?
  var second: Int?
  /// Microseconds within the second.
  var fraction: Int?

  /// Why the elements are no time, in one line.
  package struct Fault: Error, Sendable, Hashable {
    /// What is wrong.
    package var message: String
  }

  /// Whether there is no element.
  var isEmpty: Bool { self == NamedTime() }

  /// Whether no element is smaller than a day.
  var isCoarse: Bool { hour == nil && minute == nil && second == nil && fraction == nil }

  /// Takes the digits of an element.
  mutating func take(_ element: TimeElement, _ digits: Span<UInt8>) {
    var value = 0
    for index in 0..<digits.count where index < 6 || element != .fraction {
      value = value * 10 + Int(digits[index] &- 0x30)
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

  /// Takes what is not known from elsewhere, such as the year from the directory.
  mutating func fill(from other: NamedTime) {
    year = year ?? other.year
    if dayOfYear == nil, month == nil, day == nil {
      dayOfYear = other.dayOfYear
      month = other.month
      day = other.day
    } else if dayOfYear == nil {
      month = month ?? other.month
      day = day ?? other.day
    }
    hour = hour ?? other.hour
    minute = minute ?? other.minute
    second = second ?? other.second
    fraction = fraction ?? other.fraction
  }

  /// The instant in microseconds since 1970; what is not named counts as its smallest value.
  ///
  /// Hour 24 is midnight of the next day, second 60 the first of the next minute.
  ///
  /// - Throws: What keeps the elements from being a time, such as month 13.
  package func microseconds() throws(Fault) -> Int64 {
    guard let year else { throw Fault(message: "the name has no year") }
    guard year >= 1 else { throw Fault(message: "there is no year \(year)") }
    let second = second ?? 0
    let minute = minute ?? 0
    let hour = hour ?? 0
    guard minute < 60 else { throw Fault(message: "there is no minute \(minute)") }
    guard second <= 60 else { throw Fault(message: "there is no second \(second)") }
    guard hour < 24 || hour == 24 && minute == 0 && second == 0 else {
      throw Fault(message: "there is no hour \(hour)")
    }
    let seconds = try days(year) * 86400 + Int64(hour * 3600 + minute * 60 + second)
    return seconds * 1_000_000 + Int64(fraction ?? 0)
  }

  /// The day in days since 1970.
  private func days(_ year: Int) throws(Fault) -> Int64 {
    if let dayOfYear {
      let length = CalendarDate.isLeap(year) ? 366 : 365
      guard (1...length).contains(dayOfYear) else {
        throw Fault(message: "there is no day \(dayOfYear) of the year \(year)")
      }
      return CalendarDate(year: year, month: 1, day: 1).daysSince1970 + Int64(dayOfYear - 1)
    }
    let month = month ?? 1
    guard (1...12).contains(month) else { throw Fault(message: "there is no month \(month)") }
    let day = day ?? 1
    guard (1...CalendarDate.length(ofMonth: month, year: year)).contains(day) else {
      throw Fault(message: "there is no day \(day) of month \(month) of \(year)")
    }
    return CalendarDate(year: year, month: month, day: day).daysSince1970
  }

  /// The end in microseconds since 1970 that these elements name for a time that has begun.
  ///
  /// What is not named is taken from the start, or is the next day if that would lie before it. An
  /// end that is a day, month or year is the end of it.
  ///
  /// - Parameters:
  ///   - start: The elements of the start.
  ///   - instant: The start in microseconds since 1970.
  /// - Returns: The end.
  /// - Throws: What keeps the elements from being a time.
  func end(of start: NamedTime, at instant: Int64) throws(Fault) -> Int64 {
    var end = self
    let namesDay = year != nil || month != nil || day != nil || dayOfYear != nil
    if !namesDay {
      (end.year, end.month, end.day) = (start.year, start.month, start.day)
      end.dayOfYear = start.dayOfYear
    } else {
      end.year = year ?? start.year
      if dayOfYear == nil, day != nil { end.month = month ?? start.month }
    }
    guard isCoarse else {
      let found = try end.microseconds()
      let day: Int64 = 86_400_000_000
      return !namesDay && found < instant ? found + day : found
    }
    return Period(of: end).end(after: try end.microseconds())
  }
}

/// A stretch of the calendar.
enum Period: String, Sendable, Hashable {
  case day = "end-of-day"
  case month = "end-of-month"
  case year = "end-of-year"

  /// The smallest that a named time tells.
  init(of time: NamedTime) {
    self = time.day != nil || time.dayOfYear != nil ? .day : time.month != nil ? .month : .year
  }

  /// The first instant behind the period that an instant is in, in microseconds since 1970.
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
