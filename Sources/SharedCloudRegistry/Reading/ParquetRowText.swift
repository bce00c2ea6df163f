internal import Formats

/// Writes the rows of a Parquet file as the lines of an index file, for everything that reads
/// lines.
///
/// Each row is one line. A line feed in a value becomes another control character, which is as
/// wrong there. Times that count from 1970 get as many digits as all times of a batch need.
struct ParquetRowText: Sendable {
  private let columns: [ParquetIndexColumns.Column]
  /// The number of columns of the specification.
  private let ownCount: Int
  private let hasStop: Bool
  private var times = TimeWriter()
  /// The fields of the rows of a batch, by columns.
  private var fields: [ParquetFieldTexts]
  /// Where the next field of each row is to be in the output.
  private var positions: [Int] = []

  /// The number of rows that are read and written at once: their lines fit into the cache.
  static let rowsAtOnce = 2048

  /// Prepares to write rows.
  ///
  /// - Parameters:
  ///   - columns: The columns of the file.
  ///   - hasExtras: Whether to write the columns that the specification does not name.
  init(_ columns: ParquetIndexColumns, hasExtras: Bool) {
    let own = columns.layout.ownColumnCount
    self.columns = hasExtras ? columns.inOrder : Array(columns.inOrder.prefix(own))
    ownCount = own
    hasStop = columns.stop != nil
    fields = Array(repeating: ParquetFieldTexts(), count: self.columns.count)
  }

  /// The indexes of the columns to read, in the order of the fields.
  var indexes: [Int] { columns.map(\.index) }

  /// The names of columns that had values with line feeds, and how many.
  var changed: [(column: String, count: Int)] {
    zip(columns, fields).filter { $1.lineFeeds > 0 }.map { ($0.name, $1.lineFeeds) }
  }

  /// The header, with its line feed.
  var header: [UInt8] {
    var line = Array("# ".utf8)
    let own =
      hasStop ? ["start", "stop", "datakey", "filesize"] : ["start", "datakey", "filesize"]
    for (index, name) in (own + columns.dropFirst(ownCount).map(\.name)).enumerated() {
      if index > 0 { line += ", ".utf8 }
      ParquetFieldTexts.append(Array(name.utf8).span, isOwn: false, to: &line)
    }
    line.append(10)
    return line
  }

  /// Appends rows.
  ///
  /// - Parameters:
  ///   - batch: The values of the columns, in the order of ``indexes``.
  ///   - output: Gets the lines.
  mutating func append(_ batch: [ColumnValues], to output: inout [UInt8]) {
    let end = write(batch, into: &output, at: output.count)
    output.removeLast(output.count - end)
  }

  /// Writes rows into a buffer, which grows if there is no room.
  ///
  /// - Parameters:
  ///   - batch: The values of the columns, in the order of ``indexes``.
  ///   - output: Gets the lines.
  ///   - start: The place of the first line in it.
  /// - Returns: The place after the last line.
  mutating func write(
    _ batch: [ColumnValues], into output: inout [UInt8], at start: Int
  ) -> Int {
    setFields(batch)
    let end = setPositions(batch, from: start)
    if output.count < end {
      output.append(contentsOf: repeatElement(0, count: end - output.count))
    }
    for index in columns.indices {
      fields[index].write(
        batch[index], end: index == columns.count - 1 ? 10 : UInt8(ascii: ","), at: &positions,
        in: &output)
    }
    return end
  }

  private mutating func setFields(_ batch: [ColumnValues]) {
    let precisions = columns.indices.map { Self.precision(of: batch[$0], columns[$0].form) }
    // The times of a row have the same precision, unless they are in different units.
    let own = hasStop ? precisions[..<2] : precisions[..<1]
    let finest = own.max { $0.textLength < $1.textLength } ?? .second
    for index in columns.indices {
      let isTime = index == 0 || hasStop && index == 1
      fields[index].set(
        batch[index], columns[index].form, isTime ? finest : precisions[index],
        isOwn: index < ownCount, &times)
    }
  }

  /// Finds where each line begins.
  ///
  /// - Returns: The place after the last line.
  private mutating func setPositions(_ batch: [ColumnValues], from start: Int) -> Int {
    positions.removeAll(keepingCapacity: true)
    positions.append(
      contentsOf: repeatElement(columns.count, count: batch.first?.count ?? 0))
    for index in columns.indices { fields[index].addLengths(batch[index], to: &positions) }
    var next = start
    for row in positions.indices {
      let length = positions[row]
      positions[row] = next
      next += length
    }
    return next
  }
}

// MARK: - Times

extension ParquetRowText {
  /// A time of a column of times; nil if it can't be one.
  static func time(
    _ values: ColumnValues, _ row: Int, _ form: ParquetIndexColumns.Form
  ) -> SCRTime? {
    switch form {
    case .timestamp(let unit, _):
      let value = values.int64s[row]
      // What numpy writes for a missing time, although it may be one in nanoseconds.
      guard value != .min else { return nil }
      let perSecond = unit.perSecond
      let seconds = value.flooredQuotient(perSecond)
      let rest = (value &- seconds &* perSecond) * (1_000_000_000 / perSecond)
      return time(seconds, Int32(truncatingIfNeeded: rest))
    case .int96:
      guard let time = values.int96Time(at: row) else { return nil }
      return Self.time(time.seconds, Int32(truncatingIfNeeded: time.nanoseconds))
    case .date: return time(Int64(values.int32s[row]) * 86400, 0)
    default: return nil
    }
  }

  /// Whether a time is what numpy writes for a missing one.
  static func isMissing(
    _ values: ColumnValues, _ row: Int, _ form: ParquetIndexColumns.Form
  ) -> Bool {
    if case .timestamp = form { return values.int64s[row] == .min }
    return false
  }

  /// The number that is stored for a time.
  static func number(
    _ values: ColumnValues, _ row: Int, _ form: ParquetIndexColumns.Form
  ) -> String {
    switch form {
    case .timestamp: return String(values.int64s[row])
    case .date: return String(values.int32s[row])
    default:
      // The day and the nanoseconds of INT96.
      let bytes = values.bytes[values.byteRange(at: row)].map { UInt64($0) }
      func sum(_ part: ArraySlice<UInt64>) -> UInt64 { part.reversed().reduce(0) { $0 << 8 | $1 } }
      return "Julian day \(sum(bytes[8...])) and \(sum(bytes[..<8])) ns"
    }
  }

  private static func time(_ seconds: Int64, _ nanoseconds: Int32) -> SCRTime? {
    // About the years 0 to 9999; a calendar needs no more.
    guard (-62_200_000_000...253_500_000_000).contains(seconds) else { return nil }
    return SCRTime(seconds: seconds, nanoseconds: nanoseconds)
  }

  /// The precision that all times of a column need: seconds, or a fraction of 3, 6 or 9 digits.
  private static func precision(
    of values: ColumnValues, _ form: ParquetIndexColumns.Form
  ) -> SCRTime.Precision {
    guard form.isTime else { return .second }
    var digits = 0
    for row in 0..<values.count where values.hasValue(at: row) {
      guard let rest = time(values, row, form)?.nanoseconds, rest != 0 else { continue }
      let needed = rest % 1_000_000 == 0 ? 3 : rest % 1000 == 0 ? 6 : 9
      digits = Swift.max(digits, needed)
      if digits == 9 { break }
    }
    return digits == 0 ? .second : .fraction(digits: digits)
  }
}

extension ParquetLogicalType.TimeUnit {
  /// How many of the unit are in a second.
  var perSecond: Int64 {
    switch self {
    case .milliseconds: 1000
    case .microseconds: 1_000_000
    case .nanoseconds: 1_000_000_000
    }
  }
}
