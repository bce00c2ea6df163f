import Formats
import SharedCloudRegistry

/// The events of the scanner for a file, with a caller that acts like the validator.
struct ScannedFile {
  /// A line that the scanner returned or skipped.
  struct Line: Hashable {
    var number: Int
    var offset: Int
    /// The bytes; nil for a line longer than the limit.
    var bytes: [UInt8]?
    var length: Int
  }
  var lines: [Line] = []
  var cleanRows = 0
  var lastLine = 0
  var byteCount = 0
  var endsWithLineFeed = true
  var hasByteOrderMark = false
  var keyOrder = KeyOrder()
  var firstKey: [UInt8] = []
  var lastKey: [UInt8] = []
  /// The numbers of lines at which the scanner was wrong about the previous rows.
  var wrongSequences: [Int] = []
  /// The largest buffer that the scanner offered.
  var largestRoom = 0

  /// Scans bytes.
  ///
  /// - Parameters:
  ///   - bytes: The file.
  ///   - chunk: How many bytes are read at a time.
  ///   - lineLimit: The longest line that is returned.
  ///   - layout: The layout of the rows; nil leaves the fast test off.
  ///   - room: The buffer size of the scanner; nil for the chunk size.
  init(
    _ bytes: [UInt8], chunk: Int, lineLimit: Int = 1 << 20, layout: RowLayout? = nil,
    room: Int? = nil
  ) {
    var scanner = IndexScanner(chunk: room ?? chunk, lineLimit: lineLimit)
    var rest = bytes[...]
    var caller = Caller(layout: layout)
    scan: while true {
      switch scanner.next() {
      case .needsBytes:
        scanner.fill { (buffer, range) throws(Never) -> Int in
          let room = range.count
          largestRoom = max(largestRoom, room)
          let part = rest.prefix(min(chunk, room))
          buffer.replace(at: range.lowerBound, with: part.span)
          rest = rest.dropFirst(part.count)
          return part.count
        }
      case .line(let range):
        let line = scanner.withBytes(range) { span in (0..<span.count).map { span[$0] } }
        lines.append(
          Line(number: scanner.line, offset: scanner.lineOffset, bytes: line, length: line.count))
        if !caller.take(line, range, &scanner) { wrongSequences.append(scanner.line) }
      case .longLine(let length):
        lines.append(
          Line(number: scanner.line, offset: scanner.lineOffset, bytes: nil, length: length))
      case .end: break scan
      }
    }
    cleanRows = scanner.cleanRows
    lastLine = scanner.line
    byteCount = scanner.byteCount
    endsWithLineFeed = scanner.endsWithLineFeed
    hasByteOrderMark = scanner.hasByteOrderMark
    keyOrder = scanner.keyOrder
    firstKey = scanner.firstKey
    lastKey = scanner.withBytes(scanner.previousKey) { span in (0..<span.count).map { span[$0] } }
  }

  /// Does what a caller of the scanner does with rows.
  private struct Caller {
    var layout: RowLayout?
    var isSetUp = false
    var cleanRows = 0

    /// Takes a line; false if the scanner is wrong about the previous rows.
    mutating func take(
      _ line: [UInt8], _ range: Range<Int>, _ scanner: inout IndexScanner
    ) -> Bool {
      var makesSense = true
      if scanner.cleanRows > cleanRows {
        cleanRows = scanner.cleanRows
        let sequence = scanner.fastSequence
        makesSense = sequence?.previousStart != nil
        if layout?.hasStop ?? false {
          makesSense =
            makesSense && sequence?.previousStop != nil && sequence?.latestStop != nil
        }
      }
      guard let layout, line.first != UInt8(ascii: "#") else {
        return makesSense
      }
      let row = ReferenceRow(line, layout)
      if !isSetUp {
        isSetUp = true
        scanner.setLayout(
          timeLength: layout.timeLength, hasStop: layout.hasStop,
          prefix: Array(layout.prefix.utf8), year: layout.year)
      }
      func place(_ column: Int) -> Range<Int>? {
        guard column < row.fields.count, !row.fields[column].isEmpty else { return nil }
        let field = row.fields[column]
        return range.lowerBound + field.lowerBound..<range.lowerBound + field.upperBound
      }
      scanner.notePrevious(
        start: row.start == nil ? nil : place(0), stop: row.stop == nil ? nil : place(1),
        key: place(layout.keyColumn))
      return makesSense
    }
  }
}
