internal import Formats
internal import SharedCloudRegistry

/// A row whose last quote is not closed on its line, and the lines that may belong to it.
///
/// A field in double quotes may have line breaks (RFC 4180, 2.6). A lone quote must not swallow
/// the rows after it, so a line that looks like a row or a header ends the search.
struct OpenRow: Sendable {
  /// One line after the first.
  struct Line: Sendable {
    /// Its number, counted from 1.
    var line: Int
    /// Its offset in the file.
    var offset: Int
    /// Where it ends in the file, with CR and LF.
    var end: Int
    /// Its bytes, without CR and LF.
    var text: [UInt8]
    /// The number of CRs that follow it.
    var returns: Int
  }

  /// Where the row begins.
  let row: RowPlace
  /// The bytes of its first line.
  let text: [UInt8]
  /// The number of CRs that end its first line.
  let returns: Int
  /// The lines after it.
  private(set) var lines: [Line] = []
  /// All lines, joined by LF.
  private(set) var joined: [UInt8]

  init(row: RowPlace, text: [UInt8], returns: Int) {
    self.row = row
    self.text = text
    self.returns = returns
    joined = text
  }

  /// Adds a line, unless it looks like a row or a header.
  ///
  /// - Returns: Whether it was added.
  mutating func takes(_ line: Line) -> Bool {
    guard case .comment = IndexLineKind(line.text.span) else {
      guard !IndexInference.looksLikeRow(line.text.span) else { return false }
      lines.append(line)
      joined.append(0x0A)
      joined += line.text
      return true
    }
    return false
  }

  /// Whether the quote is not worth searching further.
  var isTooLong: Bool { lines.count >= 64 || joined.count > 64 << 10 }
}
