/// Writes a Parquet file, a row group after the other.
///
/// The same rows and options make the same bytes.
///
/// ```swift
/// var writer = ParquetWriter([TableField("start", kind: .string)], options: options)
/// writer.append(batch)
/// try sink.write(writer.takeOutput())
/// writer.finish()
/// try sink.write(writer.takeOutput())
/// ```
package struct ParquetWriter: ~Copyable {
  private let fields: [TableField]
  private let rowsPerGroup: Int
  private var metadata: ParquetMetadataWriter
  private var chunks: ColumnChunkWriter
  /// Rows that wait until there are enough for a row group.
  private var waiting: [ColumnValues]
  private var output = ParquetFooter.magic
  /// The place in the file of the first byte of the output.
  private var origin = 0

  /// Prepares to write a file.
  ///
  /// - Parameters:
  ///   - fields: The columns.
  ///   - options: How to write them.
  package init(_ fields: [TableField], options: ParquetWriterOptions) {
    self.fields = fields
    rowsPerGroup = Swift.max(1, options.rowsPerGroup)
    metadata = ParquetMetadataWriter(fields, options: options)
    chunks = ColumnChunkWriter(options)
    waiting = fields.map { $0.makeValues() }
  }

  /// Adds rows.
  ///
  /// - Parameter batch: The values of each column, in the order of the fields.
  package mutating func append(_ batch: [ColumnValues]) {
    let count = batch.first?.count ?? 0
    precondition(
      batch.count == fields.count && batch.allSatisfy { $0.count == count },
      "the columns of a batch differ in their number of rows")
    var row = 0
    while row < count {
      let rows = row..<Swift.min(count, row + rowsPerGroup - waitingCount)
      if rows.count == rowsPerGroup, rows.count == count {
        writeGroup(batch)
      } else {
        for index in batch.indices { waiting[index].append(batch[index], rows: rows) }
        if waitingCount == rowsPerGroup { writeWaiting() }
      }
      row = rows.upperBound
    }
  }

  /// Writes the rows that wait, and the metadata; nothing can be added afterwards.
  package mutating func finish() {
    if waitingCount > 0 { writeWaiting() }
    output += metadata.footer()
  }

  /// Returns the bytes that were written since the last call.
  package mutating func takeOutput() -> [UInt8] {
    origin += output.count
    defer { output = [] }
    return output
  }

  private var waitingCount: Int { waiting.first?.count ?? 0 }

  private mutating func writeWaiting() {
    writeGroup(waiting)
    for index in waiting.indices { waiting[index].removeAll() }
  }

  private mutating func writeGroup(_ columns: [ColumnValues]) {
    var written: [WrittenChunk] = []
    for (field, values) in zip(fields, columns) {
      written.append(
        chunks.write(values, isNullable: field.isNullable, origin: origin, into: &output))
    }
    metadata.append(rowCount: columns.first?.count ?? 0, chunks: written)
  }
}
