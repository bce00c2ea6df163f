/// The days that had a leap second, by the bulletins of the IERS.
///
/// Spec: SCR 1.1 §5 says nothing about second 60. Reading: the 27 leap seconds are times; any other
/// second 60 does not exist. No more have been announced since 2016.
package enum LeapSeconds {
  /// The days as year, month and day; every leap second was the last second of its day.
  package static let dates: [CalendarDate] = [
    (1972, 6), (1972, 12), (1973, 12), (1974, 12), (1975, 12), (1976, 12), (1977, 12), (1978, 12),
    (1979, 12), (1981, 6), (1982, 6), (1983, 6), (1985, 6), (1987, 12), (1989, 12), (1990, 12),
    (1992, 6), (1993, 6), (1994, 6), (1995, 12), (1997, 6), (1998, 12), (2005, 12), (2008, 12),
    (2012, 6), (2015, 6), (2016, 12),
  ].map { CalendarDate(year: $0.0, month: $0.1, day: $0.1 == 6 ? 30 : 31) }

  private static let days = Set(dates.map(\.daysSince1970))

  /// Returns whether a day ended with a leap second.
  ///
  /// - Parameter day: The day, counted from 1970-01-01.
  /// - Returns: Whether its last minute had a second 60.
  package static func isAtEnd(of day: Int64) -> Bool { days.contains(day) }
}
