internal import Formats

/// Some of the rows of one index file, in time order.
///
/// A batch keeps the bytes of the file; each record is created on access.
public struct FileBatch: Sendable, RandomAccessCollection {
  /// The positions of a row's parts in the bytes; small, since there are many rows.
  struct Row: Sendable {
    var start: Instant
    var stop: Instant
    /// The size; less than 0 if it can't be read.
    var filesize: Int
    var lineStart: UInt32
    var lineEnd: UInt32
    var keyStart: UInt32
    var keyEnd: UInt32
    /// Whether the line is start, stop, datakey and filesize, unquoted and readable without repair.
    var isPlain: Bool
    /// Whether the datakey contains doubled quotes.
    var hasDoubledQuotes = false
  }

  /// An optional time, in 13 bytes.
  struct Instant: Sendable {
    var seconds: Int64
    var nanoseconds: Int32 = 0
    /// The number of bytes of its text; 0 for no time.
    ///
    /// The highest bit marks a leap second.
    var textLength: UInt8 = 20
    private static let leapSecond: UInt8 = 0x80

    /// A time of whole seconds.
    init(seconds: Int64) { self.seconds = seconds }

    init(_ time: SCRTime?) {
      seconds = time?.seconds ?? 0
      nanoseconds = time?.nanoseconds ?? 0
      textLength = UInt8(time?.precision.textLength ?? 0)
      if time?.isLeapSecond == true { textLength |= Self.leapSecond }
    }

    /// Whether there is a time.
    var hasTime: Bool { textLength & ~Self.leapSecond != 0 }

    /// The time; nil if there is no time.
    var time: SCRTime? {
      let precision: SCRTime.Precision
      let length = Int(textLength & ~Self.leapSecond)
      switch length {
      case 0: return nil
      case 5: precision = .year
      case 8: precision = .month
      case 11: precision = .day
      case 14: precision = .hour
      case 17: precision = .minute
      case 20: precision = .second
      default: precision = .fraction(digits: length - 21)
      }
      return SCRTime(
        seconds: seconds, nanoseconds: nanoseconds, precision: precision,
        isLeapSecond: textLength & Self.leapSecond != 0)
    }
  }

  let bytes: [UInt8]
  var rows: [Row]
  let layout: IndexLayout
  /// The names of the columns after those of the spec, from the header of the file.
  public let extraColumns: [String]

  /// The position of the first record.
  public var startIndex: Int { 0 }

  /// The number of records.
  public var endIndex: Int { rows.count }

  /// Creates a record.
  ///
  /// - Parameter position: The position, from 0.
  public subscript(position: Int) -> FileRecord {
    let row = rows[position]
    var record = FileRecord(
      start: row.start.time, stop: row.stop.time,
      datakey: String(decoding: datakey(of: row), as: UTF8.self),
      filesize: row.filesize < 0 ? nil : row.filesize)
    guard layout.columnCount > layout.ownColumnCount else { return record }
    record.extra = extra(of: row)
    for (name, value) in zip(extraColumns, record.extra) {
      switch name.lowercased() {
      case "checksum": record.checksum = value
      case "checksum_algorithm", "checksumalgorithm": record.checksumAlgorithm = value
      default: break
      }
    }
    return record
  }

  /// Whether a row is start, stop, datakey and filesize, unquoted, in this order, and nothing else.
  func isPlain(at position: Int) -> Bool { rows[position].isPlain }

  /// The bytes of the datakey of a row.
  @inline(__always)
  func datakey(of row: Row) -> ArraySlice<UInt8> {
    let key = bytes[Int(row.keyStart)..<Int(row.keyEnd)]
    return row.hasDoubledQuotes ? key.withSingleQuotes : key
  }

  /// Splits the line of a row into fields.
  ///
  /// - Parameters:
  ///   - row: The row.
  ///   - fields: Gets the positions of the fields in the line.
  /// - Returns: The line.
  func line(of row: Row, into fields: inout CSVFields) -> ArraySlice<UInt8> {
    let line = bytes[Int(row.lineStart)..<Int(row.lineEnd)]
    fields.split(line.span)
    return line
  }

  /// Appends the lines of consecutive plain rows, with their line ends, from one position on.
  ///
  /// - Parameters:
  ///   - position: The first row, a plain one.
  ///   - output: Gets the lines.
  /// - Returns: The position after the last row appended.
  func appendPlainLines(from position: Int, to output: inout [UInt8]) -> Int {
    var next = position + 1
    while next < rows.count, rows[next].isPlain, rows[next].lineStart == rows[next - 1].lineEnd + 1
    {
      next += 1
    }
    output.append(contentsOf: bytes[Int(rows[position].lineStart)..<Int(rows[next - 1].lineEnd)])
    output.append(UInt8(ascii: "\n"))
    return next
  }

  private func extra(of row: Row) -> [String] {
    var fields = CSVFields()
    let line = line(of: row, into: &fields)
    return (layout.ownColumnCount..<layout.columnCount).map { index in
      String(decoding: Self.text(of: fields[index], in: line), as: UTF8.self)
    }
  }

  /// The bytes of a field of a line; none after the last field.
  static func text(of field: CSVFields.Field, in line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    let start = line.startIndex
    let text = line[start + field.range.lowerBound..<start + field.range.upperBound]
    return field.hasDoubledQuotes ? text.withSingleQuotes : text
  }
}
