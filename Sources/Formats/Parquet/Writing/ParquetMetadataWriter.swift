/// Writes the metadata at the end of a Parquet file.
struct ParquetMetadataWriter {
  let fields: [TableField]
  let options: ParquetWriterOptions
  private var groups: [(rowCount: Int, chunks: [WrittenChunk])] = []

  init(_ fields: [TableField], options: ParquetWriterOptions) {
    self.fields = fields
    self.options = options
  }

  /// Adds a row group that was written.
  mutating func append(rowCount: Int, chunks: [WrittenChunk]) {
    groups.append((rowCount, chunks))
  }

  /// Returns the metadata, their length and the last four bytes of the file.
  func footer() -> [UInt8] {
    var writer = ThriftWriter()
    writer.element { writer in
      writer.write(Int32(2), field: 1)
      writeSchema(to: &writer)
      writer.write(Int64(groups.reduce(0) { $0 + $1.rowCount }), field: 3)
      writer.list(field: 4, of: .structure, count: groups.count)
      for group in groups { writeGroup(group.rowCount, group.chunks, to: &writer) }
      if !options.keyValues.isEmpty {
        writer.list(field: 5, of: .structure, count: options.keyValues.count)
        for entry in options.keyValues {
          writer.element { writer in
            writer.write(entry.key, field: 1)
            if let value = entry.value { writer.write(value, field: 2) }
          }
        }
      }
      writer.write(options.writer, field: 6)
      // Without the order of its type, readers ignore the bounds of a column.
      writer.list(field: 7, of: .structure, count: fields.count)
      for _ in fields { writer.element { writer in writer.structure(field: 1) { _ in } } }
    }
    var footer = writer.bytes
    footer.append(littleEndian: UInt32(footer.count))
    return footer + ParquetFooter.magic
  }

  private func writeSchema(to writer: inout ThriftWriter) {
    writer.list(field: 2, of: .structure, count: fields.count + 1)
    writer.element { writer in
      writer.write("schema", field: 4)
      writer.write(Int32(fields.count), field: 5)
    }
    for field in fields { writer.element { field.writeElement(to: &$0) } }
  }

  private func writeGroup(
    _ rowCount: Int, _ chunks: [WrittenChunk], to writer: inout ThriftWriter
  ) {
    writer.element { writer in
      writer.list(field: 1, of: .structure, count: chunks.count)
      for (field, chunk) in zip(fields, chunks) {
        writer.element { writer in
          writer.write(Int64(0), field: 2)
          writer.structure(field: 3) { writeChunk(chunk, field, to: &$0) }
        }
      }
      writer.write(Int64(chunks.reduce(0) { $0 + $1.uncompressedSize }), field: 2)
      writer.write(Int64(rowCount), field: 3)
      if !options.sortingColumns.isEmpty {
        writer.list(field: 4, of: .structure, count: options.sortingColumns.count)
        for column in options.sortingColumns {
          writer.element { writer in
            writer.write(Int32(column.column), field: 1)
            writer.write(column.isDescending, field: 2)
            writer.write(column.hasNullsFirst, field: 3)
          }
        }
      }
      if let first = chunks.first { writer.write(Int64(first.offset), field: 5) }
      writer.write(Int64(chunks.reduce(0) { $0 + $1.compressedSize }), field: 6)
    }
  }

  private func writeChunk(
    _ chunk: WrittenChunk, _ field: TableField, to writer: inout ThriftWriter
  ) {
    let encodings: [ParquetEncoding] =
      chunk.hasDictionary ? [.plain, .runLength, .runLengthDictionary] : [.plain, .runLength]
    writer.write(Int32(field.physicalType.rawValue), field: 1)
    writer.list(field: 2, of: .int32, count: encodings.count)
    for encoding in encodings { writer.append(signed: encoding.rawValue) }
    writer.list(field: 3, of: .binary, count: 1)
    writer.append(Array(field.name.utf8))
    writer.write(Int32(options.compression.codec.rawValue), field: 4)
    writer.write(Int64(chunk.valueCount), field: 5)
    writer.write(Int64(chunk.uncompressedSize), field: 6)
    writer.write(Int64(chunk.compressedSize), field: 7)
    writer.write(Int64(chunk.dataOffset), field: 9)
    if chunk.hasDictionary { writer.write(Int64(chunk.offset), field: 11) }
    writer.structure(field: 12) { chunk.statistics.write(to: &$0) }
  }
}

extension TableField {
  /// How the values are stored.
  fileprivate var physicalType: ParquetPhysicalType {
    switch kind {
    case .string: .byteArray
    case .integer, .timestamp: .int64
    case .number: .double
    case .boolean: .boolean
    }
  }

  /// Writes the column of the schema.
  fileprivate func writeElement(to writer: inout ThriftWriter) {
    writer.write(Int32(physicalType.rawValue), field: 1)
    writer.write(Int32(isNullable ? 1 : 0), field: 3)
    writer.write(name, field: 4)
    switch kind {
    case .string:
      writer.write(Int32(0), field: 6)
      writer.structure(field: 10) { writer in writer.structure(field: 1) { _ in } }
    case .timestamp:
      writer.write(Int32(10), field: 6)
      writer.structure(field: 10) { writer in
        writer.structure(field: 8) { writer in
          writer.write(true, field: 1)
          writer.structure(field: 2) { writer in writer.structure(field: 2) { _ in } }
        }
      }
    case .integer, .number, .boolean: break
    }
  }
}
