import Formats
import Glibc

/// Reads and writes Parquet files, so that parquet_test.py can compare with other programs.
///
///     parquet-tool dump FILE [ROWS]      all values as text
///     parquet-tool scan FILE COLUMN...   reads columns and says what it took
///     parquet-tool copy FILE TARGET [arrow|none|snappy|zstd] [ROWS]
@main struct ParquetTool {
  static func main() {
    let arguments = Array(CommandLine.arguments.dropFirst())
    do throws(ParquetFault) {
      guard arguments.count >= 2 else { fail("usage: parquet-tool dump|scan|copy FILE ...") }
      let file = InputFile(arguments[1])
      let options = Array(arguments.dropFirst(2))
      switch arguments[0] {
      case "dump": try dump(file, rowsPerBatch: options.first.flatMap { Int($0) } ?? 1000)
      case "scan": try scan(file, names: options)
      case "copy" where !options.isEmpty: try TableCopy(options).copy(file)
      default: fail("usage: parquet-tool dump|scan|copy FILE ...")
      }
    } catch {
      fail("\(error.kind): \(error)")
    }
  }

  /// Writes the columns, then a line a row: values are separated by tabs, `-` is null, and byte
  /// strings are hexadecimal.
  private static func dump(_ file: InputFile, rowsPerBatch: Int) throws(ParquetFault) {
    let metadata = try file.metadata()
    let schema = metadata.schema
    let columns = schema.columns.indices.filter { !schema.columns[$0].isNested }
    print("rows \(metadata.rowCount) groups \(metadata.rowGroups.count)")
    for column in columns.map({ schema.columns[$0] }) {
      let meaning = column.logicalType.map { "\($0)" } ?? "none"
      print("column \(column.name) \(column.physicalType.name) \(meaning)")
    }
    try file.forEachBatch(metadata, columns: columns, rows: rowsPerBatch) { batch, count in
      for row in 0..<count { print(batch.map { text($0, row: row) }.joined(separator: "\t")) }
    }
  }

  private static func text(_ column: ColumnValues, row: Int) -> String {
    guard column.hasValue(at: row) else { return "-" }
    return switch column.type {
    case .bool: "\(column.bools[row])"
    case .int32: "\(column.int32s[row])"
    case .int64: "\(column.int64s[row])"
    case .float: "\(column.floats[row].bitPattern)"
    case .double: "\(column.doubles[row].bitPattern)"
    case .bytes, .fixed:
      "x" + column.bytes[column.byteRange(at: row)].map { hexadecimal($0) }.joined()
    }
  }

  private static func hexadecimal(_ byte: UInt8) -> String {
    (byte < 16 ? "0" : "") + String(byte, radix: 16)
  }

  private static func scan(_ file: InputFile, names: [String]) throws(ParquetFault) {
    let metadata = try file.metadata()
    let columns = names.compactMap { metadata.schema.index(of: $0) }
    var rows = 0
    var sum: Int64 = 0
    try file.forEachBatch(metadata, columns: columns, rows: 8192) { batch, count in
      rows += count
      for column in batch {
        if column.type == .bytes { sum &+= Int64(column.offsets[count]) }
        if column.type == .int64 { for row in 0..<count { sum &+= column.int64s[row] } }
      }
    }
    report("rows \(rows) sum \(sum)")
  }

  /// Writes a line with what the program took so far.
  static func report(_ text: String) {
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    let user = Double(usage.ru_utime.tv_sec) + Double(usage.ru_utime.tv_usec) / 1e6
    let system = Double(usage.ru_stime.tv_sec) + Double(usage.ru_stime.tv_usec) / 1e6
    print("\(text) cpu \(user + system) memory \(usage.ru_maxrss / 1024)")
  }

  /// Says what is wrong, and stops.
  static func fail(_ message: String) -> Never {
    print(message)
    exit(1)
  }
}
