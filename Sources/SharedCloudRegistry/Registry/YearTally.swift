internal import Formats

/// Counts files by the year in which they start.
package struct YearTally: Sendable {
  private var ofYears: [Int: (files: Int, bytes: Int)] = [:]
  private var timeless = (files: 0, bytes: 0)
  private var year: (number: Int, seconds: Range<Int64>) = (0, 0..<0)

  /// Starts with no files.
  package init() {}

  /// Adds files.
  package mutating func add(_ batch: FileBatch) {
    for row in batch.rows {
      let size = Swift.max(0, row.filesize)
      guard let start = row.start.time else {
        timeless.files += 1
        timeless.bytes.add(clamped: size)
        continue
      }
      if !year.seconds.contains(start.seconds) {
        year = (start.year, SCRTime.secondsOfYear(start.year))
      }
      var before = ofYears[year.number] ?? (0, 0)
      before.files += 1
      before.bytes.add(clamped: size)
      ofYears[year.number] = before
    }
  }

  /// The counts so far: files without time, then the years in order.
  package var counts: [Dataset.YearCount] {
    let years = ofYears.sorted { $0.key < $1.key }
      .map { Dataset.YearCount(year: $0.key, files: $0.value.files, bytes: $0.value.bytes) }
    guard timeless.files > 0 else { return years }
    return [.init(year: nil, files: timeless.files, bytes: timeless.bytes)] + years
  }
}
