internal import Formats

/// A time in the restricted ISO 8601 form of the spec, `yyyy-mm-ddThh:mm:ss.sssZ`.
///
/// The text may end after the year, month, day, hour, minute or second, or have 1 to 9 digits after
/// the decimal point. A missing part counts as its smallest value, so `2010-05-08T12Z` is noon. Two
/// times are equal when they are the same instant, whatever their precision.
///
/// Spec: SCR 1.1 §5, "the trailing Z is required" and "Strings with less precision are allowed as
/// per ISO 8601". Reading: a fraction may have up to 9 digits, and the second is 60 only in the 27
/// leap seconds that there were.
public struct SCRTime: Sendable {
  /// Seconds since 1970-01-01T00:00:00Z, without leap seconds.
  ///
  /// In a leap second, the second 59 before it.
  public let seconds: Int64
  /// Nanoseconds within the second, from 0 to 999,999,999.
  public let nanoseconds: Int32
  /// The precision of the text.
  public let precision: Precision
  /// Whether the time is in a leap second, whose text has 60 as the second.
  public let isLeapSecond: Bool

  /// The precision of a time.
  public enum Precision: Sendable, Hashable {
    /// The year only.
    case year
    /// Year and month only.
    case month
    /// Year, month and day only.
    case day
    /// No minutes.
    case hour
    /// No seconds.
    case minute
    /// Whole seconds.
    case second
    /// A fraction of a second, of 1 to 9 digits.
    case fraction(digits: Int)

    /// The number of bytes of a time of this precision, with its Z.
    public var textLength: Int {
      switch self {
      case .year: 5
      case .month: 8
      case .day: 11
      case .hour: 14
      case .minute: 17
      case .second: 20
      case .fraction(let digits): 21 + digits
      }
    }
  }

  /// Creates a time from its parts.
  ///
  /// - Parameters:
  ///   - seconds: Seconds since 1970-01-01T00:00:00Z.
  ///   - nanoseconds: Nanoseconds within the second.
  ///   - precision: The precision of its text.
  public init(seconds: Int64, nanoseconds: Int32 = 0, precision: Precision = .second) {
    precondition(
      (0..<1_000_000_000).contains(nanoseconds), "nanoseconds are less than a second")
    self.init(
      seconds: seconds, nanoseconds: nanoseconds, precision: precision, isLeapSecond: false)
  }

  package init(seconds: Int64, nanoseconds: Int32, precision: Precision, isLeapSecond: Bool) {
    self.seconds = seconds
    self.nanoseconds = nanoseconds
    self.precision = precision
    self.isLeapSecond = isLeapSecond
  }

  /// The calendar year in UTC.
  public var year: Int { CalendarDate(daysSince1970: seconds.flooredQuotient(86400)).year }

  /// The seconds since 1970 that belong to a calendar year in UTC.
  package static func secondsOfYear(_ year: Int) -> Range<Int64> {
    let first = CalendarDate(year: year, month: 1, day: 1).daysSince1970
    let next = CalendarDate(year: year + 1, month: 1, day: 1).daysSince1970
    return first * 86400..<next * 86400
  }

  /// The time with whole seconds, or with its fraction if it has one.
  public var text: String { text(precision: precision.textLength < 20 ? .second : precision) }

  /// Writes the time with a given precision; smaller parts are truncated.
  ///
  /// - Parameter precision: The precision.
  /// - Returns: A string that reads as the same time, up to the precision.
  public func text(precision: Precision) -> String {
    let date = CalendarDate(daysSince1970: seconds.flooredQuotient(86400))
    let second = Int(seconds - seconds.flooredQuotient(86400) * 86400)
    var text = "\(date)"
    if precision == .year { return text.prefix(4) + "Z" }
    if precision == .month { return text.prefix(7) + "Z" }
    if precision == .day { return text + "Z" }
    text += "T" + second.dividedText(by: 3600, 24)
    if precision == .hour { return text + "Z" }
    text += ":" + second.dividedText(by: 60, 60)
    if precision == .minute { return text + "Z" }
    text += ":" + (isLeapSecond ? "60" : second.dividedText(by: 1, 60))
    guard case .fraction(let digits) = precision else { return text + "Z" }
    let fraction = String(nanoseconds)
    let padded = String(repeating: "0", count: 9 - fraction.count) + fraction
    return text + "." + padded.prefix(digits) + "Z"
  }
}

extension SCRTime: Hashable, Comparable {
  /// Returns whether two times are the same instant.
  public static func == (left: SCRTime, right: SCRTime) -> Bool {
    left.seconds == right.seconds && left.nanoseconds == right.nanoseconds
      && left.isLeapSecond == right.isLeapSecond
  }

  /// Orders times from the earlier to the later; a leap second is between the seconds 59 and 0.
  public static func < (left: SCRTime, right: SCRTime) -> Bool {
    if left.seconds != right.seconds { return left.seconds < right.seconds }
    if left.isLeapSecond != right.isLeapSecond { return right.isLeapSecond }
    return left.nanoseconds < right.nanoseconds
  }

  /// Hashes the instant.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(seconds)
    hasher.combine(nanoseconds)
    hasher.combine(isLeapSecond)
  }
}

extension Int64 {
  /// Divides and rounds toward minus infinity, so that times before 1970 get the right day.
  package func flooredQuotient(_ divisor: Int64) -> Int64 {
    let (quotient, rest) = quotientAndRemainder(dividingBy: divisor)
    return rest < 0 ? quotient - 1 : quotient
  }
}

extension Int {
  /// Writes one element of a time of day in two digits.
  func dividedText(by unit: Int, _ modulus: Int) -> String {
    let value = self / unit % modulus
    return (value < 10 ? "0" : "") + String(value)
  }
}
