/// The precision of times in words.
enum TimePrecision {
  /// The smallest unit of a valid time.
  ///
  /// - Parameter length: The bytes of the time, including its Z.
  /// - Returns: Words such as `seconds` or `milliseconds`.
  static func words(length: Int) -> String {
    switch length {
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
