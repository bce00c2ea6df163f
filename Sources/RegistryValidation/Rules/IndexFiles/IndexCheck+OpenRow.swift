internal import Formats
internal import SharedCloudRegistry

/// Line breaks in fields.
extension IndexCheck {
  /// Adds a line to the row with an open quote, if it can't be a row itself.
  ///
  /// - Returns: Whether the line belongs to that row.
  mutating func takeIntoOpenRow(_ range: Range<Int>, returns: Int) -> Bool {
    guard var open = openRow else { return false }
    let text = scanner.withBytes(range) { $0.bytes(0..<$0.count) }
    let line = OpenRow.Line(
      line: scanner.line, offset: textOffset, end: lineEnd(range, returns: returns),
      text: text, returns: returns)
    guard open.takes(line) else {
      closeOpenRow()
      return false
    }
    openRow = open
    examination.examine(open.joined.span)
    guard !examination.opensQuote else {
      if open.isTooLong { closeOpenRow() }
      return true
    }
    openRow = nil
    let row = open.row
    rows.file.report(.lineBreakInField, "a field has a line break in double quotes") {
      $0.location.line = row.line
      $0.location.row = row.number
      $0.location.column = 1
      $0.location.byteOffset = row.offset
      $0.location.endLine = line.line
      $0.identity = open.text.span.start
    }
    list(open.joined, row: row, returns: open.returns)
    return true
  }

  /// Gives up on a row with an open quote: its quote has no partner, and the lines after it count
  /// on their own.
  mutating func closeOpenRow() {
    guard let open = openRow else { return }
    openRow = nil
    examination.examine(open.text.span)
    list(open.text, row: open.row, returns: open.returns)
    for line in open.lines {
      var row = open.row
      (row.line, row.offset) = (line.line, line.offset)
      if case .blank = IndexLineKind(line.text.span) {
        (row.number, row.end) = (0, line.end)
        rows.report(.blank, of: row, text: line.text.span)
        continue
      }
      examinedRows += 1
      row.number = scanner.cleanRows + examinedRows
      examination.examine(line.text.span)
      list(line.text, row: row, returns: line.returns)
    }
  }

  /// Reports and notes the examined row, whose bytes are not in the buffer.
  private mutating func list(_ text: [UInt8], row: RowPlace, returns: Int) {
    examination.returns = returns
    let (toList, toFix) = countFaults()
    rows.countFixes(of: toFix, text: text.span, in: examination)
    rows.list(toList, of: row, text: text.span, in: examination)
    precision.add(examination.timeLengths, row, text)
    noteTimes()
    scanner.notePrevious(start: nil, stop: nil, key: nil)
    scanner.noteOddKey()
  }
}
