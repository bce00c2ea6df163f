/// The lines of a text, for turning byte offsets into lines and columns.
package struct LineIndex: Sendable {
  private let text: [UInt8]
  /// Where each line begins.
  private let starts: [Int]
  private let scalars: ScalarIndex
  private let hasByteOrderMark: Bool

  /// Finds the lines of a text; they end with LF, CRLF or the end.
  ///
  /// - Complexity: O(*n*) in the length of the text.
  package init(_ text: [UInt8]) {
    self.text = text
    starts = Self.lineStarts(in: text.span)
    scalars = ScalarIndex(text)
    hasByteOrderMark = TextEncoding.hasByteOrderMark(text.span)
  }

  private static func lineStarts(in text: Span<UInt8>) -> [Int] {
    let lineFeed = UInt8(ascii: "\n")
    var starts = [0]
    var index = 0
    while index < text.count {
      let isWord = index + 8 <= text.count
      if isWord, ByteWord(text, at: index).bytes(equalTo: lineFeed) == 0 {
        index += 8
        continue
      }
      let end = isWord ? index + 8 : text.count
      while index < end {
        if text[index] == lineFeed { starts.append(index + 1) }
        index += 1
      }
    }
    return starts
  }

  /// The number of lines, including the one after the last line feed.
  package var count: Int { starts.count }

  /// Returns the line and column of a byte offset; an offset after the end counts as the end.
  ///
  /// A byte order mark has no column. An offset inside a character has the character's column.
  ///
  /// - Complexity: O(log *lines*), however long the line is.
  package func position(at offset: Int) -> TextPosition {
    let offset = Swift.max(0, Swift.min(offset, text.count))
    var low = 0
    var high = starts.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if starts[middle] <= offset { low = middle } else { high = middle }
    }
    let lineStart = low == 0 && hasByteOrderMark ? 3 : starts[low]
    guard offset > lineStart else { return TextPosition(offset: offset, line: low + 1, column: 1) }
    let before = scalars.scalars(before: offset) - scalars.scalars(before: lineStart)
    let isInside = offset < text.count && text[offset] & 0xC0 == 0x80
    return TextPosition(
      offset: offset, line: low + 1, column: Swift.max(1, before + (isInside ? 0 : 1)))
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
