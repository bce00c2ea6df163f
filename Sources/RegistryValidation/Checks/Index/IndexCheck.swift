internal import Formats
internal import ObjectStorage
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
  var scanner: IndexScanner
  var examination = RowExamination(context: .unknown)
  var rows: IndexRowReporter
  /// The facts that the first rows show together.
  var inference: IndexInference?
  /// Whether there was a row.
  private var hasRow = false
  var precision: PrecisionTally
  /// A row with an open quote, which the next lines may close.
  var openRow: OpenRow?
  /// The number of rows whose fields after filesize are all empty.
  private(set) var rowsEndingInCommas = 0
  let latest: SCRTime?
  var header: IndexHeader?
  private var headers = 0
  /// The number of lines after the header that look like one, and whether more of them are listed.
  private var strayHeaders = 0
  private var listsStrayHeaders = true
  private var cleanRowsSeen = 0
  var examinedRows = 0
  var summary = IndexSummary()

  init(file: Location, expectation: IndexExpectation, options: CheckOptions) {
    self.expectation = expectation
    let options = options.ofIndexes
    table = IndexTable(expectation.dialect)
    usesFastTest = options.usesFastTest
    lineLimit = options.lineLimit
    scanner = IndexScanner(chunk: options.indexChunk, lineLimit: options.lineLimit)
    let reporter = FileReporter(file: file, dataset: expectation.dataset, options: options)
    rows = IndexRowReporter(reporter)
    precision = PrecisionTally(
      limit: reporter.isOn("IDX028") ? reporter.listingLimit(of: "IDX028") : 0)
    latest = options.now.map { now in
      SCRTime(seconds: now.seconds + Int64(options.option("grace", of: "IDX058")))
    }
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
    var start = try FileStart(source, size: IndexInference.sampleSize)
    guard isIndex(start) else { return (rows.file, summary) }
    while true {
      switch scanner.next() {
      case .needsBytes:
        try unsafe scanner.fill { (buffer) throws(StoreError) -> Int in
          unsafe try start.read(into: buffer, then: source)
        }
        let rows = scanner.cleanRows + examinedRows
        progress(scanner.byteCount - told.bytes, rows - told.rows)
        told = (scanner.byteCount, rows)
      case .line(let range): take(range)
      case .longLine(let length):
        closeOpenRow()
        reportLongLine(length)
      case .end:
        closeOpenRow()
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
    if openRow != nil, takeIntoOpenRow(range, endsWithCR: endsWithCR) { return }
    switch scanner.withBytes(range, IndexLineKind.init) {
    case .blank: report(.blankLine, range, end: lineEnd(range, endsWithCR: endsWithCR))
    case .comment: takeHeader(range, endsWithCR: endsWithCR)
    case .names where !hasRow && headers == 0: takeHeader(range, endsWithCR: endsWithCR)
    case .names, .row: takeRow(range, endsWithCR: endsWithCR)
    }
  }

  /// Where the current line ends in the file, including its CR and LF.
  func lineEnd(_ range: Range<Int>, endsWithCR: Bool) -> Int {
    textOffset + range.count + (endsWithCR ? 1 : 0) + (scanner.endsWithLineFeed ? 1 : 0)
  }

  /// Where the current line begins in the file, after a byte order mark.
  var textOffset: Int {
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

  private mutating func reportHeaderBytes(_ range: Range<Int>) {
    let bytes = scanner.withBytes(range) { LineBytes($0) }
    if bytes.hasNUL { report(.nulByte, range, end: 0) }
    if bytes.isNotASCII, !scanner.withBytes(range, { UTF8Sequence.isWellFormed($0) }) {
      report(.invalidUTF8, range, end: 0)
    }
  }

  private mutating func takeHeader(_ range: Range<Int>, endsWithCR: Bool) {
    if endsWithCR { report(.lineEndsWithCR, range, end: 0) }
    reportInnerReturns(range)
    reportHeaderBytes(range)
    headers += 1
    guard headers == 1, !hasRow else { return takeStrayHeader(range, endsWithCR: endsWithCR) }
    header = headerLine(range)
  }

  private func headerLine(_ range: Range<Int>) -> IndexHeader {
    var header = scanner.withBytes(range) { IndexHeader($0.text, line: scanner.line) }
    header.offset = textOffset
    header.length = range.count
    return header
  }

  /// Counts a line that only looks like a header, and lists the first ones.
  private mutating func takeStrayHeader(_ range: Range<Int>, endsWithCR: Bool) {
    strayHeaders += 1
    guard listsStrayHeaders else { return }
    let header = headerLine(range)
    let end = lineEnd(range, endsWithCR: endsWithCR)
    rows.file.report("IDX006", "line \(scanner.line) begins with # as the header does") {
      $0.fix = HeaderFixes.removal(
        of: header, after: self.header, lines: header.offset..<end)
      $0.location.line = scanner.line
      $0.location.column = 1
      $0.location.byteOffset = scanner.lineOffset
      $0.excerpt = .init(text: scanner.withBytes(range) { $0.text }, column: 1, length: 0)
    }
    listsStrayHeaders = rows.file.lists("IDX006")
  }

  private mutating func takeRow(_ range: Range<Int>, endsWithCR: Bool) {
    syncWithFastRows()
    hasRow = true
    examinedRows += 1
    let row = IndexRowReporter.Row(
      line: scanner.line, offset: textOffset, number: scanner.cleanRows + examinedRows, end: 0)
    scanner.withBytes(range) { examination.examine($0) }
    if examination.opensQuote {
      let text = scanner.withBytes(range) { $0.bytes(0..<$0.count) }
      openRow = OpenRow(row: row, text: text, endsWithCR: endsWithCR)
      scanner.notePrevious(start: nil, stop: nil, key: nil)
      return
    }
    report(row, endsWithCR: endsWithCR, range)
    noteRow(range)
  }

  /// Reports the faults of the examined row, whose bytes are in the buffer.
  private mutating func report(
    _ row: IndexRowReporter.Row, endsWithCR: Bool, _ range: Range<Int>
  ) {
    let toList = countFaults(endsWithCR: endsWithCR)
    if toList.rawValue != 0 {
      scanner.withBytes(range) { rows.list(toList, of: row, text: $0, examination, isRow: true) }
    }
    precision.add(
      examination.timeLengths, row, scanner.withBytes(range) { $0.bytes(0..<$0.count) })
  }

  /// Counts the faults of the examined row, and returns those to list.
  mutating func countFaults(endsWithCR: Bool) -> RowFaults {
    var faults = examination.faults
    // Which precision is the usual one is known after the last row.
    faults.remove(.precisionDiffers)
    if endsWithCR { faults.insert(.lineEndsWithCR) }
    if examination.endsInCommas { rowsEndingInCommas += 1 }
    return rows.count(faults)
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
    noteTimes()
    let lengths = examination.timeLengths
    let canStart =
      usesFastTest && examination.start != nil && !examination.isInFuture
      && precision.isFull(TimeLengths(start: lengths.start, stop: lengths.stop))
    scanner.notePrevious(
      start: canStart ? place(0) : nil,
      stop: examination.stop == nil || examination.isInFuture ? nil : layout.stop.flatMap(place),
      key: place(layout.datakey))
    // Another spelling of the same key has other bytes.
    if examination.fields[layout.datakey].hasDoubledQuotes { scanner.noteOddKey() }
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
  var layout: IndexLayout? { hasRow ? summary.layout : nil }

  private mutating func finish() {
    syncWithFastRows()
    summary.rows = scanner.cleanRows + examinedRows
    reportPrecision()
    summary.unknownBucket = examination.context.buckets.unknown
    summary.bytes = scanner.byteCount
    summary.bins = scanner.bins
    summary.keyOrder = scanner.keyOrder
    summary.firstKey = scanner.firstKey
    summary.lastKey = scanner.withBytes(scanner.previousKey) { span in
      (0..<span.count).map { span[$0] }
    }
    reportWholeFile(
      endsWithLineFeed: scanner.endsWithLineFeed, size: scanner.byteCount, lines: scanner.line,
      hasByteOrderMark: scanner.hasByteOrderMark)
    if strayHeaders > 0 {
      rows.file.settle("IDX006", total: strayHeaders, isHabit: false)
    }
    rows.settle()
  }
}
