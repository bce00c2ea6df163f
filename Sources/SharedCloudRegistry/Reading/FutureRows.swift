internal import Formats

/// The rows of index files that start or stop in the future.
///
/// They count as rows and bytes, but show nothing else: one row with a wrong year would otherwise
/// make a gap of decades.
package struct FutureRows: Sendable, Hashable {
  /// The number of rows.
  package private(set) var rows = 0
  /// The sum of their filesizes in bytes.
  package private(set) var bytes = 0
  /// The latest stop, or start without a stop; nil without rows.
  package private(set) var last: SCRTime?
  /// The days that they cover.
  package private(set) var days = DaySpans()

  /// Knows no row.
  package init() {}

  /// Restores rows.
  ///
  /// - Parameters:
  ///   - rows: The number of rows.
  ///   - bytes: The sum of their filesizes in bytes.
  ///   - last: The latest stop, or start without a stop.
  ///   - days: The days that they cover.
  package init(rows: Int, bytes: Int, last: SCRTime?, days: DaySpans) {
    self.rows = rows
    self.bytes = bytes
    self.last = last
    self.days = days
  }

  /// Adds a row.
  ///
  /// - Parameters:
  ///   - start: The start.
  ///   - stop: The stop, which is not before the start; nil without one.
  ///   - size: The filesize in bytes; nil if it can't be read.
  mutating func add(_ start: SCRTime, stop: SCRTime?, size: Int?) {
    rows += 1
    if let size, size >= 0 { bytes.add(clamped: size) }
    let end = stop ?? start
    last = last.map { Swift.max($0, end) } ?? end
    let from = Int(start.seconds.flooredQuotient(86400))
    let to = stop.map { TimeBins.lastDay(before: $0) } ?? from
    days.add(from..<Swift.max(from, to) + 1)
  }

  /// Adds other rows.
  mutating func add(_ other: FutureRows) {
    rows += other.rows
    bytes.add(clamped: other.bytes)
    last = [last, other.last].compactMap(\.self).max()
    days.formUnion(other.days)
  }
}
