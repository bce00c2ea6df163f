internal import Formats
internal import SharedCloudRegistry

/// Checks one index file while it is read, in memory that does not grow with the file.
///
/// Rows that pass the scanner's fast test are only counted. All others are examined field by
/// field, and checking continues after a bad row.
struct IndexCheck: ~Copyable {
  let expectation: IndexExpectation
  let table: IndexTable
  private let usesFastTest: Bool
  private let lineLimit: Int
  private var scanner: IndexScanner
  private var examination = RowExamination(context: .unknown)
  var rows: IndexRowReporter
  /// Whether the layout of the columns is known from the first row.
  private var hasLayout = false
  var header: IndexHeader?
  private var headers = 0
  private var cleanRowsSeen = 0
  private var examinedRows = 0
  var summary = IndexSummary()

  init(file: Location, expectation: IndexExpectation, options: CheckOptions) {
    self.expectation = expectation
    let options = options.ofIndexes
    table = IndexTable(expectation.dialect)
    usesFastTest = options.usesFastTest
    lineLimit = options.lineLimit
    scanner = IndexScanner(chunk: options.indexChunk, lineLimit: options.lineLimit)
    rows = IndexRowReporter(
      FileReporter(file: file, dataset: expectation.dataset, options: options))
  }

  /// Reads a file to its end.
  ///
  /// - Parameters:
  ///   - source: The bytes of the file.
  ///   - progress: Gets the number of bytes and rows read since its last call.
  /// - Returns: The findings, and the summary of the rows.
  /// - Throws: ``StoreError`` if the file can't be read to its end.
  consuming func run(
    _ source: any ObjectSource, progress: (Int, Int) -> Void
  ) throws(StoreError) -> (FileReporter, IndexSummary) {
    var told = (bytes: 0, rows: 0)
    while true {
      switch scanner.next() {
      case .needsBytes:
        try unsafe scanner.fill { (buffer) throws(StoreError) -> Int in
          unsafe try source.read(into: buffer)
        }
        let rows = scanner.cleanRows + examinedRows
        progress(scanner.byteCount - told.bytes, rows - told.rows)
        told = (scanner.byteCount, rows)
      case .line(let range): take(range)
      case .longLine(let length): reportLongLine(length)
      case .end:
        finish()
        return (rows.file, summary)
      }
    }
  }

  private mutating func take(_ line: Range<Int>) {
    var range = line
    if scanner.line == 1 { range = withoutByteOrderMark(range) }
    let endsWithCR = scanner.withBytes(range) { $0.count > 0 && $0[$0.count - 1] == 0x0D }
    if endsWithCR { range = range.lowerBound..<range.upperBound - 1 }
    switch scanner.withBytes(range, IndexLineKind.init) {
    case .blank: report(.blankLine, range, end: lineEnd(range, endsWithCR: endsWithCR))
    case .comment: takeHeader(range, endsWithCR: endsWithCR)
    case .names where !hasLayout && headers == 0: takeHeader(range, endsWithCR: endsWithCR)
    case .names, .row: takeRow(range, endsWithCR: endsWithCR)
    }
  }

  /// Where the current line ends in the file, including its CR and LF.
  private func lineEnd(_ range: Range<Int>, endsWithCR: Bool) -> Int {
    textOffset + range.count + (endsWithCR ? 1 : 0) + (scanner.endsWithLineFeed ? 1 : 0)
  }

  /// Where the current line begins in the file, after a byte order mark.
  private var textOffset: Int {
    scanner.lineOffset + (scanner.line == 1 && scanner.hasByteOrderMark ? 3 : 0)
  }

  private func withoutByteOrderMark(_ line: Range<Int>) -> Range<Int> {
    let hasMark = scanner.withBytes(line) {
      $0.count >= 3 && $0[0] == 0xEF && $0[1] == 0xBB && $0[2] == 0xBF
    }
    return hasMark ? line.lowerBound + 3..<line.upperBound : line
  }

  /// If lines end with CR alone, the whole file is one header line.
  private mutating func reportInnerReturns(_ range: Range<Int>) {
    let returns = scanner.withBytes(range) { $0.innerReturns }
    guard returns > 0 else { return }
    let words = returns == 1 ? "1 carriage return" : "\(returns) carriage returns"
    rows.file.report("IDX052", "header on line \(scanner.line) has \(words)") {
      $0.location.line = scanner.line
      $0.location.column = 1
      $0.location.byteOffset = scanner.lineOffset
      $0.identity = "IDX052"
    }
  }

  private mutating func takeHeader(_ range: Range<Int>, endsWithCR: Bool) {
    if endsWithCR { report(.lineEndsWithCR, range, end: 0) }
    reportInnerReturns(range)
    var header = scanner.withBytes(range) { IndexHeader($0.text, line: scanner.line) }
    header.offset = textOffset
    header.length = range.count
    headers += 1
    guard headers == 1, !hasLayout else {
      let end = lineEnd(range, endsWithCR: endsWithCR)
      rows.file.report("IDX006", "line \(scanner.line) begins with # as the header does") {
        $0.fix = HeaderFixes.removal(
          of: header, after: self.header, lines: header.offset..<end)
        $0.location.line = scanner.line
        $0.location.column = 1
        $0.location.byteOffset = scanner.lineOffset
        $0.excerpt = .init(text: scanner.withBytes(range) { $0.text }, column: 1, length: 0)
      }
      return
    }
    self.header = header
  }

  private mutating func takeRow(_ range: Range<Int>, endsWithCR: Bool) {
    syncWithFastRows()
    examinedRows += 1
    if !hasLayout {
      scanner.withBytes(range) { examination.splitOnly($0) }
      begin(scanner.withBytes(range) { FirstRow($0, examination.fields) })
    }
    scanner.withBytes(range) { examination.examine($0) }
    var faults = examination.faults
    if endsWithCR { faults.insert(.lineEndsWithCR) }
    let toList = rows.count(faults)
    if toList.rawValue != 0 {
      let row = IndexRowReporter.Row(
        line: scanner.line, offset: textOffset, number: scanner.cleanRows + examinedRows, end: 0)
      scanner.withBytes(range) { rows.list(toList, of: row, text: $0, examination, isRow: true) }
    }
    noteRow(range)
  }

  /// Updates the context from the rows that passed the fast test since the last examined row.
  private mutating func syncWithFastRows() {
    guard scanner.cleanRows > cleanRowsSeen, let sequence = scanner.fastSequence else { return }
    cleanRowsSeen = scanner.cleanRows
    examination.context.previousStart = sequence.previousStart
    summary.lastStart = sequence.previousStart
    summary.lastStop = sequence.previousStop
    summary.latestStop = [summary.latestStop, sequence.latestStop].compactMap(\.self).max()
  }

  /// Makes the examined row the previous one.
  private mutating func noteRow(_ line: Range<Int>) {
    let layout = examination.context.layout
    func place(_ index: Int) -> Range<Int>? {
      let range = examination.fields[index].range
      guard !range.isEmpty else { return nil }
      return line.lowerBound + range.lowerBound..<line.lowerBound + range.upperBound
    }
    if let start = examination.start {
      examination.context.previousStart = start
      if summary.firstStart == nil { summary.firstStart = start }
      if summary.earliestStart.map({ start < $0 }) ?? true { summary.earliestStart = start }
      summary.lastStart = start
    }
    if let stop = examination.stop {
      summary.lastStop = stop
      if summary.latestStop.map({ $0 < stop }) ?? true { summary.latestStop = stop }
      if let start = examination.start, summary.rowOverWholeYear == nil,
        stop.seconds - start.seconds >= 364 * 86400, stop.lastCoveredYear > start.year
      {
        summary.rowOverWholeYear = scanner.cleanRows + examinedRows
      }
    } else {
      summary.rowsWithoutStop += 1
    }
    scanner.notePrevious(
      start: usesFastTest && examination.start != nil ? place(0) : nil,
      stop: examination.stop == nil ? nil : layout.stop.flatMap(place),
      key: place(layout.datakey))
  }

  private mutating func begin(_ first: FirstRow) {
    let layout = first.layout(requiringStop: table.requiredColumns > 3)
    summary.layout = layout
    summary.timeLength = first.timeLength
    summary.isPlausible = first.isPlausible(in: layout)
    let bucket = expectation.bucket ?? first.bucket(in: layout)
    hasLayout = true
    examination.context = RowContext(
      layout: layout, timeLength: first.timeLength, allowsStatic: table.allowsStatic,
      bucket: Array(bucket.utf8), year: expectation.year)
    examination.context.mendedTimeLength = first.mendedTimeLength
    guard layout.isInOrder, layout.columnCount == layout.ownColumnCount, !bucket.isEmpty else {
      return
    }
    scanner.setLayout(
      timeLength: first.timeLength, hasStop: layout.stop != nil,
      prefix: fastPrefix(Array(bucket.utf8), first, layout), year: expectation.year)
  }

  /// The prefix for the fast test: that of the first row, unless it is in another bucket.
  private mutating func fastPrefix(
    _ bucket: [UInt8], _ first: FirstRow, _ layout: IndexLayout
  ) -> [UInt8] {
    guard layout.datakey < first.fields.count else { return bucket }
    let key = Array(first.fields[layout.datakey].utf8)
    let own = Array(first.bucket(in: layout).utf8)
    guard !own.isEmpty, own != bucket, examination.context.buckets.verdict(on: key.span) != .other
    else { return bucket }
    return own
  }

  private mutating func report(_ fault: RowFault, _ range: Range<Int>, end: Int) {
    let toList = rows.count(RowFaults(fault))
    guard toList.rawValue != 0 else { return }
    let row = IndexRowReporter.Row(line: scanner.line, offset: textOffset, number: 0, end: end)
    scanner.withBytes(range) { rows.list(toList, of: row, text: $0, examination, isRow: false) }
  }

  private mutating func reportLongLine(_ length: Int) {
    summary.skippedLines += 1
    rows.file.report("IDX043", "line \(scanner.line) has \(length) bytes and was not looked at") {
      $0.location.line = scanner.line
      $0.location.column = 1
      $0.location.byteOffset = scanner.lineOffset
      $0.expected = "at most \(lineLimit) bytes"
      $0.actual = "\(length) bytes"
    }
  }

  /// Where the columns are; nil if there are no rows.
  var layout: IndexLayout? { hasLayout ? examination.context.layout : nil }

  private mutating func finish() {
    syncWithFastRows()
    summary.rows = scanner.cleanRows + examinedRows
    summary.unknownBucket = examination.context.buckets.unknown
    summary.bytes = scanner.byteCount
    summary.keyOrder = scanner.keyOrder
    summary.firstKey = scanner.firstKey
    summary.lastKey = scanner.withBytes(scanner.previousKey) { span in
      (0..<span.count).map { span[$0] }
    }
    reportWholeFile(
      endsWithLineFeed: scanner.endsWithLineFeed, size: scanner.byteCount, lines: scanner.line,
      hasByteOrderMark: scanner.hasByteOrderMark)
    rows.settle()
  }
}
