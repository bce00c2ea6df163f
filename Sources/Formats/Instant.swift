/// A moment in UTC, as servers and listings give it: seconds and nanoseconds since 1970.
package struct Instant: Sendable, Hashable, Comparable {
  /// The seconds since 1970-01-01T00:00:00Z, without leap seconds.
  package let seconds: Int64
  /// The nanoseconds within the second, from 0 to 999,999,999.
  package let nanoseconds: Int32

  /// Creates an instant.
  ///
  /// - Parameters:
  ///   - seconds: The seconds since 1970-01-01T00:00:00Z.
  ///   - nanoseconds: The nanoseconds within the second.
  package init(seconds: Int64, nanoseconds: Int32 = 0) {
    precondition((0..<1_000_000_000).contains(nanoseconds), "nanoseconds are less than a second")
    self.seconds = seconds
    self.nanoseconds = nanoseconds
  }

  /// Orders instants from the earlier to the later.
  package static func < (left: Instant, right: Instant) -> Bool {
    (left.seconds, left.nanoseconds) < (right.seconds, right.nanoseconds)
  }

  /// The instant as `yyyy-mm-ddThh:mm:ssZ`, with nine digits after a decimal point unless it is a
  /// whole second.
  package var text: String {
    let day = (seconds >= 0 ? seconds : seconds - 86399) / 86400
    let second = Int(seconds - day * 86400)
    func pair(_ value: Int) -> String { (value < 10 ? "0" : "") + String(value) }
    var text = "\(CalendarDate(daysSince1970: day))T"
    text += "\(pair(second / 3600)):\(pair(second / 60 % 60)):\(pair(second % 60))"
    if nanoseconds > 0 {
      let digits = String(nanoseconds)
      text += "." + String(repeating: "0", count: 9 - digits.utf8.count) + digits
    }
    return text + "Z"
  }
}
