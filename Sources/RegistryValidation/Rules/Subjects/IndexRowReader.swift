internal import Formats
internal import ObjectStorage
internal import SharedCloudRegistry

/// Reads the datakeys of an index file whose layout is known, row by row.
struct IndexRowReader: ~Copyable {
  /// One row.
  struct Row {
    /// The number of the line, counted from 1.
    var line: Int
    /// The number of the data row, counted from 1.
    var number: Int
    /// The offset of the line in the file.
    var offset: Int
    /// Where the datakey is in the line.
    var key: Range<Int>
    /// Where the filesize is in the line.
    var filesize: Range<Int>
    /// The datakey, if it has doubled quotes in the line; nil if it is as in the line.
    var plainKey: [UInt8]?

    /// The datakey that the row means.
    ///
    /// - Parameter line: The bytes of the line.
    /// - Returns: Its bytes.
    func datakey(_ line: Span<UInt8>) -> [UInt8] { plainKey ?? line.bytes(key) }
  }

  private var scanner: IndexScanner
  private var fields = CSVFields()
  private let layout: IndexLayout
  private var number = 0

  /// Why rows are not read on.
  enum Stop {
    /// The body wants a pause.
    case paused
    /// More bytes are needed.
    case needsBytes
    /// The file is at its end.
    case end
  }

  init(layout: IndexLayout, options: CheckOptions) {
    self.layout = layout
    scanner = IndexScanner(chunk: options.indexChunk, lineLimit: options.lineLimit)
  }

  /// Calls the body with every row that has a datakey.
  ///
  /// - Parameters:
  ///   - reader: Gives the bytes of the file.
  ///   - body: Gets the row, the bytes of its line, and its datakey: a doubled quote is one.
  /// - Throws: ``StoreError`` if the file can't be read to its end.
  consuming func forEach(
    _ reader: any ObjectReader, _ body: (Row, Span<UInt8>, Span<UInt8>) -> Void
  ) async throws(StoreError) {
    while true {
      let stop = advance { row, line, key in
        body(row, line, key)
        return true
      }
      if case .end = stop { return }
      try await fill(from: reader)
    }
  }

  /// Adds the next bytes of the file.
  mutating func fill(from reader: any ObjectReader) async throws(StoreError) {
    try await scanner.fill(from: reader)
  }

  /// Calls the body with the rows in the bytes that were added, until it wants a pause.
  ///
  /// - Parameter body: Gets the row, the bytes of its line, and its datakey; returns whether to go
  ///   on.
  /// - Returns: Why it stopped.
  mutating func advance(_ body: (Row, Span<UInt8>, Span<UInt8>) -> Bool) -> Stop {
    while true {
      switch scanner.next() {
      case .needsBytes: return .needsBytes
      case .line(let range):
        guard let row = row(range) else { continue }
        let goesOn =
          if let key = row.plainKey {
            scanner.withBytes(range) { body(row, $0, key.span) }
          } else {
            scanner.withBytes(range) { body(row, $0, $0.extracting(row.key)) }
          }
        if !goesOn { return .paused }
      case .longLine: continue
      case .end: return .end
      }
    }
  }

  private mutating func row(_ range: Range<Int>) -> Row? {
    scanner.withBytes(range) { fields.split($0) }
    guard fields.count > Swift.max(layout.datakey, layout.filesize) else { return nil }
    let isRow = scanner.withBytes(range) {
      // A line that begins with a digit is a row.
      if $0[0] &- 0x30 < 10 { return true }
      return if case .row = IndexLineKind($0) { true } else { false }
    }
    guard isRow else { return nil }
    number += 1
    let key = fields[layout.datakey].range
    guard !key.isEmpty else { return nil }
    var row = Row(
      line: scanner.line, number: number, offset: scanner.lineOffset, key: key,
      filesize: fields[layout.filesize].range)
    if fields[layout.datakey].hasDoubledQuotes {
      row.plainKey = scanner.withBytes(range) { $0.extracting(key).withSingleQuotes }
    }
    return row
  }
}

extension Finding {
  /// Makes a field of a row the place of the finding.
  mutating func place(
    at field: Range<Int>, name: String, index: Int, of row: IndexRowReader.Row,
    in line: Span<UInt8>
  ) {
    place(
      at: field, of: line,
      in: RowPlace(line: row.line, offset: row.offset, number: row.number))
    location.field = name
    location.fieldIndex = index + 1
  }
}
