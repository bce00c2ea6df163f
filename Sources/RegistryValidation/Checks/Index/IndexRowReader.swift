internal import Formats
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
  }

  private var scanner: IndexScanner
  private var fields = CSVFields()
  private let layout: IndexLayout

  init(layout: IndexLayout, options: CheckOptions) {
    self.layout = layout
    scanner = IndexScanner(chunk: options.indexChunk, lineLimit: options.lineLimit)
  }

  /// Calls the body with every row that has a datakey.
  ///
  /// - Parameters:
  ///   - source: The bytes of the file.
  ///   - body: Gets the row and the bytes of its line.
  /// - Throws: ``StoreError`` if the file can't be read to its end.
  consuming func forEach(
    _ source: any ObjectSource, _ body: (Row, Span<UInt8>) -> Void
  ) throws(StoreError) {
    var number = 0
    while true {
      switch scanner.next() {
      case .needsBytes:
        try unsafe scanner.fill { (buffer) throws(StoreError) -> Int in
          unsafe try source.read(into: buffer)
        }
      case .line(let range):
        if let row = row(range, &number) { scanner.withBytes(range) { body(row, $0) } }
      case .longLine: continue
      case .end: return
      }
    }
  }

  private mutating func row(_ range: Range<Int>, _ number: inout Int) -> Row? {
    scanner.withBytes(range) { fields.split($0) }
    guard fields.count > Swift.max(layout.datakey, layout.filesize) else { return nil }
    let isRow = scanner.withBytes(range) {
      if case .row = IndexLineKind($0) { true } else { false }
    }
    guard isRow else { return nil }
    number += 1
    let key = fields[layout.datakey].range
    guard !key.isEmpty else { return nil }
    return Row(
      line: scanner.line, number: number, offset: scanner.lineOffset, key: key,
      filesize: fields[layout.filesize].range)
  }
}

extension Finding {
  /// Makes a field of a row the place of the finding.
  mutating func place(
    at field: Range<Int>, _ name: String, index: Int, of row: IndexRowReader.Row,
    _ line: Span<UInt8>
  ) {
    let column = line.extracting(0..<field.lowerBound).scalarCount + 1
    let length = line.extracting(field).scalarCount
    location.line = row.line
    location.row = row.number
    location.column = column
    location.endLine = row.line
    location.endColumn = column + length
    location.byteOffset = row.offset + field.lowerBound
    location.field = name
    location.fieldIndex = index + 1
    identity = line.extracting(0..<Swift.min(line.count, 400)).text
    excerpt = .init(
      text: line.extracting(0..<Swift.min(line.count, 400)).text, column: column, length: length)
  }
}
