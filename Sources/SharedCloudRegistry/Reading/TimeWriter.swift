internal import Formats

/// Writes times of which most are on the same day as the one before.
struct TimeWriter: Sendable {
  private var day = Int64.min
  /// The last time: date, time of day, nanoseconds.
  private var text = Array("0000-00-00T00:00:00.000000000".utf8)

  /// Appends the text of a time.
  ///
  /// - Parameters:
  ///   - time: The time.
  ///   - precision: Its precision; smaller parts are truncated.
  ///   - output: Gets the bytes.
  mutating func append(
    _ time: SCRTime, precision: SCRTime.Precision, to output: inout [UInt8]
  ) {
    let length = precision.textLength
    guard length == 17 || length >= 20 else {
      output += time.text(precision: precision).utf8
      return
    }
    let day = time.seconds.flooredQuotient(86400)
    if day != self.day { setDay(day) }
    let second = Int(time.seconds - day * 86400)
    set(second / 3600, at: 11)
    set(second / 60 % 60, at: 14)
    set(time.isLeapSecond ? 60 : second % 60, at: 17)
    if length > 20 { setNanoseconds(Int(time.nanoseconds)) }
    output.append(text.span.extracting(0..<length - 1))
    output.append(UInt8(ascii: "Z"))
  }

  private mutating func setDay(_ day: Int64) {
    self.day = day
    let date = CalendarDate(daysSince1970: day)
    set(date.year / 100, at: 0)
    set(date.year % 100, at: 2)
    set(date.month, at: 5)
    set(date.day, at: 8)
  }

  /// Writes two digits.
  private mutating func set(_ value: Int, at index: Int) {
    text[index] = UInt8(truncatingIfNeeded: 0x30 + value / 10 % 10)
    text[index + 1] = UInt8(truncatingIfNeeded: 0x30 + value % 10)
  }

  private mutating func setNanoseconds(_ value: Int) {
    var rest = value
    for index in (20..<29).reversed() {
      text[index] = UInt8(truncatingIfNeeded: 0x30 + rest % 10)
      rest /= 10
    }
  }
}

extension [UInt8] {
  /// Appends a number in decimal digits.
  mutating func appendDecimal(_ value: Int) {
    guard value >= 0 else {
      self += String(value).utf8
      return
    }
    var digits = InlineArray<20, UInt8>(repeating: 0)
    var start = digits.count
    var rest = value
    repeat {
      start -= 1
      digits[start] = UInt8(truncatingIfNeeded: 0x30 + rest % 10)
      rest /= 10
    } while rest > 0
    append(digits.span.extracting(start..<digits.count))
  }
}
