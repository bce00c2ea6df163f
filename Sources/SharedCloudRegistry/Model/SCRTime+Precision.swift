internal import Formats

/// Comparing times of different precision.
extension SCRTime {
  /// The time with all elements below a precision at their smallest value.
  ///
  /// - Parameter precision: The precision.
  /// - Returns: The latest time of this precision that is not after this one.
  package func cut(to precision: Precision) -> SCRTime {
    func floored(_ unit: Int64) -> SCRTime {
      SCRTime(seconds: seconds.flooredQuotient(unit) * unit, precision: precision)
    }
    var date = CalendarDate(daysSince1970: seconds.flooredQuotient(86400))
    switch precision {
    case .year, .month:
      date.day = 1
      if precision == .year { date.month = 1 }
      return SCRTime(seconds: date.daysSince1970 * 86400, precision: precision)
    case .day: return floored(86400)
    case .hour: return floored(3600)
    case .minute: return floored(60)
    case .second:
      return SCRTime(
        seconds: seconds, nanoseconds: 0, precision: precision, isLeapSecond: isLeapSecond)
    case .fraction(let digits):
      var unit: Int32 = 1
      for _ in Swift.min(digits, 9)..<9 { unit *= 10 }
      return SCRTime(
        seconds: seconds, nanoseconds: nanoseconds - nanoseconds % unit, precision: precision,
        isLeapSecond: isLeapSecond)
    }
  }

  /// The first instant after the year, month, day, hour, minute or second that the text names; after
  /// that of a text with fractions of a second.
  package var end: SCRTime {
    var date = CalendarDate(daysSince1970: seconds.flooredQuotient(86400))
    switch precision {
    case .year: date = CalendarDate(year: date.year + 1, month: 1, day: 1)
    case .month:
      date = CalendarDate(
        year: date.month == 12 ? date.year + 1 : date.year, month: date.month % 12 + 1, day: 1)
    case .day: return SCRTime(seconds: seconds + 86400)
    case .hour: return SCRTime(seconds: seconds + 3600)
    case .minute: return SCRTime(seconds: seconds + 60)
    case .second: return SCRTime(seconds: seconds + 1)
    case .fraction:
      return nanoseconds < 999_999_999
        ? SCRTime(seconds: seconds, nanoseconds: nanoseconds + 1) : SCRTime(seconds: seconds + 1)
    }
    return SCRTime(seconds: date.daysSince1970 * 86400)
  }

  /// Whether this is certainly before another time: a day, month or year may be all of it.
  ///
  /// - Parameter other: The other time.
  /// - Returns: Whether all that the text names is before it.
  package func ends(before other: SCRTime) -> Bool {
    precision.textLength < Precision.second.textLength ? end <= other : self < other
  }

  /// The coarser precision of two times.
  ///
  /// - Parameter other: The other time.
  /// - Returns: The precision of the time with the shorter text.
  package func coarserPrecision(with other: SCRTime) -> Precision {
    precision.textLength < other.precision.textLength ? precision : other.precision
  }

  /// Returns whether two times are equal as far as both are known.
  ///
  /// - Parameter other: The other time.
  /// - Returns: Whether they are equal at the coarser precision of the two.
  package func agrees(with other: SCRTime) -> Bool {
    let precision = coarserPrecision(with: other)
    return cut(to: precision) == other.cut(to: precision)
  }

  /// Returns whether this is an end that another time may be written as: the same time cut or
  /// rounded up to the coarser precision of the two.
  ///
  /// - Parameter end: The other time.
  /// - Returns: Whether it is.
  package func isEnd(of end: SCRTime) -> Bool {
    if agrees(with: end) { return true }
    guard self > end else { return false }
    let before =
      nanoseconds > 0
      ? SCRTime(seconds: seconds, nanoseconds: nanoseconds - 1)
      : SCRTime(seconds: seconds - 1, nanoseconds: 999_999_999)
    return before.cut(to: precision) == end.cut(to: precision)
      && precision.textLength < end.precision.textLength
  }

  /// Whether a range that ends at this time covers the rest of its year.
  ///
  /// `T23:59:59Z`, `T23:59:59.999Z` and `T23:59Z` on 31 December do: they are the last of their
  /// year that can be written with their precision.
  package var coversItsYear: Bool {
    let slack: Int64 =
      switch precision {
      case .year: 366 * 86400
      case .month: 31 * 86400
      case .day: 86400
      case .hour: 3600
      case .minute: 60
      case .second, .fraction: 1
      }
    return seconds >= Self.secondsOfYear(year).upperBound - slack
  }

  /// The last year that a range covers completely if it ends at this time and begins before it.
  package var lastCoveredYear: Int { coversItsYear ? year : year - 1 }
}
