import Formats
import Glibc

/// Copies the columns that can be written into a Parquet file or an Arrow stream.
struct TableCopy {
  private let target: CInt
  private var isArrow = false
  private var options = ParquetWriterOptions(writer: "parquet-tool")

  init(_ arguments: [String]) {
    target = open(arguments[0], O_WRONLY | O_CREAT | O_TRUNC, 0o644)
    for argument in arguments.dropFirst() {
      switch argument {
      case "arrow": isArrow = true
      case "none": options.compression = .none
      case "snappy": options.compression = .snappy
      case "zstd": options.compression = .zstd(level: 3)
      default: options.rowsPerGroup = Int(argument) ?? options.rowsPerGroup
      }
    }
    options.sortingColumns = [ParquetSortingColumn(0)]
    options.keyValues = [ParquetKeyValue(key: "spec", value: "1.1 ü")]
  }

  func copy(_ file: InputFile) throws(ParquetFault) {
    let metadata = try file.metadata()
    let columns = metadata.schema.columns.indices.filter {
      field(metadata.schema.columns[$0]) != nil
    }
    let fields = columns.compactMap { field(metadata.schema.columns[$0]) }
    var parquet = ParquetWriter(fields, options: options)
    var arrow = ArrowStreamWriter(fields, metadata: [("spec", "1.1 ü")])
    for group in metadata.rowGroups.indices {
      let plan = metadata.plan(rowGroup: group, columns: columns)
      let pieces = plan.ranges.map { ParquetPiece(file.read($0), at: $0.lowerBound) }
      let reader = try ParquetRowGroupReader(metadata, plan, pieces: pieces)
      var batch = reader.makeBatch()
      while try reader.next(into: &batch) > 0 {
        if isArrow { arrow.append(batch) } else { parquet.append(batch) }
        write(isArrow ? arrow.takeOutput() : parquet.takeOutput())
      }
    }
    if isArrow { arrow.finish() } else { parquet.finish() }
    write(isArrow ? arrow.takeOutput() : parquet.takeOutput())
    ParquetTool.report("copied \(metadata.rowCount)")
  }

  private func field(_ column: ParquetColumn) -> TableField? {
    if column.isNested { return nil }
    let kind: TableField.Kind
    switch (column.physicalType, column.logicalType) {
    case (.byteArray, _): kind = .string
    case (.int64, .timestamp(.microseconds, isUTC: true)): kind = .timestamp
    case (.int64, _): kind = .integer
    case (.double, _): kind = .number
    case (.boolean, _): kind = .boolean
    default: return nil
    }
    return TableField(column.name, kind: kind, isNullable: column.isNullable)
  }

  private func write(_ bytes: [UInt8]) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(target, $0.baseAddress, $0.count) }
      if count <= 0 { ParquetTool.fail("cannot write") }
      rest = rest.dropFirst(count)
    }
  }
}
