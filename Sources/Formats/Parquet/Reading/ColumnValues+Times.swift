extension ColumnValues {
  /// The time of a row of a column of times.
  ///
  /// - Parameters:
  ///   - row: The row, which has a value.
  ///   - column: The column.
  /// - Returns: The seconds since 1970-01-01T00:00:00, and the nanoseconds after them; nil if
  ///   the column has no times, or the time is not one.
  package func time(
    at row: Int, of column: ParquetColumn
  ) -> (seconds: Int64, nanoseconds: Int64)? {
    switch (column.physicalType, column.logicalType) {
    case (.int96, _): return int96Time(at: row)
    case (.int32, .date): return (Int64(int32s[row]) * 86_400, 0)
    case (.int64, .timestamp(let unit, _)):
      let perSecond: Int64 =
        switch unit {
        case .milliseconds: 1000
        case .microseconds: 1_000_000
        case .nanoseconds: 1_000_000_000
        }
      let (quotient, rest) = int64s[row].quotientAndRemainder(dividingBy: perSecond)
      let seconds = rest < 0 ? quotient - 1 : quotient
      let part = rest < 0 ? rest + perSecond : rest
      return (seconds, part * (1_000_000_000 / perSecond))
    default: return nil
    }
  }
}
