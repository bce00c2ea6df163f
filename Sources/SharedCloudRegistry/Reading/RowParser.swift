internal import Formats

/// Parses the lines of an index file into rows, and skips rows that are not requested.
struct RowParser: Sendable {
  /// The positions of the columns.
  let layout: IndexLayout
  /// The number of fields that a row may have: as many as most rows, or as the header has names.
  let mostFields: Int
  /// The number of bytes of most times.
  let timeLength: Int
  /// Which rows are requested.
  let query: FileQuery
  /// The end of the last row in a file without stops.
  let end: SCRTime?
  /// The names of the columns after those of the spec.
  let extraColumns: [String]
  /// Where the lines before the header end.
  let preambleEnd: Int
  /// Where the header ends; 0 without one.
  let headerEnd: Int

  /// The result for some lines.
  struct Result: Sendable {
    var batch: FileBatch
    var faults = RowFaults()
    /// The number of lines.
    var lines = 0
    /// The start of the first row, even if it is not requested.
    var firstStart: SCRTime?
  }

  /// Parses lines.
  ///
  /// - Parameter lines: The lines.
  /// - Returns: The requested rows, in the order of the file.
  func parse(_ lines: IndexLines) -> Result {
    var work = Work(parser: self, lines: lines)
    work.parseAll()
    if work.hasOpenRow { work.settle(next: nextStart(lines.following) ?? end) }
    if lines.endsWithLongLine { work.faults.add(.longLine, line: work.line + 1) { Self.longLine } }
    if lines.endsWithLongLine { work.line += 1 }
    return Result(
      batch: FileBatch(
        bytes: lines.bytes, rows: work.rows, layout: layout, extraColumns: extraColumns),
      faults: work.faults, lines: work.line, firstStart: work.firstStart)
  }

  private static let longLine = "the line is too long for a row"

  /// The start of the first row in some bytes.
  private func nextStart(_ bytes: [UInt8]) -> SCRTime? {
    guard !bytes.isEmpty else { return nil }
    let end = bytes.firstIndex(of: 10) ?? bytes.endIndex
    var fields = CSVFields()
    let line = bytes.span.extracting(0..<end)
    fields.split(line)
    return TimeField(line.extracting(fields[0].range)).time
  }
}

/// Parses the lines of one range.
private struct Work {
  let parser: RowParser
  let lines: IndexLines
  var rows: [FileBatch.Row] = []
  var faults = RowFaults()
  var line = 0
  var firstStart: SCRTime?
  private var fields = CSVFields()
  /// A row without a stop that can be read, which is requested if the next row starts late enough.
  private var open: FileBatch.Row?
  private var times = TimeParser()

  init(parser: RowParser, lines: IndexLines) {
    self.parser = parser
    self.lines = lines
    rows.reserveCapacity(lines.range.count / 100)
  }

  mutating func parseAll() {
    let bytes = lines.bytes
    let span = bytes.span.extracting(0..<lines.range.upperBound)
    var start = lines.range.lowerBound
    while start < span.count {
      let end = span.firstIndex(of: UInt8(ascii: "\n"), from: start)
      line += 1
      parseLine(span, at: start..<end)
      start = end + 1
    }
  }

  private mutating func parseLine(_ span: Span<UInt8>, at range: Range<Int>) {
    if let row = plainRow(span, at: range) {
      take(row)
    } else {
      parseOddLine(span, at: range)
    }
  }

  /// Keeps a row if it is requested, or may be.
  private mutating func take(_ row: FileBatch.Row) {
    guard let start = row.start.time else {
      rows.append(row)
      return
    }
    if firstStart == nil { firstStart = start }
    if open != nil { settle(next: start) }
    if parser.query.isUnbounded, row.stop.hasTime, row.stop.seconds > row.start.seconds {
      rows.append(row)
      return
    }
    guard let stop = row.stop.time else {
      open = row
      return
    }
    if stop.ends(before: start) {
      faults.add(.disorder, line: line) {
        "the stop \(stop.text) is before the start \(start.text); the row counts for the time "
          + "between them"
      }
    }
    let (from, to) = (Swift.min(start, stop), Swift.max(start, stop))
    if parser.query.isUnbounded || parser.query.contains(start: from, end: to) { rows.append(row) }
  }

  /// Whether a row waits for the start of the next one.
  var hasOpenRow: Bool { open != nil }

  /// Decides about the row that waits for the start of the next one.
  mutating func settle(next: SCRTime?) {
    guard let row = open, let start = row.start.time else { return }
    if parser.query.contains(start: start, end: next) { rows.append(row) }
    open = nil
  }
}

// MARK: - Plain rows

extension Work {
  /// Reads a row of four unquoted fields with times of the usual length; nil if it is not such a
  /// row.
  private mutating func plainRow(_ span: Span<UInt8>, at range: Range<Int>) -> FileBatch.Row? {
    let length = parser.timeLength
    let layout = parser.layout
    guard layout.columnCount == 4, layout.stop == 1, range.count > 2 * length + 4 else {
      return nil
    }
    let line = span.extracting(range)
    let keyStart = 2 * length + 2
    guard line[length] == 0x2C, line[keyStart - 1] == 0x2C,
      let start = instant(line.extracting(0..<length)),
      let stop = instant(line.extracting(length + 1..<keyStart - 1)),
      let (keyEnd, size) = Self.size(atEndOf: line, from: keyStart),
      Self.isPlainKey(line.extracting(keyStart..<keyEnd))
    else { return nil }
    return FileBatch.Row(
      start: start, stop: stop, filesize: size, lineStart: UInt32(range.lowerBound),
      lineEnd: UInt32(range.upperBound), keyStart: UInt32(range.lowerBound + keyStart),
      keyEnd: UInt32(range.lowerBound + keyEnd), isPlain: true)
  }

  /// Reads a time of the usual length.
  @inline(__always)
  private mutating func instant(_ text: Span<UInt8>) -> FileBatch.Instant? {
    if let seconds = times.seconds(text) { return FileBatch.Instant(seconds: seconds) }
    guard let time = try? SCRTime(parsing: text) else { return nil }
    return FileBatch.Instant(time)
  }

  /// Finds the comma before a last field of 1 to 18 digits, and their value.
  private static func size(atEndOf line: Span<UInt8>, from start: Int) -> (Int, Int)? {
    var value = 0
    var unit = 1
    var index = line.count - 1
    while index > start, unit <= 100_000_000_000_000_000 {
      let digit = line[index] &- 0x30
      guard digit < 10 else { break }
      value += Int(digit) * unit
      unit *= 10
      index -= 1
    }
    guard index > start, unit > 1, line[index] == 0x2C else { return nil }
    return (index, value)
  }

  /// Whether a datakey is printable ASCII without commas, and without quotes or spaces at its ends.
  private static func isPlainKey(_ key: Span<UInt8>) -> Bool {
    guard key.count >= 8, key[0] > 0x27, key[key.count - 1] > 0x27 else { return false }
    let kinds = KeyBytes(key)
    return !kinds.hasControls && !kinds.isNotASCII && !kinds.hasComma
  }
}

// MARK: - Other rows

extension Work {
  private mutating func parseOddLine(_ span: Span<UInt8>, at range: Range<Int>) {
    var range = range
    if lines.offset == 0, range.lowerBound == 0, range.count >= 3, span[0] == 0xEF, span[1] == 0xBB,
      span[2] == 0xBF
    {
      range = 3..<range.upperBound
    }
    let returns = span.extracting(range).trailingReturns
    range = range.lowerBound..<range.upperBound - returns
    if lines.offset + range.lowerBound < parser.preambleEnd { return }
    let text = span.extracting(range)
    switch IndexLineKind(text) {
    case .row: break
    case .comment where IndexLineKind.holdsRow(text):
      return faults.add(.row, line: line) { "the line begins with #, but holds a row" }
    // Words after the header are a row that can't be read, unless they are the header once more.
    case .names where lines.offset + range.lowerBound >= parser.headerEnd:
      if IndexPreamble.isHeader(text) { return }
    default: return
    }
    let inner = text.innerReturns
    guard inner == 0 else {
      return faults.add(.row, line: line) {
        "the row has \(inner == 1 ? "a carriage return" : "\(inner) carriage returns") in it, "
          + "which may be the ends of other rows"
      }
    }
    fields.split(text)
    let layout = parser.layout
    guard fields.count >= layout.ownColumnCount else {
      let count = fields.count
      return faults.add(.row, line: line) {
        "the row has \(count) field\(count == 1 ? "" : "s"), not \(layout.ownColumnCount)"
      }
    }
    let start = TimeField(text.extracting(fields[0].range), parser: &times)
    if case .unreadable = start {
      return faults.add(.row, line: line) {
        let field = text.extracting(fields[0].range)
        return field.count == 0
          ? "the start is empty" : "the start \(field.text.prefix(64)) is not a time"
      }
    }
    guard fields.count <= parser.mostFields || hasBlankRest(text) else {
      let (count, most) = (fields.count, parser.mostFields)
      // A comma too many, or two rows in one line: no field is where it should be.
      return faults.add(.row, line: line) { "the row has \(count) fields, not \(most)" }
    }
    guard let key = datakey(text) else { return }
    var row = FileBatch.Row(
      start: FileBatch.Instant(start.time), stop: FileBatch.Instant(stop(text)),
      filesize: filesize(text),
      lineStart: UInt32(range.lowerBound), lineEnd: UInt32(range.upperBound),
      keyStart: UInt32(range.lowerBound + key.lowerBound),
      keyEnd: UInt32(range.lowerBound + key.upperBound), isPlain: false)
    row.hasDoubledQuotes = fields[layout.datakey].hasDoubledQuotes
    take(row)
  }

  /// Whether all fields after the columns are blank, as a comma at the end of a row makes them.
  private func hasBlankRest(_ text: Span<UInt8>) -> Bool {
    (parser.mostFields..<fields.count).allSatisfy { fields[$0].range.isEmpty }
  }

  /// The range of the datakey; nil if it can't name a file.
  private mutating func datakey(_ text: Span<UInt8>) -> Range<Int>? {
    let range = fields[parser.layout.datakey].range
    guard !range.isEmpty else {
      faults.add(.row, line: line) { "the datakey is empty" }
      return nil
    }
    let key = text.extracting(range)
    let kinds = KeyBytes(key)
    if kinds.hasControls || (kinds.isNotASCII && !UTF8Sequence.isWellFormed(key)) {
      faults.add(.row, line: line) {
        kinds.hasControls ? "the datakey has control characters" : "the datakey is not UTF-8"
      }
      return nil
    }
    return range
  }

  private mutating func stop(_ text: Span<UInt8>) -> SCRTime? {
    guard let column = parser.layout.stop else { return nil }
    let field = text.extracting(fields[column].range)
    let stop = TimeField(field, parser: &times)
    if case .unreadable = stop {
      faults.add(.field, line: line) {
        let stop =
          field.count == 0 ? "the stop is empty" : "the stop \(field.text.prefix(64)) is not a time"
        return stop + "; the row counts until the next one starts"
      }
    }
    return stop.time
  }

  private mutating func filesize(_ text: Span<UInt8>) -> Int {
    let field = text.extracting(fields[parser.layout.filesize].range)
    if case .bytes(let size) = Filesize(field) { return size }
    faults.add(.field, line: line) {
      field.count == 0
        ? "the filesize is empty" : "the filesize \(field.text.prefix(64)) is not a size"
    }
    return -1
  }
}
