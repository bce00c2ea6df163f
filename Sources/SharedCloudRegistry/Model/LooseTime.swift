internal import Formats

/// What a text means as a time, even if it is misspelled, found without allocations.
///
/// The misspellings that fill whole index files are read here, many million times: another
/// separator or zone, elements of one digit, no hyphens or colons, the day of the year. The result
/// is always that of ``TimeRepair``, which also has words for each fault.
enum LooseTime: Equatable {
  /// It means this time.
  case time(SCRTime)
  /// It means no time.
  case nothing
  /// Only ``TimeRepair`` can tell.
  case unclear

  /// Reads a text.
  init(_ text: Span<UInt8>) {
    guard text.count > 0, text.count <= 64, text[0] > 0x20, text[text.count - 1] > 0x20 else {
      self = .unclear
      return
    }
    var reader = LooseTimeReader()
    self = reader.date(text)
  }
}

/// Reads the elements of a misspelled time one by one.
private struct LooseTimeReader {
  private var offset = 0
  private var nanoseconds: Int32 = 0
  private var precision = SCRTime.Precision.second

  // No repair changes the elements that are read here, so what follows is what is repaired.
  mutating func date(_ text: Span<UInt8>) -> LooseTime {
    let (year, digits) = number(text)
    if digits == 8 {
      return day(
        year / 10000, month: year / 100 % 100, day: year % 100, in: text, isSeparated: false)
    }
    guard digits == 4 else { return .nothing }
    guard byte(text) == UInt8(ascii: "-") else { return isEnd(text) ? .unclear : .nothing }
    offset += 1
    let (month, monthDigits) = number(text)
    if monthDigits == 3 { return day(year, month: 1, day: month, in: text, isSeparated: false) }
    guard monthDigits == 1 || monthDigits == 2 else { return .nothing }
    guard byte(text) == UInt8(ascii: "-") else { return .unclear }
    offset += 1
    let (dayOfMonth, dayDigits) = number(text)
    guard dayDigits == 1 || dayDigits == 2 else { return .nothing }
    return day(year, month: month, day: dayOfMonth, in: text, isSeparated: true)
  }

  /// Reads what follows a date; one without hyphens between month and day may be a day of the year.
  private mutating func day(
    _ year: Int, month: Int, day: Int, in text: Span<UInt8>, isSeparated: Bool
  ) -> LooseTime {
    let isOfYear = !isSeparated && offset == 8 && text[4] == UInt8(ascii: "-")
    let length =
      isOfYear
      ? (CalendarDate.isLeap(year) ? 366 : 365)
      : (1...12).contains(month) ? CalendarDate.length(ofMonth: month, year: year) : 0
    guard year > 0, day >= 1, day <= length else { return .nothing }
    let first = CalendarDate(year: year, month: month, day: isOfYear ? 1 : day).daysSince1970
    let midnight = (first + Int64(isOfYear ? day - 1 : 0)) * 86400
    switch byte(text) {
    case UInt8(ascii: "T"), UInt8(ascii: "t"):
      offset += 1
      if isSeparated, byte(text) == UInt8(ascii: ":"), text[offset - 1] == UInt8(ascii: "T") {
        offset += 1
      }
    case UInt8(ascii: " ") where isSeparated, UInt8(ascii: ":") where isSeparated: offset += 1
    case 0, UInt8(ascii: "z"), UInt8(ascii: "Z"):
      precision = .day
      return zone(text, seconds: midnight)
    default: return .nothing
    }
    return timeOfDay(text, after: midnight)
  }

  private mutating func timeOfDay(_ text: Span<UInt8>, after midnight: Int64) -> LooseTime {
    let (first, digits) = number(text)
    var (hour, minute, second) = (first, 0, 0)
    if digits == 6 {
      (hour, minute, second) = (first / 10000, first / 100 % 100, first % 100)
    } else {
      guard digits == 1 || digits == 2, byte(text) == UInt8(ascii: ":") else { return .unclear }
      offset += 1
      let (value, minuteDigits) = number(text)
      guard minuteDigits == 1 || minuteDigits == 2 else { return .unclear }
      minute = value
      precision = .minute
      if byte(text) == UInt8(ascii: ":") {
        offset += 1
        let (value, secondDigits) = number(text)
        guard secondDigits == 1 || secondDigits == 2 else { return .unclear }
        second = value
        precision = .second
      }
    }
    if precision == .second, byte(text) == UInt8(ascii: ".") || byte(text) == UInt8(ascii: ",") {
      guard readFraction(text) else { return .unclear }
    }
    // Midnight at the end of a day, and leap seconds.
    guard hour != 24, second != 60 else { return .unclear }
    guard hour < 24, minute < 60, second < 60 else { return .nothing }
    return zone(text, seconds: midnight + Int64(hour * 3600 + minute * 60 + second))
  }

  /// Reads a fraction; false if it does not have 1 to 9 digits.
  private mutating func readFraction(_ text: Span<UInt8>) -> Bool {
    offset += 1
    let (value, digits) = number(text)
    guard digits >= 1, digits <= 9 else { return false }
    nanoseconds = Int32(value)
    for _ in digits..<9 { nanoseconds *= 10 }
    precision = .fraction(digits: digits)
    return true
  }

  /// Reads the end of the text: nothing, a Z of any case, or the distance from UTC.
  private mutating func zone(_ text: Span<UInt8>, seconds: Int64) -> LooseTime {
    let sign = byte(text)
    let left = text.count - offset
    var shift: Int64 = 0
    switch sign {
    case 0 where left == 0: break
    case UInt8(ascii: "Z"), UInt8(ascii: "z"): guard left == 1 else { return .unclear }
    case UInt8(ascii: "+"), UInt8(ascii: "-"):
      guard precision != .day, left == 3 || left == 5 || left == 6 else { return .unclear }
      offset += 1
      var (hours, hourDigits) = number(text)
      var minutes = 0
      if left == 5, hourDigits == 4 {
        (hours, minutes, hourDigits) = (hours / 100, hours % 100, 2)
      } else if left == 6, byte(text) == UInt8(ascii: ":") {
        offset += 1
        let (value, digits) = number(text)
        guard digits == 2 else { return .unclear }
        minutes = value
      }
      guard hourDigits == 2, offset == text.count, hours < 24, minutes < 60 else { return .unclear }
      shift = Int64(hours * 3600 + minutes * 60) * (sign == UInt8(ascii: "-") ? -1 : 1)
    // A repair may change what follows these.
    case UInt8(ascii: "."), UInt8(ascii: ","): return .unclear
    default: return .nothing
    }
    let time = SCRTime(seconds: seconds - shift, nanoseconds: nanoseconds, precision: precision)
    return shift == 0 || (1...9999).contains(time.year) ? .time(time) : .nothing
  }

  private func byte(_ text: Span<UInt8>) -> UInt8 { offset < text.count ? text[offset] : 0 }

  private func isEnd(_ text: Span<UInt8>) -> Bool {
    offset >= text.count || text[offset] | 0x20 == UInt8(ascii: "z")
  }

  /// Reads digits: their value, which is exact up to 18 digits, and their number.
  private mutating func number(_ text: Span<UInt8>) -> (value: Int, digits: Int) {
    let start = offset
    var value = 0
    while offset < text.count, text[offset] &- 0x30 < 10 {
      value = value &* 10 &+ Int(text[offset] &- 0x30)
      offset += 1
    }
    return (value, offset - start)
  }
}
