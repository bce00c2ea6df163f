internal import Formats

/// The first lines of an index file, from which its layout is inferred.
struct IndexSample: ~Copyable {
  /// The number of bytes that are looked at: the first buffer of a scanner.
  static let size = 256 << 10

  private let lines: [Range<Int>]
  /// The lines before the header; nil without them.
  let preamble: IndexPreamble?
  /// The names in the header before the first row; nil without a header.
  private(set) var header: [String]?
  /// Where the header ends; 0 without one.
  private(set) var headerEnd = 0

  /// The lines that are rows.
  let rows: [Range<Int>]

  /// Splits the start of a file into lines.
  ///
  /// - Parameters:
  ///   - bytes: The first bytes.
  ///   - isWhole: Whether they are all bytes of the file; else the last line is incomplete.
  init(_ bytes: Span<UInt8>, isWhole: Bool) {
    var lines: [Range<Int>] = []
    var start = bytes.count >= 3 && bytes[0] == 0xEF && bytes[1] == 0xBB && bytes[2] == 0xBF ? 3 : 0
    while start < bytes.count {
      var end = bytes.firstIndex(of: 0x0A, from: start)
      // One line that fills the sample is better than none.
      guard end < bytes.count || isWhole || lines.isEmpty else { break }
      let next = end + 1
      end -= bytes.extracting(start..<end).trailingReturns
      lines.append(start..<end)
      start = next
    }
    self.lines = lines
    var rows: [Range<Int>] = []
    var header: [String]?
    preamble = IndexPreamble(bytes, lines: lines)
    for range in lines.dropFirst(preamble?.lines ?? 0) {
      switch IndexLineKind(bytes.extracting(range)) {
      case .blank: continue
      case .comment:
        if rows.isEmpty, header == nil, !IndexLineKind.holdsRow(bytes.extracting(range)) {
          header = Self.names(bytes.extracting(range))
          headerEnd = range.upperBound
        }
      case .names:
        if rows.isEmpty, header == nil {
          header = Self.names(bytes.extracting(range))
          headerEnd = range.upperBound
        } else {
          rows.append(range)
        }
      case .row: rows.append(range)
      }
    }
    self.rows = rows
    self.header = header
  }

  private static func names(_ line: Span<UInt8>) -> [String] {
    let line = line.extracting(IndexLineKind.leadingMarks(of: line)..<line.count)
    var fields = CSVFields()
    fields.split(line)
    return (0..<Swift.min(fields.count, 4096)).map { index in
      var text = line.extracting(fields[index].range).text
      if fields[index].hasDoubledQuotes { text = text.replacing("\"\"", with: "\"") }
      return index == 0 ? String(text.drop { "#\" \t".contains($0) }) : text
    }
  }
}
