/// The values of a column in one row group: where they are and how they are written.
package struct ParquetColumnChunk: Sendable, Hashable {
  /// How its pages are compressed; nil for a codec that is unknown here.
  package let codec: ParquetCodec?
  /// The number of the codec in the file.
  let codecNumber: Int64
  /// The number of values; without nested columns it is the number of rows.
  package let valueCount: Int
  /// Its pages in the file, counted from 0.
  package let range: Range<Int>
  /// The number of bytes of its pages when they are decompressed.
  package let uncompressedSize: Int
  /// What the file says about the values; nil if nothing.
  package let statistics: ParquetStatistics?
  /// Whether it is encrypted.
  package let isEncrypted: Bool
  /// Whether its pages are in another file.
  let isElsewhere: Bool
}

extension ParquetColumnChunk {
  /// Reads a chunk.
  ///
  /// - Parameters:
  ///   - reader: The place of the chunk.
  ///   - column: The column in the schema.
  ///   - end: The place after the last page of the file.
  /// - Throws: ``ParquetFault``.
  init(
    from reader: inout ThriftReader, column: ParquetColumn, end: Int
  ) throws(ParquetFault) {
    var parts = ParquetColumnChunkParts(column: column)
    let place = reader.fault("a column chunk has no metadata")
    try reader.structure { (reader, field) throws(ParquetFault) in
      switch field.identifier {
      case 1: parts.isElsewhere = try !reader.binary(field).isEmpty
      case 3:
        try reader.structure { (reader, field) throws(ParquetFault) in
          try parts.read(field, from: &reader)
        }
        parts.hasMetadata = true
      case 8: parts.isEncrypted = true
      default: break
      }
    }
    guard parts.hasMetadata || parts.isEncrypted else { throw place }
    self.init(
      codec: ParquetCodec(rawValue: parts.codec), codecNumber: parts.codec,
      valueCount: parts.valueCount,
      range: try parts.range(before: end, place: place), uncompressedSize: parts.uncompressedSize,
      statistics: parts.statistics, isEncrypted: parts.isEncrypted,
      isElsewhere: parts.isElsewhere)
  }
}

/// The fields of a column chunk, as they are read.
private struct ParquetColumnChunkParts {
  let column: ParquetColumn
  var hasMetadata = false
  var isEncrypted = false
  var isElsewhere = false
  var codec: Int64 = 0
  var valueCount = 0
  var uncompressedSize = 0
  var statistics: ParquetStatistics?
  private var compressedSize: Int?
  private var dataOffset: Int?
  private var dictionaryOffset: Int?

  init(column: ParquetColumn) { self.column = column }

  mutating func read(
    _ field: ThriftField, from reader: inout ThriftReader
  ) throws(ParquetFault) {
    switch field.identifier {
    case 1:
      let type = try reader.integer(field)
      guard type == column.physicalType.rawValue else {
        let name = ParquetPhysicalType(rawValue: type)?.name ?? "\(type)"
        throw reader.fault(
          "a column chunk is of type \(name), but its column \(HarmlessText.of(column.name)) of "
            + "type \(column.physicalType.name)")
      }
    case 4: codec = try reader.integer(field)
    case 5: valueCount = try reader.size(field)
    case 6: uncompressedSize = try reader.size(field)
    case 7: compressedSize = try reader.size(field)
    case 9: dataOffset = try reader.size(field)
    case 11: dictionaryOffset = try reader.size(field)
    case 12:
      statistics = try ParquetStatistics(from: &reader, isSigned: column.hasSignedOrder)
    default: break
    }
  }

  /// The place of the pages in the file.
  func range(before end: Int, place: ParquetFault) throws(ParquetFault) -> Range<Int> {
    if isElsewhere || !hasMetadata { return 0..<0 }
    guard let dataOffset, let compressedSize else { throw place }
    var start = dataOffset
    // Zero is what some writers put for "no dictionary".
    if let dictionaryOffset, 0 < dictionaryOffset, dictionaryOffset < start {
      start = dictionaryOffset
    }
    guard start <= end, compressedSize <= end - start else {
      throw ParquetFault(
        .damaged, at: place.offset,
        "the column \(HarmlessText.of(column.name)) has \(compressedSize) bytes from byte "
          + "\(start) on, but the pages of the file end at byte \(end)")
    }
    return start..<start + compressedSize
  }
}

extension ParquetColumn {
  /// Whether the order of the values is that of numbers with a sign.
  var hasSignedOrder: Bool {
    if case .integer(_, let isSigned) = logicalType, !isSigned { return false }
    switch physicalType {
    case .int32, .int64, .float, .double, .boolean: return true
    case .int96, .byteArray, .fixedLengthByteArray: return false
    }
  }
}
