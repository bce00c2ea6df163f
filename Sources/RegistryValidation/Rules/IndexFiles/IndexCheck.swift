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
  let lineLimit: Int
  var scanner: IndexScanner
  var examination = RowExamination(context: .unknown)
  var rows: IndexRowReporter
  /// The facts that the first rows show together.
  var inference: IndexInference?
  /// Whether there was a row.
  private var hasRow = false
  /// Whether the first row has the form of one; a header that is not recognized has not.
  private(set) var beginsWithRow = false
  var precision: PrecisionTally
  /// A row with an open quote, which the next lines may close.
  var openRow: OpenRow?
  /// The number of rows whose fields after filesize are all empty.
  private(set) var rowsEndingInCommas = 0
  let latest: SCRTime?
  var header: IndexHeader?
  private var headers = 0
  /// The number of lines before the header that are neither rows nor a header.
  var preambleLines = 0
  private var cleanRowsSeen = 0
  /// Whether more lines that look like a header are listed.
  private var listsStrayHeaders = true
  /// The number of such lines that are not listed, and of those that can be removed.
  private var strayLines = (all: 0, removable: 0)
  var examinedRows = 0
  var summary = IndexSummary()

  init(file: Location, expectation: IndexExpectation, options: CheckOptions) {
    self.expectation = expectation
    let options = options.ofIndexes
    table = .of(expectation.dialect)
    usesFastTest = options.usesFastTest
    lineLimit = options.lineLimit
    scanner = IndexScanner(chunk: options.indexChunk, lineLimit: options.lineLimit)
    let reporter = FileReporter(file: file, dataset: expectation.dataset, options: options)
    rows = IndexRowReporter(reporter)
    precision = PrecisionTally(
      limit: reporter.isOn(.precisionDiffers) ? reporter.listingLimit(of: .precisionDiffers) : 0)
    latest = options.latestRowTime
  }

  /// Reads a file to its end.
  ///
  /// - Parameters:
  ///   - reader: Gives the bytes of the file.
  ///   - progress: Gets the number of bytes and rows read since its last call.
  /// - Returns: The findings, and the summary of the rows.
  /// - Throws: ``StoreError`` if the file can't be read to its end.
  consuming func run(
    _ reader: any ObjectReader, progress: (Int, Int) -> Void
  ) async throws(StoreError) -> (FileReporter, IndexSummary) {
    var told = (bytes: 0, rows: 0)
    var start = try await FileStart(reader, size: IndexInference.sampleSize)
    guard isIndex(start) else { return (rows.file, summary) }
    while true {
      switch scanner.next() {
      case .needsBytes:
        if !start.fill(&scanner) { try await scanner.fill(from: reader) }
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
    let returns = scanner.withBytes(range) { $0.trailingReturns }
    range = range.lowerBound..<range.upperBound - returns
    guard scanner.line > preambleLines else { return }
    if openRow != nil, takeIntoOpenRow(range, returns: returns) { return }
    switch scanner.withBytes(range, IndexLineKind.init) {
    case .blank: report(.blank, range, end: lineEnd(range, returns: returns))
    // A header that holds a row would hide it.
    case .comment where !hasRow && headers == 0 && holdsRow(range):
      takeRow(range, returns: returns)
    case .comment: takeHeader(range, returns: returns)
    case .names where !hasRow && headers == 0: takeHeader(range, returns: returns)
    case .names where scanner.withBytes(range, IndexPreamble.isHeader):
      takeHeader(range, returns: returns)
    case .names, .row: takeRow(range, returns: returns)
    }
  }

  /// Where the current line ends in the file, including its CR and LF.
  func lineEnd(_ range: Range<Int>, returns: Int) -> Int {
    textOffset + range.count + returns + (scanner.endsWithLineFeed ? 1 : 0)
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

  private mutating func reportHeaderBytes(_ range: Range<Int>) {
    let bytes = scanner.withBytes(range) { LineBytes($0) }
    if bytes.hasNUL { report(.nulByte, range, end: 0) }
    if bytes.isNotASCII, !scanner.withBytes(range, { UTF8Sequence.isWellFormed($0) }) {
      report(.invalidUTF8, range, end: 0)
    }
  }

  private mutating func takeHeader(_ range: Range<Int>, returns: Int) {
    if returns > 0 { report(.endsWithCR, range, end: textOffset + range.count + returns) }
    reportInnerReturns(scanner.withBytes(range) { $0.innerReturns })
    reportHeaderBytes(range)
    headers += 1
    guard headers == 1, !hasRow else { return takeStrayHeader(range, returns: returns) }
    header = headerLine(range)
  }

  private func holdsRow(_ range: Range<Int>) -> Bool {
    scanner.withBytes(range) { IndexLineKind.holdsRow($0) }
  }

  private func headerLine(_ range: Range<Int>) -> IndexHeader {
    var header = scanner.withBytes(range) { IndexHeader($0.text, line: scanner.line) }
    header.offset = textOffset
    header.length = range.count
    return header
  }

  /// Counts a line that only looks like a header, and lists the first ones.
  private mutating func takeStrayHeader(_ range: Range<Int>, returns: Int) {
    if listsStrayHeaders { listsStrayHeaders = rows.file.lists(.secondHeader) }
    guard listsStrayHeaders || hasNamesOfHeader(range) else {
      strayLines.all += 1
      if !scanner.withBytes(range, { IndexLineKind.holdsRow($0) }) { strayLines.removable += 1 }
      return
    }
    let header = headerLine(range)
    let end = lineEnd(range, returns: returns)
    let text = scanner.withBytes(range) { $0.text }
    reportSecond(header, at: header.offset..<end, text: text)
  }

  /// Whether a line has as many names as the header; only then it may be the header once more.
  private func hasNamesOfHeader(_ range: Range<Int>) -> Bool {
    guard let header else { return false }
    let commas = scanner.withBytes(range) { line in
      line.indices.reduce(0) { $0 + (line[$1] == UInt8(ascii: ",") ? 1 : 0) }
    }
    return header.names.count == commas + 1
  }

  private mutating func takeRow(_ range: Range<Int>, returns: Int) {
    syncWithFastRows()
    if !hasRow { beginsWithRow = scanner.withBytes(range) { IndexInference.looksLikeRow($0) } }
    hasRow = true
    examinedRows += 1
    let row = RowPlace(
      line: scanner.line, offset: textOffset, number: scanner.cleanRows + examinedRows, end: 0)
    examination.returns = returns
    scanner.withBytes(range) { examination.examine($0) }
    if examination.opensQuote {
      let text = scanner.withBytes(range) { $0.bytes(0..<$0.count) }
      openRow = OpenRow(row: row, text: text, returns: returns)
      scanner.notePrevious(start: nil, stop: nil, key: nil)
      return
    }
    report(row, range)
    noteRow(range)
  }

  /// Reports the faults of the examined row, whose bytes are in the buffer.
  private mutating func report(_ row: RowPlace, _ range: Range<Int>) {
    let (toList, toFix) = countFaults()
    if !toFix.isEmpty {
      scanner.withBytes(range) { rows.countFixes(of: toFix, text: $0, in: examination) }
    }
    if !toList.isEmpty {
      scanner.withBytes(range) { rows.list(toList, of: row, text: $0, in: examination) }
    }
    precision.add(
      examination.timeLengths, row, scanner.withBytes(range) { $0.bytes(0..<$0.count) })
  }

  /// Counts the faults of the examined row.
  ///
  /// - Returns: Those to list, and others that may have a fix.
  mutating func countFaults() -> (toList: RowFaults, toFix: RowFaults) {
    var faults = examination.faults
    // Which precision is the usual one is known after the last row.
    faults.remove(.time(.precisionDiffers))
    if examination.returns > 0 { faults.insert(.line(.endsWithCR)) }
    if examination.endsInCommas { rowsEndingInCommas += 1 }
    let toList = rows.count(faults)
    return (toList, rows.fixable(among: faults, butNot: toList))
  }

  /// Updates the context from the rows that passed the fast test since the last examined row.
  private mutating func syncWithFastRows() {
    guard scanner.cleanRows > cleanRowsSeen, let sequence = scanner.fastSequence else { return }
    cleanRowsSeen = scanner.cleanRows
    examination.context.previousStart = sequence.previousStart
    examination.context.isPreviousSkipped = false
    summary.lastStart = sequence.previousStart
    summary.lastStop = sequence.previousStop
    summary.latestStop = [summary.latestStop, sequence.latestStop].compactMap(\.self).max()
    if let end = sequence.latestStop ?? sequence.previousStart { scanner.bins.note(end: end) }
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
      && examination.startDoubt == nil
      && precision.isFull(TimeLengths(start: lengths.start, stop: lengths.stop))
    scanner.notePrevious(
      start: canStart ? place(0) : nil,
      stop: examination.stop == nil || examination.isInFuture
        || examination.faults.contains(.order(.stopBeforeStart))
        ? nil : layout.stop.flatMap(place),
      key: place(layout.datakey))
    // Another spelling of the same key has other bytes.
    if examination.fields[layout.datakey].hasDoubledQuotes { scanner.noteOddKey() }
  }

  private mutating func report(_ fault: LineFault, _ range: Range<Int>, end: Int) {
    let place = RowPlace(line: scanner.line, offset: textOffset, number: 0, end: end)
    scanner.withBytes(range) { rows.report(fault, of: place, text: $0) }
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
    if strayLines.all > 0 {
      let listed = rows.file.tallies[.secondHeader]?.total ?? 0
      rows.file.settle(
        .secondHeader, total: listed + strayLines.all, unsafe: strayLines.removable)
    }
    rows.settle()
  }
}
