/// A number of rows that are stored together, column by column.
package struct ParquetRowGroup: Sendable, Hashable {
  /// The number of rows.
  package let rowCount: Int
  /// The number of bytes of its pages when they are decompressed, as the file says.
  package let uncompressedSize: Int
  /// The columns by which the rows are sorted.
  package let sortingColumns: [ParquetSortingColumn]
  /// The values of each column, in the order of the schema.
  package let chunks: [ParquetColumnChunk]
}

/// A column by which the rows of a row group are sorted.
package struct ParquetSortingColumn: Sendable, Hashable {
  /// The index of the column in the schema.
  package var column: Int
  /// Whether the greatest value is the first.
  package var isDescending: Bool
  /// Whether rows without a value are the first.
  package var hasNullsFirst: Bool

  /// Creates an entry.
  ///
  /// - Parameters:
  ///   - column: The index of the column in the schema.
  ///   - isDescending: Whether the greatest value is the first.
  ///   - hasNullsFirst: Whether rows without a value are the first.
  package init(_ column: Int, isDescending: Bool = false, hasNullsFirst: Bool = false) {
    self.column = column
    self.isDescending = isDescending
    self.hasNullsFirst = hasNullsFirst
  }
}

extension ParquetRowGroup {
  /// Reads a row group.
  ///
  /// - Parameters:
  ///   - reader: The place of the row group.
  ///   - schema: The columns.
  ///   - end: The place after the last page of the file.
  /// - Throws: ``ParquetFault``.
  init(
    from reader: inout ThriftReader, schema: ParquetSchema, end: Int
  ) throws(ParquetFault) {
    var rowCount: Int?
    var size = 0
    var chunks: [ParquetColumnChunk] = []
    var sorting: [ParquetSortingColumn] = []
    let place = reader.fault("a row group does not say how many rows it has")
    try reader.structure { (reader, field) throws(ParquetFault) in
      switch field.identifier {
      case 1:
        try reader.list(field, of: .structure) { (reader) throws(ParquetFault) in
          guard chunks.count < schema.columns.count else {
            throw reader.fault(
              "a row group has more than \(schema.columns.count) columns, as the schema has")
          }
          let column = schema.columns[chunks.count]
          chunks.append(try ParquetColumnChunk(from: &reader, column: column, end: end))
        }
      case 2: size = try reader.size(field)
      case 3: rowCount = try reader.size(field)
      case 4:
        try reader.list(field, of: .structure) { (reader) throws(ParquetFault) in
          sorting.append(try ParquetSortingColumn(from: &reader))
        }
      default: break
      }
    }
    guard let rowCount else { throw place }
    guard chunks.count == schema.columns.count else {
      throw ParquetFault(
        .damaged, at: place.offset,
        "a row group has \(chunks.count) columns, the schema \(schema.columns.count)")
    }
    self.init(
      rowCount: rowCount, uncompressedSize: size, sortingColumns: sorting, chunks: chunks)
  }
}

extension ParquetSortingColumn {
  init(from reader: inout ThriftReader) throws(ParquetFault) {
    var result = ParquetSortingColumn(0)
    try reader.structure { (reader, field) throws(ParquetFault) in
      switch field.identifier {
      case 1: result.column = Int(try reader.integer(field))
      case 2: result.isDescending = try reader.flag(field)
      case 3: result.hasNullsFirst = try reader.flag(field)
      default: break
      }
    }
    self = result
  }
}
