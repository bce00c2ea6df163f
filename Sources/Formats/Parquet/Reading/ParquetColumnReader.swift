/// Reads the values of a column in one row group, page by page.
final class ParquetColumnReader {
  private let column: ParquetColumn
  private let rowGroup: Int
  private var pages: ParquetPageSource
  private var source: ValueSource
  /// A page that was decompressed; empty while the source has it.
  private var buffer: [UInt8] = []
  private var hasDictionary = false
  private var room = DecodingRoom()
  private var levels = LevelDecoder.none
  private var levelValues: [UInt32] = []
  private var values = ValueDecoder.plain(next: 0)
  /// The rows of the page that were not read yet, and those of the column chunk.
  private var rowsInPage = 0
  private var rowsLeft: Int

  /// Prepares to read a column.
  ///
  /// - Parameters:
  ///   - column: The column, which is not nested.
  ///   - chunk: Its values in the row group.
  ///   - group: The row group, and its index.
  ///   - piece: Bytes of the file that contain the column chunk.
  ///   - limits: How much memory the file may demand.
  /// - Throws: ``ParquetFault``.
  init(
    _ column: ParquetColumn, _ chunk: ParquetColumnChunk,
    of group: (rowCount: Int, index: Int), in piece: ParquetPiece, limits: ParquetLimits
  ) throws(ParquetFault) {
    self.column = column
    self.rowGroup = group.index
    rowsLeft = group.rowCount
    source = ValueSource(
      dictionary: ColumnValues(column.type), limit: Swift.min(limits.batch, 1 << 30))
    do throws(ParquetFault) {
      try Self.check(chunk, rowCount: group.rowCount)
      pages = try ParquetPageSource(chunk, in: piece, limits: limits)
    } catch {
      throw error.located(at: chunk.range.lowerBound, column, group.index)
    }
  }

  private static func check(
    _ chunk: ParquetColumnChunk, rowCount: Int
  ) throws(ParquetFault) {
    guard !chunk.isEncrypted else {
      throw ParquetFault(
        .unsupported, "the column is encrypted, which is not supported; decrypt the file first")
    }
    guard !chunk.isElsewhere else {
      throw ParquetFault(
        .unsupported, "the values of the column are in another file, which is not supported")
    }
    guard chunk.valueCount == rowCount else {
      throw ParquetFault(
        .damaged, "the column has \(chunk.valueCount) values, but the row group \(rowCount) rows")
    }
  }

  /// Reads rows.
  ///
  /// - Parameters:
  ///   - count: How many; at most as many as are left in the row group.
  ///   - output: Receives their values; what it had before is gone.
  /// - Throws: ``ParquetFault``.
  func read(_ count: Int, into output: inout ColumnValues) throws(ParquetFault) {
    do throws(ParquetFault) {
      if case .fixed(let width) = column.type, count > source.limit / width {
        throw ColumnValues.tooLarge(source.limit)
      }
      output.prepare(rows: count)
      var row = 0
      while row < count {
        if rowsInPage == 0 { try startPage() }
        let part = Swift.min(count - row, rowsInPage)
        try readPart(row..<row + part, into: &output)
        rowsInPage -= part
        rowsLeft -= part
        row += part
      }
    } catch {
      throw error.located(at: pages.pageOffset, column, rowGroup)
    }
  }

  private func readPart(
    _ rows: Range<Int>, into output: inout ColumnValues
  ) throws(ParquetFault) {
    let page = source.page
    let present = try levels.decode(rows.count, from: page.span, into: &levelValues)
    try values.decode(present, from: source, into: &output, at: rows.lowerBound, room: &room)
    if present == rows.count {
      output.markPresent(in: rows)
    } else {
      let levels = levelValues
      output.spread(levels.span, over: rows, valueCount: present)
    }
  }

  private func startPage() throws(ParquetFault) {
    while rowsInPage == 0 {
      guard let (header, range) = try pages.next() else {
        throw ParquetFault(.damaged, "the column ends \(rowsLeft) rows before the row group does")
      }
      switch header.kind {
      case .other: continue
      case .dictionary: try readDictionary(header, in: range)
      case .data, .dataVersion2:
        guard header.valueCount <= rowsLeft else {
          throw ParquetFault(
            .damaged,
            "a page has \(header.valueCount) values, but \(rowsLeft) rows are left in the row group"
          )
        }
        guard let encoding = header.encoding else {
          throw ParquetFault(
            .unsupported, "a page is in the unknown encoding \(header.encodingNumber)")
        }
        try startValues(of: header, encoding, at: try readPage(header, in: range))
        rowsInPage = header.valueCount
      }
    }
  }

  /// Makes a page the source of values.
  ///
  /// - Returns: The place of its first byte.
  private func readPage(
    _ header: ParquetPageHeader, in range: Range<Int>
  ) throws(ParquetFault) -> Int {
    // One of the two owns the buffer, or else writing to it would copy it.
    if !source.isBorrowed { swap(&buffer, &source.page) }
    source.page = []
    source.isBorrowed = try pages.isReadable(header, in: range)
    if source.isBorrowed {
      source.page = pages.bytes
      source.end = range.upperBound
      return range.lowerBound
    }
    try pages.read(header, in: range, into: &buffer)
    swap(&buffer, &source.page)
    source.end = header.uncompressedSize
    return 0
  }

  private func startValues(
    of header: ParquetPageHeader, _ encoding: ParquetEncoding, at first: Int
  ) throws(ParquetFault) {
    let bytes = source.page
    let page = bytes.span
    let start: Int
    (levels, start) = try LevelDecoder.start(
      of: page, at: first, header: header, isNullable: column.isNullable)
    values = try ValueDecoder(
      encoding, column: column, page: page, in: start..<source.end, count: header.valueCount,
      hasDictionary: hasDictionary)
  }

  private func readDictionary(
    _ header: ParquetPageHeader, in range: Range<Int>
  ) throws(ParquetFault) {
    guard !hasDictionary else {
      throw ParquetFault(.damaged, "the column chunk has a second dictionary")
    }
    guard header.encoding == .plain || header.encoding == .plainDictionary else {
      throw ParquetFault(
        .unsupported, "a dictionary is in the encoding \(header.encodingNumber), not PLAIN")
    }
    // A value takes at least this many bits.
    let bits = column.type == .bool ? 1 : (column.type.width ?? 4) * 8
    guard header.valueCount <= header.uncompressedSize * 8 / bits else {
      throw ParquetFault(
        .damaged,
        "a dictionary of \(header.valueCount) values in \(header.uncompressedSize) bytes")
    }
    let first = try readPage(header, in: range)
    let page = source.page
    var decoder = try ValueDecoder(
      .plain, column: column, page: page.span, in: first..<source.end,
      count: header.valueCount, hasDictionary: false)
    var dictionary = ColumnValues(column.type)
    dictionary.prepare(rows: header.valueCount)
    try decoder.decode(header.valueCount, from: source, into: &dictionary, at: 0, room: &room)
    source.dictionary = dictionary
    hasDictionary = true
  }
}

extension ParquetFault {
  /// The fault with its place, unless it has one.
  fileprivate func located(
    at offset: Int, _ column: ParquetColumn, _ rowGroup: Int
  ) -> ParquetFault {
    var fault = self
    if fault.offset == 0 { fault.offset = offset }
    fault.column = column.name
    fault.rowGroup = rowGroup
    return fault
  }
}
