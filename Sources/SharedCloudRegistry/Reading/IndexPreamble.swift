internal import Formats

/// Lines before the header of an index file that are no rows: comments of a program, or `sep=,`.
///
/// They are known by what follows: a line with the names of the specification before any row.
package struct IndexPreamble: Sendable, Hashable {
  /// The number of lines, blank ones included.
  package let lines: Int
  /// Their bytes in the file, after a byte order mark.
  package let range: Range<Int>
  /// Whether there is only the line `sep=,`, by which spreadsheet programs tell the separator.
  package let isSeparator: Bool

  /// Whether the line after them is a header.
  package let isBeforeHeader: Bool

  /// The maximum number of lines before a header.
  private static let limit = 64
  private static let starts: Set<String> = ["start", "startdate", "starttime"]
  private static let keys: Set<String> = ["datakey", "key"]

  /// Looks for a header after the first line.
  ///
  /// - Parameters:
  ///   - bytes: The first bytes of a file.
  ///   - lines: Where its lines are, without their ends.
  init?(_ bytes: Span<UInt8>, lines: [Range<Int>]) {
    var words = 0
    for (number, range) in lines.prefix(Self.limit).enumerated() {
      let line = bytes.extracting(range)
      if case .blank = IndexLineKind(line) { continue }
      let isHeader = Self.isHeader(line)
      let isRow = !isHeader && IndexInference.looksLikeRow(line)
      let endsAtRow = isRow && words == 1 && Self.isSeparator(bytes.extracting(lines[0]))
      guard isHeader || isRow else {
        words += 1
        continue
      }
      guard isHeader || endsAtRow, words > 0, let first = lines.first else { return nil }
      self.lines = number
      self.range = first.lowerBound..<range.lowerBound
      isBeforeHeader = isHeader
      isSeparator = words == 1 && Self.isSeparator(bytes.extracting(first))
      return
    }
    return nil
  }

  /// Whether a line has the names of a start and a datakey.
  package static func isHeader(_ line: Span<UInt8>) -> Bool {
    guard line.count < 4096 else { return false }
    let text = line.text.lowercased()
    let names = text.drop { !$0.isLetter && !$0.isNumber }.split(separator: ",").map { name in
      String(name.unicodeScalars.filter { !" \t'\"".unicodeScalars.contains($0) })
    }
    return names.contains(where: starts.contains) && names.contains(where: keys.contains)
  }

  /// Whether the names of columns have a start and a datakey, in some spelling.
  ///
  /// - Parameter names: The names.
  /// - Returns: Whether they are those of an index file.
  static func nameColumns(_ names: [String]) -> Bool {
    let words = names.map { name in name.lowercased().filter { $0.isLetter || $0.isNumber } }
    return words.contains { $0.hasPrefix("start") } && words.contains { $0.hasSuffix("key") }
  }

  private static func isSeparator(_ line: Span<UInt8>) -> Bool {
    ["sep=", "sep=,"].contains(line.text.lowercased().filter { $0 != "\"" })
  }
}
