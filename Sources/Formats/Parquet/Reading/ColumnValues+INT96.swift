extension ColumnValues {
  /// The time of a row of a column of type INT96: a time of the day, then a Julian day.
  ///
  /// - Parameter row: The row, which has a value.
  /// - Returns: The seconds since 1970-01-01T00:00:00, and the nanoseconds after them; nil if
  ///   the time is not within a day.
  package func int96Time(at row: Int) -> (seconds: Int64, nanoseconds: Int64)? {
    precondition(type == .fixed(12), "a column of type \(type) is not INT96")
    let bytes = bytes.span.extracting(byteRange(at: row))
    let time = UInt64(bytes.number32(at: 0)) | UInt64(bytes.number32(at: 4)) << 32
    guard time < 86_400_000_000_000 else { return nil }
    // Day 2440588 is 1970-01-01.
    let day = Int64(Int32(bitPattern: bytes.number32(at: 8))) - 2_440_588
    return (day * 86_400 + Int64(time / 1_000_000_000), Int64(time % 1_000_000_000))
  }
}
