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
  }

  /// The indexes of the columns to read, in the order of the fields.
  var indexes: [Int] { columns.map(\.index) }

  /// The header, with its line feed.
  var header: [UInt8] {
    var line = Array("# ".utf8)
    let own =
      hasStop ? ["start", "stop", "datakey", "filesize"] : ["start", "datakey", "filesize"]
    for (index, name) in (own + columns.dropFirst(ownCount).map(\.name)).enumerated() {
      if index > 0 { line += ", ".utf8 }
      append(Array(name.utf8)[...], isOwn: false, to: &line)
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
    let count = batch.first?.count ?? 0
    let precisions = columns.indices.map { Self.precision(of: batch[$0], columns[$0].form) }
    // The times of a row have the same precision, unless they are in different units.
    let own = hasStop ? precisions[..<2] : precisions[..<1]
    let finest = own.max { $0.textLength < $1.textLength } ?? .second
    for row in 0..<count {
      for index in columns.indices {
        if index > 0 { output.append(UInt8(ascii: ",")) }
        guard batch[index].hasValue(at: row) else { continue }
        let isTime = index == 0 || hasStop && index == 1
        append(
          batch[index], row, columns[index].form, isTime ? finest : precisions[index],
          isOwn: index < ownCount, to: &output)
      }
      output.append(10)
    }
  }

  private mutating func append(
    _ values: ColumnValues, _ row: Int, _ form: ParquetIndexColumns.Form,
    _ precision: SCRTime.Precision, isOwn: Bool, to output: inout [UInt8]
  ) {
    switch form {
    case .text: append(values.bytes[values.byteRange(at: row)], isOwn: isOwn, to: &output)
    case .timestamp, .int96, .date:
      guard let time = Self.time(values, row, form), (0...9999).contains(time.year) else {
        output += "outside of the years 0 to 9999".utf8
        return
      }
      times.append(time, precision: precision, to: &output)
    case .integer(let isSigned): append(integer: values, row, isSigned: isSigned, to: &output)
    case .number: append(number: values, row, to: &output)
    case .flag: output += (values.bools[row] ? "true" : "false").utf8
    }
  }

  private func append(
    integer values: ColumnValues, _ row: Int, isSigned: Bool, to output: inout [UInt8]
  ) {
    if values.type == .int32 {
      let value = values.int32s[row]
      output.appendDecimal(isSigned ? Int(value) : Int(UInt32(bitPattern: value)))
    } else if isSigned || values.int64s[row] >= 0 {
      output.appendDecimal(Int(values.int64s[row]))
    } else {
      output += String(UInt64(bitPattern: values.int64s[row])).utf8
    }
  }

  private func append(number values: ColumnValues, _ row: Int, to output: inout [UInt8]) {
    let value = values.type == .float ? Double(values.floats[row]) : values.doubles[row]
    // Programs that have no integers without a value write sizes as such numbers.
    if let whole = Int(exactly: value), whole.magnitude < 1 << 53 {
      output.appendDecimal(whole)
    } else {
      output += "\(value)".utf8
    }
  }

  /// Appends a string as a field, in quotes unless it is plain.
  private func append(_ text: ArraySlice<UInt8>, isOwn: Bool, to output: inout [UInt8]) {
    guard let first = text.first, let last = text.last else { return }
    let isPlain = first > 0x27 && first < 0x80 && last > 0x27 && last < 0x80
    if isPlain, !text.span.needsQuotes {
      output.append(contentsOf: text)
      return
    }
    output.append(0x22)
    for byte in text {
      if byte == 0x22 { output.append(byte) }
      output.append(byte == 10 ? (isOwn ? 11 : 0x20) : byte)
    }
    output.append(0x22)
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
