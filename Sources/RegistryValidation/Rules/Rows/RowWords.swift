internal import Formats

/// The words for one fault of one row, and its field.
struct RowWords: Sendable, Hashable {
  /// The fault.
  var message: String
  /// What the rule expects.
  var expected: String?
  /// The value found.
  var actual: String?
  /// The position of the field at fault; nil for the whole row.
  var field: Int?
  /// The name of the field; nil for that of its position.
  var fieldName: String?

  /// Writes the words and their place into a finding.
  ///
  /// - Parameters:
  ///   - finding: The finding.
  ///   - row: Where the row is.
  ///   - line: The bytes of its line.
  ///   - fields: Its fields.
  func write(
    to finding: inout Finding, at row: RowPlace, line: Span<UInt8>, fields: CSVFields
  ) {
    finding.expected = expected
    finding.actual = actual
    let range = field.flatMap { $0 < fields.count ? fields[$0].outerRange : nil } ?? 0..<0
    finding.place(at: range, of: line, in: row)
    if let field {
      finding.location.fieldIndex = field + 1
      finding.location.field = fieldName ?? (field == 0 ? "start" : nil)
    }
  }
}

/// Where a row, or another line of an index file, is.
struct RowPlace: Sendable {
  /// The number of the line, counted from 1.
  var line: Int
  /// The offset of the line in the file.
  var offset: Int
  /// The number of the data row, counted from 1; 0 for a line that is not a row.
  var number: Int
  /// Where the line ends in the file, with CR and LF; known where the line may be removed.
  var end = 0
}

extension Finding {
  /// Makes a part of a line the place of the finding; the content of the line identifies it
  /// wherever it moves.
  ///
  /// - Parameters:
  ///   - range: The part, in bytes of the line.
  ///   - line: The bytes of the line.
  ///   - row: Where the line is.
  mutating func place(at range: Range<Int>, of line: Span<UInt8>, in row: RowPlace) {
    let column = line.extracting(0..<range.lowerBound).scalarCount + 1
    let length = line.extracting(range).scalarCount
    location.line = row.line
    location.row = row.number > 0 ? row.number : nil
    location.column = column
    location.endLine = row.line
    location.endColumn = column + length
    location.byteOffset = row.offset + range.lowerBound
    identity = line.start
    excerpt = .init(text: identity, column: column, length: length)
  }
}

extension Span<UInt8> {
  /// The first bytes as a string, as many as an excerpt shows.
  var start: String { extracting(0..<Swift.min(count, Finding.Excerpt.limit)).text }

  /// The number of Unicode scalars.
  var scalarCount: Int {
    var scalars = 0
    for index in 0..<count where self[index] & 0xC0 != 0x80 { scalars += 1 }
    return scalars
  }
}
