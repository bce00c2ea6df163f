/// Patterns side by side, so that most strings are matched without reading the patterns.
@frozen @usableFromInline package struct PatternList: Sendable {
  /// Whether patterns become tables.
  package var usesTables = true
  /// The patterns, by their numbers.
  @usableFromInline package private(set) var patterns: [Pattern] = []
  private var numbers: [String: Int] = [:]
  @usableFromInline var heads: [Head] = []
  /// For each row of each pattern and each ASCII character, the offset of the next row in the
  /// pattern's cells.
  @usableFromInline var cells: [UInt16] = []
  /// For each row of each pattern, whether the string may end there.
  @usableFromInline var ends: [Bool] = []

  /// The place of the rows of one pattern.
  @frozen @usableFromInline struct Head: Sendable {
    /// The first of its cells, or -1 if the pattern has too many rows for this list.
    @usableFromInline var cells = -1
    /// The first of its ends.
    @usableFromInline var ends = 0
    /// The number of rows.
    @usableFromInline var rows = 0
    /// The offset of the first row in its cells.
    @usableFromInline var start = 0

    init() {}

    init(cells: Int, ends: Int, rows: Int, start: Int) {
      self.cells = cells
      self.ends = ends
      self.rows = rows
      self.start = start
    }
  }

  /// The number of bits of a row number: a row has a cell for each of 128 characters.
  @inlinable static var rowShift: Int { 7 }
  /// The maximum number of rows of a pattern in this list.
  private static let rowLimit = 256

  /// Creates an empty list.
  package init() {}

  /// Returns the number of a pattern, and adds it if it is new.
  package mutating func number(of source: String) throws(PatternError) -> Int {
    if let number = numbers[source] { return number }
    let pattern = try Pattern(source, usesTable: usesTables)
    var head = Head()
    if let table = pattern.table, table.rowCount <= Self.rowLimit {
      head = Head(
        cells: cells.count, ends: ends.count, rows: table.rowCount,
        start: table.start << Self.rowShift)
      for row in 0..<table.rowCount {
        cells += pattern.alphabet.ascii.map {
          UInt16(table.target(of: row, for: Int($0)) << Self.rowShift)
        }
        ends.append(table.acceptsEnd[row])
      }
    }
    heads.append(head)
    patterns.append(pattern)
    numbers[source] = patterns.count - 1
    return patterns.count - 1
  }

  /// Tells whether a pattern matches anywhere in a string.
  @inlinable @inline(__always) package func matches(_ number: Int, in text: Span<UInt8>) -> Bool {
    let head = heads[number]
    guard head.cells >= 0 else { return patterns[number].matches(text) }
    let rows = cells.span.extracting(head.cells..<head.cells + head.rows << Self.rowShift)
    var row = head.start
    for index in 0..<text.count {
      let byte = Int(text[index])
      guard byte < 128 else { return patterns[number].matches(text) }
      row = Int(rows[row | byte])
      if row <= PatternTable.matched << Self.rowShift { break }
    }
    return ends[head.ends + row >> Self.rowShift]
  }
}
