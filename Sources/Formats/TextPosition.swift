/// A place in a text, as people and editors count.
package struct TextPosition: Sendable, Hashable {
  /// The number of bytes before the place.
  package var offset: Int
  /// The line, counted from 1.
  package var line: Int
  /// The column in Unicode scalars, counted from 1.
  package var column: Int

  package init(offset: Int, line: Int, column: Int) {
    self.offset = offset
    self.line = line
    self.column = column
  }
}

/// The lines of a text, for turning byte offsets into lines and columns.
package struct LineIndex: Sendable {
  private let text: [UInt8]
  private let starts: [Int]

  /// Finds the lines of a text; they end with LF, CRLF or the end.
  ///
  /// - Complexity: O(*n*) in the length of the text.
  package init(_ text: [UInt8]) {
    self.text = text
    var starts = [0]
    for (offset, byte) in text.enumerated() where byte == UInt8(ascii: "\n") {
      starts.append(offset + 1)
    }
    self.starts = starts
  }

  /// The number of lines, counting what follows the last line feed.
  package var count: Int { starts.count }

  /// Returns the line and column of a byte offset; an offset past the end counts as the end.
  ///
  /// - Complexity: O(log *lines* + length of the line).
  package func position(at offset: Int) -> TextPosition {
    let offset = Swift.max(0, Swift.min(offset, text.count))
    var low = 0
    var high = starts.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if starts[middle] <= offset { low = middle } else { high = middle }
    }
    var column = 1
    // Continuation bytes (10xxxxxx) do not begin a scalar. A byte order mark has no column.
    var index = starts[low] == 0 && text.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : starts[low]
    while index < offset {
      if text[index] & 0xC0 != 0x80 { column += 1 }
      index += 1
    }
    return TextPosition(offset: offset, line: low + 1, column: column)
  }

  /// Returns the bytes of a line, counted from 1, without its line end.
  package func line(_ number: Int) -> ArraySlice<UInt8> {
    guard number >= 1, number <= starts.count else { return [] }
    let start = starts[number - 1]
    var end = number < starts.count ? starts[number] - 1 : text.count
    if end > start, text[end - 1] == UInt8(ascii: "\r") { end -= 1 }
    return text[start..<end]
  }
}
