/// Reads columns of a row group, a number of rows at a time.
///
/// ```swift
/// let plan = metadata.plan(rowGroup: 0, columns: [0, 1])
/// var pieces: [ParquetPiece] = []
/// for range in plan.ranges { pieces.append(ParquetPiece(try await read(range), at: range.lowerBound)) }
/// let reader = try ParquetRowGroupReader(metadata, plan, pieces: pieces)
/// var batch = reader.makeBatch()
/// while try reader.next(into: &batch) > 0 { use(batch[0], batch[1]) }
/// ```
package final class ParquetRowGroupReader {
  /// The number of rows that were not read yet.
  package private(set) var rowsLeft: Int
  private let types: [ColumnType]
  private let readers: [ParquetColumnReader]

  /// Prepares to read columns.
  ///
  /// - Parameters:
  ///   - metadata: The metadata of the file.
  ///   - plan: The row group and its columns.
  ///   - pieces: The bytes of all ranges of the plan.
  ///   - limits: How much memory the file may demand.
  /// - Throws: ``ParquetFault`` if a column can't be read.
  package init(
    _ metadata: ParquetMetadata, _ plan: ParquetReadPlan, pieces: [ParquetPiece],
    limits: ParquetLimits = ParquetLimits()
  ) throws(ParquetFault) {
    let group = metadata.rowGroups[plan.rowGroup]
    var readers: [ParquetColumnReader] = []
    for index in plan.columns {
      let (column, chunk) = (metadata.schema.columns[index], group.chunks[index])
      readers.append(
        try ParquetColumnReader(
          column, chunk, of: (group.rowCount, plan.rowGroup),
          in: try Self.piece(for: chunk, of: column, among: pieces), limits: limits))
    }
    self.readers = readers
    types = plan.columns.map { metadata.schema.columns[$0].type }
    rowsLeft = group.rowCount
  }

  private static func piece(
    for chunk: ParquetColumnChunk, of column: ParquetColumn, among pieces: [ParquetPiece]
  ) throws(ParquetFault) -> ParquetPiece {
    precondition(!column.isNested, "the column \(column.path) is nested")
    if chunk.range.isEmpty { return ParquetPiece([], at: chunk.range.lowerBound) }
    let piece = pieces.first {
      $0.range.lowerBound <= chunk.range.lowerBound && chunk.range.upperBound <= $0.range.upperBound
    }
    guard let piece else {
      throw ParquetFault(
        .truncated, at: chunk.range.lowerBound,
        "bytes \(chunk.range) of column \(HarmlessText.of(column.name)) are missing")
    }
    return piece
  }

  /// Makes buffers for the values.
  package func makeBatch() -> [ColumnValues] { types.map { ColumnValues($0) } }

  /// Reads the next rows of all columns.
  ///
  /// - Parameters:
  ///   - batch: Buffers of the same types, in the order of the plan; what they had before is gone.
  ///   - maximum: The maximum number of rows.
  /// - Returns: The number of rows; zero after the last.
  /// - Throws: ``ParquetFault``. After that the reader is unusable.
  package func next(
    into batch: inout [ColumnValues], atMost maximum: Int = 8192
  ) throws(ParquetFault) -> Int {
    let count = Swift.min(maximum, rowsLeft)
    if count == 0 { return 0 }
    for index in readers.indices { try readers[index].read(count, into: &batch[index]) }
    rowsLeft -= count
    return count
  }
}
