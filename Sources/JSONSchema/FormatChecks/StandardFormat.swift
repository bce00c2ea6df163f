internal import Patterns

/// The formats of draft 2020-12 that this module knows.
///
/// Spec: JSON Schema Validation 2020-12, 7.3.
enum StandardFormat {
  /// Returns the check of a format; nil if this module does not know it.
  static func check(named name: String) -> FormatCheck? {
    guard let (isFine, expected) = checks[name] else { return nil }
    return FormatCheck { text in
      isFine(text)
        ? nil
        : FormatFault(kind: "malformed", message: "malformed \(name)", expected: expected)
    }
  }

  private typealias Check = @Sendable (Span<UInt8>) -> Bool

  private static let checks: [String: (Check, String)] = [
    "date-time": (isDateTime, "a date and time such as 2010-05-08T12:00:00Z"),
    "date": (isDate, "a date such as 2010-05-08"),
    "time": (isTime, "a time such as 12:00:00Z"),
    "uri": ({ URICheck.isURI($0) }, "a URI such as https://example.org/"),
    "uri-reference": ({ URICheck.isReference($0) }, "a URI or a relative reference"),
    "ipv4": ({ InternetAddress.isVersion4($0) }, "an address such as 192.0.2.1"),
    "ipv6": ({ InternetAddress.isVersion6($0) }, "an address such as 2001:db8::1"),
    "email": ({ EmailCheck.isAddress($0) }, "an address such as name@example.org"),
    "regex": (isPattern, "a regular expression"),
    "json-pointer": (isPointer, "a JSON pointer such as /a/0"),
    "uuid": (isUUID, "a UUID such as 2eb8aa08-aa98-11ea-b4aa-73b441d16380"),
  ]

  @Sendable private static func isPattern(_ text: Span<UInt8>) -> Bool {
    Pattern.fault(in: String(text)) == nil
  }

  @Sendable private static func isPointer(_ text: Span<UInt8>) -> Bool {
    guard text.count > 0 else { return true }
    guard text[0] == UInt8(ascii: "/") else { return false }
    for index in 0..<text.count where text[index] == UInt8(ascii: "~") {
      guard index + 1 < text.count, text[index + 1] | 1 == UInt8(ascii: "1") else { return false }
    }
    return true
  }

  @Sendable private static func isUUID(_ text: Span<UInt8>) -> Bool {
    guard text.count == 36 else { return false }
    for index in 0..<36 {
      let isDash = [8, 13, 18, 23].contains(index)
      guard isDash ? text[index] == UInt8(ascii: "-") : text[index].isHexadecimalDigit else {
        return false
      }
    }
    return true
  }
}

// MARK: - Dates and times

extension StandardFormat {
  @Sendable private static func isDateTime(_ text: Span<UInt8>) -> Bool {
    guard text.count > 11, text[10] | 0x20 == UInt8(ascii: "t") else { return false }
    return isDate(text.extracting(0..<10)) && isTime(text.extracting(11..<text.count))
  }

  @Sendable private static func isDate(_ text: Span<UInt8>) -> Bool {
    guard text.count == 10, text[4] == UInt8(ascii: "-"), text[7] == UInt8(ascii: "-"),
      let year = number(in: text, 0..<4), let month = number(in: text, 5..<7),
      let day = number(in: text, 8..<10), (1...12).contains(month)
    else { return false }
    let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    let days = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    return (1...days[month - 1]).contains(day)
  }

  /// Tells whether a string is a time with a zone; a leap second must end a day in UTC.
  @Sendable private static func isTime(_ text: Span<UInt8>) -> Bool {
    guard text.count >= 9, text[2] == UInt8(ascii: ":"), text[5] == UInt8(ascii: ":"),
      let hour = number(in: text, 0..<2), let minute = number(in: text, 3..<5),
      let second = number(in: text, 6..<8), hour < 24, minute < 60, second <= 60
    else { return false }
    var index = 8
    if text[index] == UInt8(ascii: ".") {
      index += 1
      let first = index
      while index < text.count, text[index].isDigit { index += 1 }
      guard index > first else { return false }
    }
    guard let offset = zoneOffset(in: text.extracting(index..<text.count)) else { return false }
    let minuteOfDay = (hour * 60 + minute - offset + 2 * 1_440) % 1_440
    return second < 60 || minuteOfDay == 1_439
  }

  /// Returns the offset from UTC in minutes; nil if the string is not an offset.
  private static func zoneOffset(in text: Span<UInt8>) -> Int? {
    if text.count == 1, text[0] | 0x20 == UInt8(ascii: "z") { return 0 }
    guard text.count == 6, text[3] == UInt8(ascii: ":"), let hour = number(in: text, 1..<3),
      let minute = number(in: text, 4..<6), hour < 24, minute < 60
    else { return nil }
    switch text[0] {
    case UInt8(ascii: "+"): return hour * 60 + minute
    case UInt8(ascii: "-"): return -(hour * 60 + minute)
    default: return nil
    }
  }

  private static func number(in text: Span<UInt8>, _ range: Range<Int>) -> Int? {
    var value = 0
    for index in range {
      guard text[index].isDigit else { return nil }
      value = value * 10 + Int(text[index] - 0x30)
    }
    return value
  }
}

// MARK: - Bytes

extension UInt8 {
  /// Whether the byte is an ASCII digit.
  var isDigit: Bool { self &- 0x30 < 10 }
  /// Whether the byte is an ASCII letter.
  var isLetter: Bool { self | 0x20 &- 0x61 < 26 }
  /// Whether the byte is a hexadecimal digit in ASCII.
  var isHexadecimalDigit: Bool { isDigit || self | 0x20 &- 0x61 < 6 }
}

extension String {
  /// Makes a string of bytes; those that are not UTF-8 become U+FFFD.
  init(_ text: Span<UInt8>) {
    self.init(decoding: (0..<text.count).map { text[$0] }, as: UTF8.self)
  }
}
