internal import SharedCloudRegistry

/// The rows of a dataset whose objects do not exist.
struct AbsentObjects: Sendable {
  /// The number of rows.
  private(set) var rows = 0
  /// The days that they cover.
  private(set) var days = DaySpans()

  /// Adds a row.
  ///
  /// - Parameters:
  ///   - line: The bytes of its line.
  ///   - layout: Where the columns are.
  mutating func add(_ line: Span<UInt8>, layout: IndexLayout) {
    rows += 1
    guard let start = Self.time(line, column: 0) else { return }
    let first = Timeline.day(of: start)
    let stop = layout.stop.flatMap { Self.time(line, column: $0) }
    let last = stop.map { Timeline.day(of: SCRTime(seconds: $0.seconds - 1)) } ?? first
    days.add(first..<Swift.max(first, last) + 1)
  }

  /// Adds the rows of another file.
  mutating func add(_ other: AbsentObjects) {
    rows += other.rows
    days.formUnion(other.days)
  }

  /// Whether a byte is a space, a tab or a quote.
  private static func isSkipped(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "\"")
  }

  /// The time in a column before any text in quotes; nil if it can't be read.
  private static func time(_ line: Span<UInt8>, column: Int) -> SCRTime? {
    var (index, start) = (0, 0)
    var commas = 0
    while index < line.count, commas <= column {
      if line[index] == UInt8(ascii: ",") {
        commas += 1
        if commas <= column { start = index + 1 }
        if commas > column { break }
      }
      index += 1
    }
    guard commas >= column else { return nil }
    var range = start..<index
    while !range.isEmpty, isSkipped(line[range.lowerBound]) {
      range = range.lowerBound + 1..<range.upperBound
    }
    while !range.isEmpty, isSkipped(line[range.upperBound - 1]) {
      range = range.lowerBound..<range.upperBound - 1
    }
    do throws(SCRTimeError) {
      return try SCRTime(parsing: line.extracting(range))
    } catch {
      // A time that can't be read has its own finding.
      return nil
    }
  }
}
