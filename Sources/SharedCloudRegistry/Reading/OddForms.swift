internal import Formats

/// Counts rows in forms that other programs write, each of which is one cause of faults in all rows.
struct OddForms {
  /// Rows that are JSON objects or lists.
  private var json = 0
  /// Rows in one pair of quotes.
  private var quoted = 0
  /// Rows whose times are numbers.
  private var numbers = 0
  /// Rows of an address and a size, without times.
  private var untimed = 0
  /// Rows whose filesize has commas between thousands, and other rows with further fields.
  private var grouped = (rows: 0, others: 0)
  /// The lines that begin and end a merge conflict.
  private var marks = (begins: 0, ends: 0)

  /// Counts a row.
  mutating func add(_ line: Span<UInt8>, fields: CSVFields) {
    guard line.count > 0 else { return }
    switch line[0] {
    case UInt8(ascii: "{"), UInt8(ascii: "["): addJSON(line)
    case UInt8(ascii: "\""): if fields.count == 1, Self.hasRow(inQuotes: line) { quoted += 1 }
    case UInt8(ascii: "<"): if Self.isMark(line) { marks.begins += 1 }
    case UInt8(ascii: ">"): if Self.isMark(line) { marks.ends += 1 }
    default: break
    }
    if fields.count == 2 {
      let shapes = (
        FieldShape(line.extracting(fields[0].range)), FieldShape(line.extracting(fields[1].range))
      )
      if shapes.0.isAbsoluteAddress && shapes.1.isInteger { untimed += 1 }
    } else if fields.count > 2, Self.isInstant(line.extracting(fields[0].range)),
      Self.isInstant(line.extracting(fields[1].range))
    {
      numbers += 1
    }
    guard fields.count > 4 else { return }
    let isGrouped =
      (4..<fields.count).allSatisfy {
        Self.digits(line.extracting(fields[$0].range), length: 3...3)
      }
      && Self.digits(line.extracting(fields[3].range), length: 1...3)
    if isGrouped { grouped.rows += 1 } else { grouped.others += 1 }
  }

  private mutating func addJSON(_ line: Span<UInt8>) {
    var last = line.count - 1
    while last > 0, [0x20, 0x2C].contains(line[last]) { last -= 1 }
    let end = line[0] == UInt8(ascii: "{") ? UInt8(ascii: "}") : UInt8(ascii: "]")
    if line[last] == end { json += 1 }
  }

  /// Whether a line is a row in one pair of quotes.
  private static func hasRow(inQuotes line: Span<UInt8>) -> Bool {
    guard line.count > 2, line[line.count - 1] == UInt8(ascii: "\"") else { return false }
    return IndexInference.looksLikeRow(line.extracting(1..<line.count - 1))
  }

  private static func isMark(_ line: Span<UInt8>) -> Bool {
    guard line.count > 7, line[7] == 0x20 else { return false }
    for index in 1..<7 where line[index] != line[0] { return false }
    return true
  }

  /// Whether a field is a number of seconds, or smaller units, since 1970.
  private static func isInstant(_ field: Span<UInt8>) -> Bool {
    var count = 0
    while count < field.count, field[count] &- 0x30 < 10 { count += 1 }
    guard (9...19).contains(count) else { return false }
    return count == field.count || field[count] == UInt8(ascii: ".")
  }

  private static func digits(_ field: Span<UInt8>, length: ClosedRange<Int>) -> Bool {
    guard length.contains(field.count) else { return false }
    for index in 0..<field.count where field[index] &- 0x30 >= 10 { return false }
    return true
  }

  /// The form that most rows have; nil if they are rows of an index file.
  ///
  /// - Parameters:
  ///   - total: The number of rows.
  ///   - names: The number of names in the header; nil without one.
  /// - Returns: The form.
  func foreign(total: Int, names: Int?) -> ForeignContent? {
    if marks.begins > 0, marks.ends > 0 {
      return ForeignContent(.other, words: "text with the marks of a merge conflict")
    }
    let forms = [
      (json, "JSON"), (quoted, "rows in one pair of quotes each"),
      (numbers, "rows whose times are numbers, such as seconds since 1970"),
      (untimed, "a list of files without times"),
    ]
    if let (rows, words) = forms.first(where: { 2 * $0.0 > total }) {
      return ForeignContent(.other, words: words, rows: rows)
    }
    guard names == 4, grouped.others == 0, 2 * grouped.rows > total else { return nil }
    return ForeignContent(
      .other, words: "rows whose filesizes have commas between thousands", rows: grouped.rows)
  }
}
