extension Instant {
  /// Reads a time with its zone: `2024-05-06T07:08:09.000Z`, `2024-05-06 07:08:09+00:00`.
  ///
  /// A fraction may have 1 to 9 digits. The second is 60 only in a leap second, which counts as the
  /// second 59 before it.
  ///
  /// - Parameter text: The text; the result is nil if it is not a time, or has no zone.
  package init?(iso8601 text: String) { self.init(iso8601: Array(text.utf8)[...]) }

  /// Reads a time of ISO 8601 with its zone, from bytes.
  ///
  /// - Parameter text: The text; the result is nil if it is not a time, or has no zone.
  package init?(iso8601 text: ArraySlice<UInt8>) {
    let bytes = Array(text)
    guard bytes.count >= 20, bytes[10] == UInt8(ascii: "T") || bytes[10] == 0x20,
      let day = Self.day(bytes[..<10]), let second = Self.secondOfDay(bytes[11..<19], of: day)
    else { return nil }
    var rest = bytes[19...]
    var nanoseconds: Int32 = 0
    if rest.first == UInt8(ascii: ".") {
      let digits = rest.dropFirst().prefix { $0 &- 0x30 < 10 }
      guard (1...9).contains(digits.count) else { return nil }
      for digit in digits { nanoseconds = nanoseconds * 10 + Int32(digit - 0x30) }
      for _ in digits.count..<9 { nanoseconds *= 10 }
      rest = rest[digits.endIndex...]
    }
    guard let shift = Self.zone(rest) else { return nil }
    self.init(seconds: day * 86400 + second - shift, nanoseconds: nanoseconds)
  }

  /// Reads a date of HTTP, such as `Wed, 21 Oct 2026 07:28:00 GMT`.
  ///
  /// Source: RFC 9110, section 5.6.7; the obsolete forms are not read.
  ///
  /// - Parameter text: The text; the result is nil if it is not such a date.
  package init?(httpDate text: String) {
    let months = [
      "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
    let parts = text.split(separator: " ")
    guard parts.count == 6, parts[0].hasSuffix(","), parts[5] == "GMT",
      let month = months.firstIndex(where: { $0 == parts[2] })
    else { return nil }
    func padded(_ text: some StringProtocol) -> String { (text.utf8.count == 1 ? "0" : "") + text }
    let text = "\(parts[3])-\(padded(String(month + 1)))-\(padded(parts[1]))T\(parts[4])Z"
    guard text.utf8.count == 20 else { return nil }
    self.init(iso8601: text)
  }

  /// Reads seconds since 1970 with or without a fraction, as `find` writes them.
  ///
  /// - Parameter text: The text; the result is nil if it is not a number, or too large.
  package init?(secondsSince1970 text: String) {
    let parts = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    guard let whole = Int64(parts[0]), whole.magnitude < 1 << 36 else { return nil }
    guard parts.count == 2 else {
      self.init(seconds: whole)
      return
    }
    let digits = parts[1].prefix(9)
    guard parts[1].utf8.allSatisfy({ $0 &- 0x30 < 10 }), !digits.isEmpty else { return nil }
    let fraction = Int32(digits + String(repeating: "0", count: 9 - digits.count)) ?? 0
    // For times before 1970, find writes a fraction that counts away from zero.
    self.init(seconds: whole, nanoseconds: whole >= 0 ? fraction : 0)
  }

  /// Reads `yyyy-mm-dd`, in days since 1970.
  private static func day(_ text: ArraySlice<UInt8>) -> Int64? {
    let start = text.startIndex
    guard text[start + 4] == UInt8(ascii: "-"), text[start + 7] == UInt8(ascii: "-"),
      let year = number(text[start..<start + 4]), let month = number(text[start + 5..<start + 7]),
      let day = number(text[start + 8..<start + 10]), year > 0, (1...12).contains(month),
      day > 0, day <= CalendarDate.length(ofMonth: month, year: year)
    else { return nil }
    return CalendarDate(year: year, month: month, day: day).daysSince1970
  }

  /// Reads `hh:mm:ss`, in seconds since midnight.
  private static func secondOfDay(_ text: ArraySlice<UInt8>, of day: Int64) -> Int64? {
    let start = text.startIndex
    guard text[start + 2] == UInt8(ascii: ":"), text[start + 5] == UInt8(ascii: ":"),
      let hour = number(text[start..<start + 2]), let minute = number(text[start + 3..<start + 5]),
      let second = number(text[start + 6..<start + 8]), hour < 24, minute < 60
    else { return nil }
    let isLeapSecond = second == 60 && hour == 23 && minute == 59 && LeapSeconds.isAtEnd(of: day)
    guard second < 60 || isLeapSecond else { return nil }
    return Int64(hour * 3600 + minute * 60 + Swift.min(second, 59))
  }

  /// Reads `Z`, `+hh:mm` or `+hhmm`, in seconds.
  private static func zone(_ text: ArraySlice<UInt8>) -> Int64? {
    guard let sign = text.first else { return nil }
    if sign == UInt8(ascii: "Z") { return text.count == 1 ? 0 : nil }
    guard sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") else { return nil }
    let digits = Array(text.dropFirst().filter { $0 != UInt8(ascii: ":") })
    guard digits.count == 4, text.count == 5 || text[text.startIndex + 3] == UInt8(ascii: ":"),
      let hours = number(digits[..<2]), let minutes = number(digits[2...])
    else { return nil }
    let seconds = Int64(hours * 3600 + minutes * 60)
    return sign == UInt8(ascii: "-") ? -seconds : seconds
  }

  private static func number(_ digits: ArraySlice<UInt8>) -> Int? {
    var value = 0
    for digit in digits {
      guard digit &- 0x30 < 10 else { return nil }
      value = value * 10 + Int(digit - 0x30)
    }
    return value
  }
}
