internal import Formats

/// The row groups of a Parquet index file that may have rows of a query.
///
/// A row group is skipped if the statistics of its times say that all its rows are outside.
struct ParquetRowGroups: Sendable {
  /// The row groups to read, counted from 0.
  private(set) var selected: [Int] = []
  /// The latest stop that the statistics of the others state.
  private(set) var latestSkippedStop: SCRTime?

  /// Selects.
  ///
  /// - Parameters:
  ///   - metadata: The metadata of the file.
  ///   - columns: Its columns.
  ///   - query: Which rows are requested.
  init(_ metadata: ParquetMetadata, _ columns: ParquetIndexColumns, _ query: FileQuery) {
    guard !query.isUnbounded else {
      selected = Array(metadata.rowGroups.indices)
      return
    }
    let groups = metadata.rowGroups.map { Times($0, columns) }
    for index in groups.indices {
      let next = index + 1 < groups.count ? groups[index + 1] : nil
      let previous = index > 0 ? groups[index - 1] : nil
      let hasRows =
        columns.stop == nil
        ? Self.mayHaveOpenRows(groups[index], previous, next, query)
        : groups[index].mayHaveRows(query)
      // The last row without a stop lasts until the next row starts.
      let followsOpenRow =
        previous.map { selected.last == index - 1 && $0.mayLackStops } ?? false
      if hasRows || followsOpenRow {
        selected.append(index)
      } else if let stop = groups[index].stop?.upperBound {
        latestSkippedStop = latestSkippedStop.map { Swift.max($0, stop) } ?? stop
      }
    }
  }

  /// Without stops, a row lasts until the next row starts, which may be in the next row group.
  private static func mayHaveOpenRows(
    _ group: Times, _ previous: Times?, _ next: Times?, _ query: FileQuery
  ) -> Bool {
    if let to = query.to, let first = previous?.start?.lowerBound, first >= to { return false }
    if let from = query.from, let last = next?.start?.upperBound, last < from,
      let own = group.start?.upperBound, own < from
    {
      return false
    }
    return true
  }

  /// What the statistics say about the times of a row group.
  private struct Times {
    var start: ClosedRange<SCRTime>?
    var stop: ClosedRange<SCRTime>?
    /// Whether a row may have no stop, or one that can't be read.
    var mayLackStops = false

    init(_ group: ParquetRowGroup, _ columns: ParquetIndexColumns) {
      start = columns.start.flatMap { Self.range($0, group) }
      guard let column = columns.stop else { return }
      stop = Self.range(column, group)
      let nulls = group.chunks[column.index].statistics?.nullCount
      mayLackStops = stop == nil || nulls != 0
    }

    func mayHaveRows(_ query: FileQuery) -> Bool {
      guard let start else { return true }
      if query.selection == .startingInRange {
        if let to = query.to, start.lowerBound >= to { return false }
        return query.from.map { start.upperBound >= $0 } ?? true
      }
      // A row whose stop is before its start counts for the time between them.
      guard let stop else { return true }
      if let to = query.to, start.lowerBound >= to, stop.lowerBound >= to { return false }
      guard let from = query.from, start.upperBound < from else { return true }
      return mayLackStops || stop.upperBound >= from
    }

    private static func range(
      _ column: ParquetIndexColumns.Column, _ group: ParquetRowGroup
    ) -> ClosedRange<SCRTime>? {
      guard let statistics = group.chunks[column.index].statistics else { return nil }
      switch column.form {
      case .text: return textRange(statistics)
      case .timestamp(let unit, _):
        guard let range = statistics.integers else { return nil }
        return times(range, perSecond: unit.perSecond)
      case .date:
        guard let range = statistics.integers else { return nil }
        let (first, last) = (range.lowerBound, range.upperBound)
        guard first > -1_000_000, last < 10_000_000 else { return nil }
        return SCRTime(seconds: first * 86400)...SCRTime(seconds: last * 86400)
      default: return nil
      }
    }

    private static func times(
      _ range: ClosedRange<Int64>, perSecond: Int64
    ) -> ClosedRange<SCRTime>? {
      let first = range.lowerBound.flooredQuotient(perSecond)
      let last = range.upperBound.flooredQuotient(perSecond)
      guard first > -100_000_000_000, last < 1_000_000_000_000 else { return nil }
      return SCRTime(seconds: first)...SCRTime(seconds: last + 1)
    }

    /// The times between the least and the greatest string.
    ///
    /// The order of strings is the order of times only if they have the same precision. A time of
    /// another precision, to the day or finer, is less than a day off.
    private static func textRange(_ statistics: ParquetStatistics) -> ClosedRange<SCRTime>? {
      guard let minimum = statistics.minimum, let maximum = statistics.maximum,
        let first = time(minimum), let last = time(maximum), first <= last
      else { return nil }
      return SCRTime(seconds: first.seconds - 86400)...SCRTime(seconds: last.seconds + 86401)
    }

    private static func time(_ text: [UInt8]) -> SCRTime? {
      guard text.count >= 11 else { return nil }
      return try? SCRTime(parsing: text.span)
    }
  }
}
