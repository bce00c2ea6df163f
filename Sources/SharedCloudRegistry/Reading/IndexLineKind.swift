internal import Formats

extension Span where Element == UInt8 {
  /// The number of carriage returns in a line, except those at its end.
  package var innerReturns: Int {
    var found = 0
    for index in 0..<count - trailingReturns where self[index] == 0x0D { found += 1 }
    return found
  }

  /// The number of carriage returns at the end of a line.
  package var trailingReturns: Int {
    var end = count
    while end > 0, self[end - 1] == 0x0D { end -= 1 }
    return count - end
  }
}

/// The kind of a line in an index file.
package enum IndexLineKind {
  /// It has only spaces.
  case blank
  /// It begins with `#`.
  case comment
  /// It looks like a header but has no `#`.
  case names
  /// Anything else.
  case row

  /// Examines the first bytes of a line.
  package init(_ line: Span<UInt8>) {
    var index = 0
    while index < line.count, line[index] == 0x20 || line[index] == 0x09 { index += 1 }
    guard index < line.count else {
      self = .blank
      return
    }
    if line[index] == UInt8(ascii: "#") {
      self = .comment
    } else {
      self = Self.hasOnlyNames(line) ? .names : .row
    }
  }

  /// Returns whether a line that begins with `#` holds a row.
  ///
  /// Somebody commented the row out, or the header before it lost its line end.
  ///
  /// - Parameter comment: The line.
  /// - Returns: Whether it holds one.
  package static func holdsRow(_ comment: Span<UInt8>) -> Bool {
    var start = 0
    while start < comment.count, [0x20, 0x09, 0x23, 0x22].contains(comment[start]) { start += 1 }
    let text = comment.extracting(start..<comment.count)
    // A file whose lines end with CR alone is one line, and has its own words.
    guard text.innerReturns == 0 else { return false }
    var fields = CSVFields()
    fields.split(text)
    guard fields.count >= 3 else { return false }
    let shapes = (0..<Swift.min(fields.count, 12)).map {
      FieldShape(text.extracting(fields[$0].range))
    }
    return shapes[0].isTime || shapes.contains { $0.isAbsoluteAddress }
      || shapes.dropFirst(2).contains { $0.isTime }
  }

  /// Counts the bytes before the first name of a header that has another mark than `#`, such as `;`,
  /// `//`, a second byte order mark or an invisible character.
  ///
  /// - Parameter line: The line.
  /// - Returns: The number of bytes; 0 if the line begins with a letter, a digit, a quote, an opening
  ///   parenthesis or `#`.
  package static func leadingMarks(of line: Span<UInt8>) -> Int {
    var index = 0
    var hasMark = false
    while index < line.count {
      let byte = line[index]
      let isSpace = byte == 0x20 || byte == 0x09
      let isMark = byte >= 0x80 || byte == 0x23 && hasMark || Self.isMark(byte)
      guard isSpace || isMark else { break }
      hasMark = hasMark || isMark
      index += 1
    }
    return hasMark ? index : 0
  }

  /// Whether a character of ASCII is a mark before a header, such as `;` or `%`.
  private static func isMark(_ byte: UInt8) -> Bool {
    switch byte {
    // ! $ % & * + - . / : ; = > @ [ \ ^ _ | ~
    case 0x21, 0x24, 0x25, 0x26, 0x2A, 0x2B, 0x2D, 0x2E, 0x2F, 0x3A, 0x3B, 0x3D, 0x3E, 0x40,
      0x5B, 0x5C, 0x5E, 0x5F, 0x7C, 0x7E:
      true
    default: false
    }
  }

  /// Returns whether a line consists of words without a time, a number or an address.
  private static func hasOnlyNames(_ line: Span<UInt8>) -> Bool {
    var commas = 0
    var wordBegins = true
    for index in leadingMarks(of: line)..<line.count {
      let byte = line[index]
      if byte == 0x2C { commas += 1 }
      if byte == 0x2C || byte == 0x20 || byte == 0x09 || byte == 0x27 || byte == 0x22 {
        wordBegins = true
        continue
      }
      guard wordBegins else {
        if byte == UInt8(ascii: "/") || byte == UInt8(ascii: ":") { return false }
        continue
      }
      // Programs that quote each field write "# start".
      if byte == UInt8(ascii: "#"), commas == 0, index > 0, line[index - 1] == 0x22 { continue }
      guard byte | 0x20 &- 0x61 < 26 || byte == UInt8(ascii: "(") else { return false }
      wordBegins = false
    }
    return commas >= 2
  }
}
