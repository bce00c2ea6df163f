/// The metadata at the end of a Parquet file: its columns, and where their values are.
package struct ParquetMetadata: Sendable, Hashable {
  /// The columns.
  package let schema: ParquetSchema
  /// The row groups, in the order of the rows.
  package let rowGroups: [ParquetRowGroup]
  /// The number of rows.
  package let rowCount: Int
  /// What the writer adds, by names.
  package let keyValues: [ParquetKeyValue]
  /// The program that wrote the file; nil if the file does not say it.
  package let writer: String?
}

/// Something that the writer of a Parquet file adds, by a name.
package struct ParquetKeyValue: Sendable, Hashable {
  /// The name.
  package var key: String
  /// The value; nil if there is only a name.
  package var value: String?

  /// Creates an entry.
  ///
  /// - Parameters:
  ///   - key: The name.
  ///   - value: The value; nil if there is only a name.
  package init(key: String, value: String?) {
    self.key = key
    self.value = value
  }
}

extension ParquetMetadata {
  /// Reads metadata.
  ///
  /// - Parameters:
  ///   - bytes: The metadata.
  ///   - offset: Their place in the file, which is where pages end.
  ///   - limits: How much memory they may demand.
  /// - Throws: ``ParquetFault``.
  init(parsing bytes: [UInt8], at offset: Int, limits: ParquetLimits) throws(ParquetFault) {
    var reader = ThriftReader(bytes, in: 0..<bytes.count, origin: offset)
    var parts = ParquetMetadataParts(end: offset, limits: limits)
    try reader.structure { (reader, field) throws(ParquetFault) in
      try parts.read(field, from: &reader)
    }
    guard let schema = parts.schema else {
      throw ParquetFault(.damaged, at: offset, "the metadata have no schema")
    }
    let sum = parts.rowGroups.reduce(0 as Int?) { sum, group in
      sum.flatMap { sum in
        let (total, overflow) = sum.addingReportingOverflow(group.rowCount)
        return overflow ? nil : total
      }
    }
    guard let sum, sum == parts.rowCount else {
      let rows = sum.map { "\($0)" } ?? "more than 2^63"
      throw ParquetFault(
        .damaged, at: offset,
        "the file says that it has \(parts.rowCount) rows, but its row groups have \(rows)")
    }
    guard sum <= limits.rows else {
      throw ParquetFault(
        .tooLarge, at: offset, "the file has \(sum) rows; the limit is \(limits.rows)")
    }
    self.init(
      schema: schema, rowGroups: parts.rowGroups, rowCount: sum, keyValues: parts.keyValues,
      writer: parts.writer)
  }
}

/// The fields of the metadata, as they are read.
private struct ParquetMetadataParts {
  let end: Int
  let limits: ParquetLimits
  var schema: ParquetSchema?
  var rowGroups: [ParquetRowGroup] = []
  var rowCount = 0
  var keyValues: [ParquetKeyValue] = []
  var writer: String?
  private var chunkCount = 0

  init(end: Int, limits: ParquetLimits) {
    self.end = end
    self.limits = limits
  }

  mutating func read(
    _ field: ThriftField, from reader: inout ThriftReader
  ) throws(ParquetFault) {
    switch field.identifier {
    case 2: schema = try ParquetSchema(from: &reader, field: field, limits: limits)
    case 3: rowCount = try reader.size(field)
    case 4: try readRowGroups(field, from: &reader)
    case 5:
      var values: [ParquetKeyValue] = []
      try reader.list(field, of: .structure) { (reader) throws(ParquetFault) in
        values.append(try ParquetKeyValue(from: &reader))
      }
      keyValues = values
    case 6: writer = try reader.string(field)
    case 8:
      throw reader.fault(
        .unsupported, saying: "the file is encrypted, which is not supported; decrypt it first")
    default: break
    }
  }

  private mutating func readRowGroups(
    _ field: ThriftField, from reader: inout ThriftReader
  ) throws(ParquetFault) {
    // The order of fields is fixed in the specification, and every writer keeps it.
    guard let schema else { throw reader.fault("the metadata have row groups before the schema") }
    var groups: [ParquetRowGroup] = []
    let (end, limit) = (end, limits.chunks)
    try reader.list(field, of: .structure) { (reader) throws(ParquetFault) in
      guard groups.count <= limit / Swift.max(1, schema.columns.count) else {
        throw reader.fault(
          .tooLarge, saying: "the file has more than \(limit) column chunks, the limit")
      }
      groups.append(try ParquetRowGroup(from: &reader, schema: schema, end: end))
    }
    rowGroups = groups
  }
}

extension ParquetKeyValue {
  init(from reader: inout ThriftReader) throws(ParquetFault) {
    var result = ParquetKeyValue(key: "", value: nil)
    try reader.structure { (reader, field) throws(ParquetFault) in
      switch field.identifier {
      case 1: result.key = try reader.string(field)
      case 2: result.value = try reader.string(field)
      default: break
      }
    }
    self = result
  }
}
