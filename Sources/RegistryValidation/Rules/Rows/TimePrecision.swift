internal import SharedCloudRegistry

/// The precision of times in words.
enum TimePrecision {
  /// The smallest unit of a valid time.
  ///
  /// - Parameter length: The bytes of the time, including its Z.
  /// - Returns: Words such as `seconds` or `milliseconds`.
  static func words(length: Int) -> String {
    switch length {
    case 5: "the year only"
    case 8: "months only"
    case 11: "days only"
    case 14: "hours only"
    case 17: "minutes only"
    case 20: "seconds"
    case 24: "milliseconds"
    case 27: "microseconds"
    case 30: "nanoseconds"
    case 22...: "\(length - 21) decimal place\(length == 22 ? "" : "s")"
    default: "\(length) characters"
    }
  }
}

extension SCRTime.Precision {
  /// The precision of a time with so many bytes; nil if no time has that length.
  init?(textLength: Int) {
    switch textLength {
    case 11: self = .day
    case 14: self = .hour
    case 17: self = .minute
    case 20: self = .second
    case 22...30: self = .fraction(digits: textLength - 21)
    default: return nil
    }
  }
}
