internal import Formats
internal import ObjectStorage

/// An index file whose layout and order are known, before its rows are read.
struct PreparedIndex: Sendable {
  /// The address, for messages.
  let address: String
  let content: IndexContent
  /// The positions of the columns.
  private(set) var layout = IndexLayout.standard
  /// The number of bytes of most times.
  private(set) var timeLength = 20
  /// The names of the columns after those of the spec.
  private(set) var extraColumns: [String] = []
  /// The number of fields that a row may have: as many as most rows, or as the header has names.
  private(set) var mostFields = 4
  /// Where the lines before the header end.
  private(set) var preambleEnd = 0
  /// Where the header ends; 0 without one.
  private(set) var headerEnd = 0
  /// The latest stop of the rows; nil without one, or if the rows were not scanned to the end.
  private(set) var latestStop: SCRTime?
  /// Whether no row starts before the previous row.
  private(set) var isSorted = true
  /// The line of the first row that does.
  private(set) var firstDisorder: Int?
  /// The number of rows that do.
  private(set) var disorders = 0
  /// The line of a header that contains carriage returns, and their number: rows may be hidden
  /// there.
  private(set) var swallowingHeader: (line: Int, returns: Int)?
  /// The year of its rows; nil if they have no time.
  let year: Int?
  /// The end of the last row in a file without stops.
  let end: SCRTime?
  /// Where the rows come from, if the lines were made from a Parquet file.
  private var segments: [ParquetIndexContent.Segment]?

  /// Examines an index file.
  ///
  /// - Parameters:
  ///   - content: Its bytes.
  ///   - address: Its address.
  ///   - year: The year of its rows; nil if they have no time.
  ///   - requiresStop: Whether the dialect has a column stop.
  ///   - isScanned: Whether to check the order of all rows.
  ///   - known: Where the columns are, if that need not be inferred.
  /// - Throws: ``StoreError`` when it can't be read; with code `malformed` if it is not an index
  ///   file.
  init(
    _ content: IndexContent, address: String, year: Int?, requiresStop: Bool, isScanned: Bool,
    layout known: IndexLayout? = nil
  ) throws(StoreError) {
    self.content = content
    self.address = address
    self.year = year
    end = year.map { SCRTime(seconds: SCRTime.secondsOfYear($0).upperBound) }
    let inference = try Self.inference(
      of: content, address: address,
      declaration: .init(demandsStop: requiresStop, assumesStop: requiresStop, layout: known))
    if let layout = inference.layout.value { self.layout = layout }
    if inference.timeLength > 0 { timeLength = inference.timeLength }
    preambleEnd = inference.preamble?.range.upperBound ?? 0
    headerEnd = inference.headerEnd
    extraColumns = Self.extraColumns(layout, header: inference.header ?? [])
    mostFields = Swift.max(layout.columnCount, inference.header?.count ?? 0)
    var scan = OrderScan(content, layout: layout, timeLength: timeLength, bucket: inference.bucket)
    try scan.run(toEnd: isScanned)
    // A comment alone, such as that of a server under maintenance, is no year without rows.
    guard
      inference.rows > 0 || scan.hasRows || known != nil
        || IndexPreamble.nameColumns(inference.header ?? [])
    else {
      throw StoreError(
        .malformed, address: address,
        detail: "it has no rows, and no header that names the columns")
    }
    latestStop = scan.latestStop
    isSorted = scan.disorders == 0
    firstDisorder = scan.firstDisorder
    disorders = scan.disorders
    swallowingHeader = scan.swallowingHeader
  }

  /// Infers the layout; a file that is not an index file is never an empty one.
  private static func inference(
    of content: IndexContent, address: String, declaration: IndexInference.Declaration
  ) throws(StoreError) -> IndexInference {
    let bytes = try content.bytes(0..<IndexInference.sampleSize)
    guard !bytes.isEmpty else {
      throw StoreError(
        .malformed, address: address, detail: "the file is empty: it has 0 bytes, not even a header"
      )
    }
    let inference = IndexInference(
      bytes.span, isWhole: bytes.count == content.size, declaration: declaration)
    if let foreign = inference.foreign {
      throw StoreError(
        .malformed, address: address,
        detail: "this is not an index file; it looks like \(foreign.description)")
    }
    return inference
  }

  private static func extraColumns(_ layout: IndexLayout, header: [String]) -> [String] {
    (layout.ownColumnCount..<Swift.max(layout.ownColumnCount, layout.columnCount)).map { index in
      index < header.count ? header[index] : "column \(index + 1)"
    }
  }

  /// Examines a Parquet index file.
  ///
  /// - Parameters:
  ///   - file: Its rows.
  ///   - address: Its address.
  ///   - year: The year of its rows; nil if they have no time.
  ///   - isScanned: Whether to check the order of all rows.
  /// - Throws: ``StoreError`` when the rows can't be read.
  init(
    _ file: ParquetIndexContent, address: String, year: Int?, isScanned: Bool
  ) throws(StoreError) {
    try self.init(
      file.lines, address: address, year: year, requiresStop: file.layout.stop != nil,
      isScanned: isScanned, layout: file.layout)
    segments = file.segments
    headerEnd = 0
    latestStop = [latestStop, file.latestSkippedStop].compactMap(\.self).max()
  }

  /// Makes a fault of a line.
  ///
  /// - Parameters:
  ///   - kind: The kind of fault.
  ///   - line: The line, counted from 1.
  ///   - count: How often it occurs in the file.
  ///   - detail: A description of the first.
  /// - Returns: The fault, whose place in a Parquet file is a row.
  func fault(
    _ kind: ReadingFault.Kind, line: Int, count: Int, detail: String
  ) -> ReadingFault {
    guard let segments else {
      return ReadingFault(kind, address: address, line: line, count: count, detail: detail)
    }
    var fault = ReadingFault(kind, address: address, count: count, detail: detail)
    let place = ParquetIndexContent.place(ofLine: line, in: segments)
    fault.row = place?.row
    fault.rowGroup = place?.rowGroup
    return fault
  }

  /// The longest line that is read.
  static let lineLimit = 1 << 20

  /// A parser for its rows.
  func parser(_ query: FileQuery) -> RowParser {
    RowParser(
      layout: layout, mostFields: mostFields, timeLength: timeLength, query: query, end: end,
      extraColumns: extraColumns, preambleEnd: preambleEnd, headerEnd: headerEnd)
  }
}

/// Examines the order of all rows of an index file.
private struct OrderScan: ~Copyable {
  private let content: IndexContent
  private let layout: IndexLayout
  private var scanner = IndexScanner(lineLimit: PreparedIndex.lineLimit)
  private var fields = CSVFields()
  private var offset = 0
  private var hasRow = false
  private var times = TimeParser()
  private var previous: SCRTime?
  /// The number of rows that had passed the fast test at the last row that did not.
  private var cleanRows = 0

  private(set) var firstDisorder: Int?
  private(set) var disorders = 0
  private(set) var swallowingHeader: (line: Int, returns: Int)?
  private var examinedStop: SCRTime?

  /// Whether any row was found so far.
  var hasRows: Bool { hasRow || scanner.cleanRows > 0 }

  /// The latest stop of the rows so far.
  var latestStop: SCRTime? {
    [examinedStop, scanner.fastSequence?.latestStop].compactMap(\.self).max()
  }

  init(
    _ content: IndexContent, layout: IndexLayout, timeLength: Int, bucket: Known<String>
  ) {
    self.content = content
    self.layout = layout
    // Rows of three columns don't pass the test for four columns, and take the slow path.
    scanner.setLayout(
      timeLength: layout.isInOrder ? timeLength : 0, hasStop: layout.stop != nil,
      prefix: Array((bucket.value ?? "").utf8), year: nil)
  }

  /// Scans.
  ///
  /// - Parameter toEnd: Whether to continue after the first row.
  /// - Throws: ``StoreError`` when the file can't be read.
  mutating func run(toEnd: Bool) throws(StoreError) {
    while toEnd || !hasRow {
      switch scanner.next() {
      case .needsBytes: try fill()
      case .line(let range): take(withoutByteOrderMark(range))
      case .longLine: continue
      case .end: return
      }
    }
  }

  private mutating func fill() throws(StoreError) {
    let (content, offset) = (content, offset)
    var count = 0
    try scanner.fill { (buffer, range) throws(StoreError) -> Int in
      count = try content.read(into: &buffer, in: range, at: offset)
      return count
    }
    self.offset += count
  }

  private func withoutByteOrderMark(_ range: Range<Int>) -> Range<Int> {
    let isMarked = scanner.line == 1 && scanner.hasByteOrderMark
    return isMarked ? range.dropFirst(3) : range
  }

  private mutating func take(_ range: Range<Int>) {
    switch scanner.withBytes(range, IndexLineKind.init) {
    case .blank: return
    case .comment, .names:
      let returns = scanner.withBytes(range) { $0.innerReturns }
      if returns > 0, swallowingHeader == nil { swallowingHeader = (scanner.line, returns) }
    case .row: takeRow(range)
    }
  }

  private mutating func takeRow(_ range: Range<Int>) {
    scanner.withBytes(range) { fields.split($0) }
    hasRow = true
    let field = fields[0].range
    let start = range.lowerBound + field.lowerBound..<range.lowerBound + field.upperBound
    guard let time = scanner.withBytes(start, { TimeField($0, parser: &times).time }) else {
      return
    }
    syncWithCleanRows()
    if let previous, time < previous {
      disorders += 1
      if firstDisorder == nil { firstDisorder = scanner.line }
    }
    previous = time
    noteStop(range)
    noteRow(range, start: start)
  }

  /// Notes the times of the rows that passed the fast test since the last row that did not.
  private mutating func syncWithCleanRows() {
    guard scanner.cleanRows > cleanRows, let fast = scanner.fastSequence else { return }
    cleanRows = scanner.cleanRows
    previous = fast.previousStart ?? previous
    if let stop = fast.latestStop { note(stop) }
  }

  private mutating func note(_ stop: SCRTime) {
    if examinedStop.map({ $0 < stop }) ?? true { examinedStop = stop }
  }

  private mutating func noteStop(_ range: Range<Int>) {
    guard let position = layout.stop, position < fields.count else { return }
    let field = fields[position].range
    let place = range.lowerBound + field.lowerBound..<range.lowerBound + field.upperBound
    guard let stop = scanner.withBytes(place, { TimeField($0, parser: &times).time }) else {
      return
    }
    note(stop)
  }

  private mutating func noteRow(_ range: Range<Int>, start: Range<Int>) {
    guard layout.isInOrder else { return }
    func place(_ index: Int) -> Range<Int> {
      let field = fields[index].range
      return range.lowerBound + field.lowerBound..<range.lowerBound + field.upperBound
    }
    let key = place(layout.datakey)
    scanner.notePrevious(
      start: start, stop: layout.stop.map(place), key: key.isEmpty ? nil : key)
  }
}
