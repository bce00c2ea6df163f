internal import ObjectStorage
internal import SharedCloudRegistry

/// What the rows of a dataset would cover, and what they would leave open.
struct DatasetCoverage: Sendable {
  /// A row.
  struct Row: Sendable {
    /// The datakey.
    var datakey: [UInt8]
    /// Microseconds since 1970.
    var start: Int64
    /// Microseconds since 1970.
    var stop: Int64
  }

  /// The number of rows.
  private(set) var rows = 0
  /// The first start.
  private(set) var start = Int64.max
  /// The last stop.
  private(set) var stop = Int64.min
  /// The time that rows cover, in microseconds.
  private(set) var covered: Int64 = 0
  /// The number of gaps between rows.
  private(set) var gaps = 0
  /// The longest gap; nil if absent.
  private(set) var longest: Range<Int64>?
  /// The first rows, and the last.
  private(set) var samples: [Row] = []

  /// Adds the next row, in the order of starts.
  mutating func take(_ row: Row) {
    rows += 1
    if samples.count < 3 { samples.append(row) } else { samples[2] = row }
    if row.start > stop, stop != Int64.min {
      // Many files end at the last second before the next one.
      if row.start - stop > 1_000_000 {
        gaps += 1
        if longest.map({ row.start - stop > $0.upperBound - $0.lowerBound }) ?? true {
          longest = stop..<row.start
        }
      }
    }
    covered += Swift.max(0, row.stop - Swift.max(row.start, stop))
    start = Swift.min(start, row.start)
    stop = Swift.max(stop, row.stop)
  }

  /// The share of the time from the first start to the last stop that rows cover, in percent.
  var percent: Double {
    let whole = Double(stop - start)
    return whole > 0 ? (Double(covered) / whole * 1000).rounded(.down) / 10 : 100
  }

  /// Makes the rows of all datasets, without an index.
  ///
  /// - Parameters:
  ///   - files: The files in order.
  ///   - mission: The mission.
  ///   - datasets: The datasets, by number.
  ///   - distances: The distances of their starts.
  /// - Returns: The coverage by dataset.
  /// - Throws: ``StoreError`` when a temporary file can't be read.
  static func measure(
    _ files: consuming SortedFiles, of mission: Mission, datasets: [KeyMatcher.Dataset],
    distances: [Int: StartDistances]
  ) throws(StoreError) -> [Int: DatasetCoverage] {
    var assembly = RowAssembly(
      JoinedFiles(files, keepsMissing: true), of: mission, datasets: datasets, distances: distances)
    var found: [Int: DatasetCoverage] = [:]
    var hasMore = true
    while hasMore {
      var rows = PackedFiles()
      hasMore = try assembly.next(into: &rows, count: 4096)
      for index in 0..<rows.count {
        let numbers = rows.numbers(index)
        // Stops are shown as they are published.
        let time = TimeWriter(mission.precision(of: datasets[Int(numbers.dataset)]))
        let stop = Swift.max(numbers.start, time.roundedUp(numbers.stop))
        found[Int(numbers.dataset), default: DatasetCoverage()].take(
          Row(datakey: Array(rows.bytes[rows.key(index)]), start: numbers.start, stop: stop))
      }
    }
    return found
  }
}
