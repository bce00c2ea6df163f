import Formats

/// Makes Parquet index files.
enum ParquetIndexFile {
  /// The columns of the specification, with times as strings.
  static let fields = [
    TableField("start", kind: .string, isNullable: true),
    TableField("stop", kind: .string, isNullable: true),
    TableField("datakey", kind: .string, isNullable: true),
    TableField("filesize", kind: .integer, isNullable: true),
  ]

  /// Writes a file of rows; an empty string is a null.
  ///
  /// - Parameters:
  ///   - rows: The values of each row.
  ///   - fields: The columns.
  ///   - rowsPerGroup: The number of rows of a row group.
  /// - Returns: The bytes.
  static func bytes(
    _ rows: [[String]], _ fields: [TableField] = fields, rowsPerGroup: Int = 16_384
  ) -> [UInt8] {
    var options = ParquetWriterOptions(writer: "test")
    options.rowsPerGroup = rowsPerGroup
    var writer = ParquetWriter(fields, options: options)
    var columns = fields.map { $0.makeValues() }
    for row in rows {
      for (index, value) in row.enumerated() {
        switch fields[index].kind {
        case _ where value.isEmpty: columns[index].appendNull()
        case .string: columns[index].append(value)
        case .integer, .timestamp: columns[index].append(Int64(value) ?? 0)
        case .number: columns[index].append(Double(value) ?? 0)
        case .boolean: columns[index].append(value == "true")
        }
      }
    }
    writer.append(columns)
    writer.finish()
    return writer.takeOutput()
  }
}
