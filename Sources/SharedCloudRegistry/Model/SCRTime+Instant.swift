package import Formats

extension SCRTime {
  /// The time of an instant, with whole seconds or nine digits after the decimal point.
  ///
  /// - Parameter instant: The instant.
  package init(_ instant: Instant) {
    self.init(
      seconds: instant.seconds, nanoseconds: instant.nanoseconds,
      precision: instant.nanoseconds == 0 ? .second : .fraction(digits: 9))
  }

  /// The instant; for a leap second, the second before it.
  package var instant: Instant { Instant(seconds: seconds, nanoseconds: nanoseconds) }
}
