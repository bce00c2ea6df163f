internal import Formats

/// An index file whose layout and order are known, before its rows are read.
struct PreparedIndex: Sendable {
  /// The address, for messages.
  let address: String
  let content: IndexContent
  /// The positions of the columns.
  private(set) var layout = IndexLayout.standard
  /// The number of bytes of the first time.
  private(set) var timeLength = 20
  /// The names of the columns after those of the spec.
  private(set) var extraColumns: [String] = []
  /// Whether no row starts before the previous row.
  private(set) var isSorted = true
  /// The line of the first row that does.
  private(set) var firstDisorder: Int?
  /// The number of rows that do.
  private(set) var disorders = 0
  /// The line of a header that contains carriage returns, and their number: rows may be hidden
  /// there.
  private(set) var swallowingHeader: (line: Int, returns: Int)?
  /// The end of the last row in a file without stops.
  let end: SCRTime?

  /// Examines an index file.
  ///
  /// - Parameters:
  ///   - content: Its bytes.
  ///   - address: Its address.
  ///   - year: The year of its rows; nil if they have no time.
  ///   - requiresStop: Whether the dialect has a column stop.
  ///   - isScanned: Whether to check the order of all rows.
  /// - Throws: ``StoreError`` when it can't be read.
  init(
    _ content: IndexContent, address: String, year: Int?, requiresStop: Bool, isScanned: Bool
  ) throws(StoreError) {
    self.content = content
    self.address = address
    end = year.map { SCRTime(seconds: SCRTime.secondsOfYear($0).upperBound) }
    var scan = OrderScan(content, requiresStop: requiresStop)
    try scan.run(toEnd: isScanned)
    if let layout = scan.layout { self.layout = layout }
    timeLength = scan.timeLength
    extraColumns = scan.extraColumns
    isSorted = scan.disorders == 0
    firstDisorder = scan.firstDisorder
    disorders = scan.disorders
    swallowingHeader = scan.swallowingHeader
  }

  /// The longest line that is read.
  static let lineLimit = 1 << 20

  /// A parser for its rows.
  func parser(_ query: FileQuery) -> RowParser {
    RowParser(
      layout: layout, timeLength: timeLength, query: query, end: end, extraColumns: extraColumns)
  }
}

/// Examines the first row of an index file, and the order of all rows.
private struct OrderScan: ~Copyable {
  private let content: IndexContent
  private let requiresStop: Bool
  private var scanner = IndexScanner(lineLimit: PreparedIndex.lineLimit)
  private var fields = CSVFields()
  private var offset = 0
  private var header: [String] = []
  private var previous: SCRTime?

  private(set) var layout: IndexLayout?
  private(set) var timeLength = 20
  private(set) var extraColumns: [String] = []
  private(set) var firstDisorder: Int?
  private(set) var disorders = 0
  private(set) var swallowingHeader: (line: Int, returns: Int)?

  init(_ content: IndexContent, requiresStop: Bool) {
    self.content = content
    self.requiresStop = requiresStop
  }

  /// Scans.
  ///
  /// - Parameter toEnd: Whether to continue after the first row.
  /// - Throws: ``StoreError`` when the file can't be read.
  mutating func run(toEnd: Bool) throws(StoreError) {
    while toEnd || layout == nil {
      switch scanner.next() {
      case .needsBytes: try fill()
      case .line(let range): take(range)
      case .longLine: continue
      case .end: return
      }
    }
  }

  private mutating func fill() throws(StoreError) {
    let (content, offset) = (content, offset)
    var count = 0
    try unsafe scanner.fill { (buffer) throws(StoreError) -> Int in
      count = unsafe try content.read(into: buffer, at: offset)
      return count
    }
    self.offset += count
  }

  private mutating func take(_ range: Range<Int>) {
    switch scanner.withBytes(range, IndexLineKind.init) {
    case .blank: return
    case .comment, .names:
      let returns = scanner.withBytes(range) { $0.innerReturns }
      if returns > 0, swallowingHeader == nil { swallowingHeader = (scanner.line, returns) }
      if layout == nil { header = scanner.withBytes(range) { Self.names($0) } }
    case .row: takeRow(range)
    }
  }

  private static func names(_ line: Span<UInt8>) -> [String] {
    var fields = CSVFields()
    fields.split(line)
    return (0..<Swift.min(fields.count, 4096)).map { index in
      let text = line.extracting(fields[index].range).text
      return index == 0 ? String(text.drop { $0 == "#" || $0 == " " || $0 == "\t" }) : text
    }
  }

  private mutating func takeRow(_ range: Range<Int>) {
    scanner.withBytes(range) { fields.split($0) }
    if layout == nil { begin(range) }
    let field = fields[0].range
    let start = range.lowerBound + field.lowerBound..<range.lowerBound + field.upperBound
    guard let time = scanner.withBytes(start, { TimeField($0).time }) else { return }
    if let before = scanner.fastSequence?.previousStart ?? previous, time < before {
      disorders += 1
      if firstDisorder == nil { firstDisorder = scanner.line }
    }
    previous = time
    noteRow(range, start)
  }

  private mutating func begin(_ range: Range<Int>) {
    let first = scanner.withBytes(range) { FirstRow($0, fields) }
    let layout = first.layout(requiringStop: requiresStop)
    self.layout = layout
    timeLength = first.timeLength
    if layout.columnCount > layout.ownColumnCount {
      extraColumns = (layout.ownColumnCount..<layout.columnCount).map { index in
        index < header.count ? header[index] : "column \(index + 1)"
      }
    }
    // Rows of three columns don't pass the test for four columns, and take the slow path.
    scanner.setLayout(
      timeLength: layout.isInOrder ? timeLength : 0, hasStop: layout.stop != nil,
      prefix: Array(first.bucket(in: layout).utf8), year: nil)
  }

  private mutating func noteRow(_ range: Range<Int>, _ start: Range<Int>) {
    guard let layout, layout.isInOrder else { return }
    func place(_ index: Int) -> Range<Int> {
      let field = fields[index].range
      return range.lowerBound + field.lowerBound..<range.lowerBound + field.upperBound
    }
    let key = place(layout.datakey)
    scanner.notePrevious(
      start: start, stop: layout.stop.map(place), key: key.isEmpty ? nil : key)
  }
}
