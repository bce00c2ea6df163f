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

  init(layout: IndexLayout, options: CheckOptions) {
    self.layout = layout
    scanner = IndexScanner(chunk: options.indexChunk, lineLimit: options.lineLimit)
  }

  /// Calls the body with every row that has a datakey.
  ///
  /// - Parameters:
  ///   - source: The bytes of the file.
  ///   - body: Gets the row, the bytes of its line, and its datakey: a doubled quote is one.
  /// - Throws: ``StoreError`` if the file can't be read to its end.
  consuming func forEach(
    _ source: any ObjectSource, _ body: (Row, Span<UInt8>, Span<UInt8>) -> Void
  ) throws(StoreError) {
    var number = 0
    while true {
      switch scanner.next() {
      case .needsBytes:
        try unsafe scanner.fill { (buffer) throws(StoreError) -> Int in
          unsafe try source.read(into: buffer)
        }
      case .line(let range):
        guard let row = row(range, &number) else { continue }
        if let key = row.plainKey {
          scanner.withBytes(range) { body(row, $0, key.span) }
        } else {
          scanner.withBytes(range) { body(row, $0, $0.extracting(row.key)) }
        }
      case .longLine: continue
      case .end: return
      }
    }
  }

  private mutating func row(_ range: Range<Int>, _ number: inout Int) -> Row? {
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

extension Span<UInt8> {
  /// The bytes with one quote for each doubled quote.
  fileprivate var withSingleQuotes: [UInt8] {
    var result: [UInt8] = []
    var index = 0
    while index < count {
      result.append(self[index])
      let isDoubled =
        self[index] == UInt8(ascii: "\"") && index + 1 < count
        && self[index + 1] == UInt8(ascii: "\"")
      index += isDoubled ? 2 : 1
    }
    return result
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
