/// Writes the values of a column for one row group.
struct ColumnChunkWriter: ~Copyable {
  private var compressor: PageCompressor
  private var dictionary = DictionaryBuilder()
  private var page: [UInt8] = []
  private var levels: [UInt32] = []
  private let pageSize: Int

  init(_ options: ParquetWriterOptions) {
    compressor = PageCompressor(options.compression)
    pageSize = Swift.max(1, Swift.min(options.pageSize, 1 << 29))
  }

  /// Writes a column.
  ///
  /// - Parameters:
  ///   - values: The values.
  ///   - isNullable: Whether the column may have rows without a value.
  ///   - origin: The place in the file of the first byte of the output.
  ///   - output: Receives the pages at its end.
  /// - Returns: What the metadata say about the column.
  mutating func write(
    _ values: ColumnValues, isNullable: Bool, origin: Int, into output: inout [UInt8]
  ) -> WrittenChunk {
    precondition(isNullable || values.nullCount == 0, "a column with nulls is not nullable")
    var chunk = WrittenChunk(
      offset: origin + output.count, valueCount: values.count,
      statistics: ColumnStatistics(values))
    let start = output.count
    if dictionary.build(values) {
      page.removeAll(keepingCapacity: true)
      values.encodePlain(dictionary.rows.lazy.map { Int($0) }, into: &page)
      chunk.uncompressedSize += compressor.write(
        page, .dictionary, valueCount: dictionary.rows.count, into: &output)
      chunk.hasDictionary = true
    }
    chunk.dataOffset = origin + output.count
    var row = 0
    var written = 0
    repeat {
      let rows = row..<endOfPage(values, from: row, hasDictionary: chunk.hasDictionary)
      written += fillPage(
        values, rows: rows, isNullable: isNullable, hasDictionary: chunk.hasDictionary,
        firstValue: written)
      chunk.uncompressedSize += compressor.write(
        page, .data(chunk.hasDictionary ? .runLengthDictionary : .plain), valueCount: rows.count,
        into: &output)
      row = rows.upperBound
    } while row < values.count
    chunk.compressedSize = output.count - start
    return chunk
  }

  private func endOfPage(_ values: ColumnValues, from start: Int, hasDictionary: Bool) -> Int {
    if hasDictionary || values.type != .bytes {
      return Swift.min(values.count, start + Swift.max(1, pageSize / 8))
    }
    var size = 0
    var row = start
    while row < values.count {
      size += values.plainSize(of: row)
      if size > pageSize, row > start { break }
      row += 1
    }
    return row
  }

  /// Makes a page of rows.
  ///
  /// - Returns: The number of values that are not null.
  private mutating func fillPage(
    _ values: ColumnValues, rows: Range<Int>, isNullable: Bool, hasDictionary: Bool, firstValue: Int
  ) -> Int {
    page.removeAll(keepingCapacity: true)
    if isNullable { appendLevels(values, rows: rows) }
    guard hasDictionary else {
      values.encodePlain(rows, into: &page)
      return 0
    }
    let count =
      values.nullCount == 0 ? rows.count : rows.reduce(0) { $0 + (values.isPresent[$1] ? 1 : 0) }
    page.append(UInt8(dictionary.width))
    let indexes = dictionary.indexes
    RunLengthEncoder.encode(
      indexes.span.extracting(firstValue..<firstValue + count), width: dictionary.width,
      into: &page)
    return count
  }

  private mutating func appendLevels(_ values: ColumnValues, rows: Range<Int>) {
    levels.removeAll(keepingCapacity: true)
    for row in rows { levels.append(values.hasValue(at: row) ? 1 : 0) }
    page.append(littleEndian: UInt32(0))
    let start = page.count
    let levels = levels
    RunLengthEncoder.encode(levels.span, width: 1, into: &page)
    var length: [UInt8] = []
    length.append(littleEndian: UInt32(page.count - start))
    page.replaceSubrange(start - 4..<start, with: length)
  }
}

/// What the metadata say about a column in one row group.
struct WrittenChunk {
  /// The place of its first page in the file.
  let offset: Int
  let valueCount: Int
  let statistics: ColumnStatistics
  /// The place of its first page of values.
  var dataOffset = 0
  var hasDictionary = false
  var uncompressedSize = 0
  var compressedSize = 0

  init(offset: Int, valueCount: Int, statistics: ColumnStatistics) {
    self.offset = offset
    self.valueCount = valueCount
    self.statistics = statistics
  }
}
