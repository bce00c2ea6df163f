internal import Formats
internal import ObjectStorage
internal import SharedCloudRegistry

/// Makes Parquet index files from the lines of CSV index files.
///
/// All columns are strings, as in the text, except filesize, which is INT64. The same rows make the
/// same bytes, whatever the version of the program.
///
/// Reading: the spec has no schema for Parquet; this is our proposal in docs/reference/parquet.md.
struct ParquetIndexFile: ~Copyable {
  private let name: String
  private let layout: IndexLayout
  private let hasNulls: Bool
  /// The columns that the header does not name, and of which no row had a value yet.
  private var emptyColumns: Set<Int>
  private let hasNames: Bool
  private var writer: ParquetWriter
  private var columns: [ColumnValues]
  private var fields = CSVFields()
  private var rows = 0
  /// Whether a header or a row was read, so that a line of words is no header.
  private var hasHeader = false
  private var isMissingSize = false
  private var output: [UInt8] = []

  /// The number of rows that are handed to the writer at once.
  private static let rowsPerBatch = 16_384

  /// Makes a file.
  ///
  /// - Parameters:
  ///   - content: The lines of a CSV index file.
  ///   - name: Its name, for messages.
  /// - Returns: The bytes of the Parquet file.
  /// - Throws: ``StoreError`` when the lines can't be read, with code `malformed` if one is not a
  ///   row.
  static func bytes(
    of content: StagedContent, named name: String
  ) throws(StoreError) -> [UInt8] {
    let start = try content.bytes(0..<Swift.min(content.size, IndexInference.sampleSize))
    let inference = IndexInference(
      start.span, isWhole: start.count == content.size,
      declaration: .init(demandsStop: false, assumesStop: true))
    if let foreign = inference.foreign {
      throw StoreError(
        .malformed, address: name, detail: "it is not an index file, but \(foreign.description)")
    }
    guard inference.rows > 0 || inference.header != nil else {
      throw StoreError(
        .malformed, address: name,
        detail: "it has neither a header nor a row; restore it, or delete it")
    }
    var layout = inference.layout.value ?? .standard
    if inference.rows == 0, let header = inference.header { layout.columnCount = header.count }
    guard layout.isInOrder else {
      throw StoreError(
        .malformed, address: name,
        detail: "its columns are in another order than that of the spec; fix it first")
    }
    try checkNames(inference.header ?? [], layout, name)
    // A required column needs less space, and nearly all files have all sizes.
    for hasNulls in [false, true] {
      var file = ParquetIndexFile(name, layout, inference.header ?? [], hasNulls: hasNulls)
      try file.read(content)
      if file.isMissingSize, !hasNulls { continue }
      try file.checkUnnamedColumns()
      return file.finish()
    }
    return []
  }

  /// Refuses two columns of one name: programs that read Parquet find columns by their names, and
  /// some of them ignore the case.
  private static func checkNames(
    _ header: [String], _ layout: IndexLayout, _ name: String
  ) throws(StoreError) {
    var seen: Set = ["start", "stop", "datakey", "filesize"]
    for column in header.dropFirst(layout.ownColumnCount).map({ $0.lowercased() })
    where !column.isEmpty && !seen.insert(column).inserted {
      throw StoreError(
        .malformed, address: name,
        detail: "two columns are named \(HarmlessText.of(column)), which Parquet can't have; "
          + "give one of them another name first")
    }
  }

  private init(
    _ name: String, _ layout: IndexLayout, _ header: [String], hasNulls: Bool
  ) {
    self.name = name
    self.layout = layout
    self.hasNulls = hasNulls
    hasNames = !header.isEmpty
    let named = Swift.max(header.count, layout.stop == nil ? 3 : 4)
    emptyColumns = Set(named..<Swift.max(named, layout.columnCount))
    var fields = [TableField("start", kind: .string)]
    if layout.stop != nil { fields.append(TableField("stop", kind: .string)) }
    fields.append(TableField("datakey", kind: .string))
    fields.append(TableField("filesize", kind: .integer, isNullable: hasNulls))
    for index in fields.count..<Swift.max(fields.count, layout.columnCount) {
      let name = index < header.count ? header[index] : "column \(index + 1)"
      fields.append(TableField(name, kind: .string))
    }
    var options = ParquetWriterOptions(writer: "scregistry")
    options.sortingColumns = [ParquetSortingColumn(0)]
    options.keyValues = [ParquetKeyValue(key: "scregistry.spec", value: "1.1")]
    writer = ParquetWriter(fields, options: options)
    columns = fields.map { $0.makeValues() }
  }

  private mutating func read(_ content: StagedContent) throws(StoreError) {
    var rest: [UInt8] = []
    var offset = 0
    while offset < content.size, hasNulls || !isMissingSize {
      let end = Swift.min(content.size, offset + (1 << 20))
      rest += try content.bytes(offset..<end)
      offset = end
      let complete = end == content.size ? rest.count : (rest.lastIndex(of: 10) ?? -1) + 1
      try take(rest, upTo: complete)
      rest.removeFirst(complete)
    }
  }

  /// Takes the lines in the first bytes.
  private mutating func take(_ bytes: [UInt8], upTo count: Int) throws(StoreError) {
    let span = bytes.span
    var start = 0
    while start < count {
      var end = span.firstIndex(of: 10, from: start)
      end = Swift.min(end, count)
      let next = end + 1
      if end > start, span[end - 1] == 0x0D { end -= 1 }
      if start == 0, rows == 0, end >= 3, span[0] == 0xEF, span[1] == 0xBB { start = 3 }
      let line = span.extracting(start..<Swift.max(start, end))
      switch IndexLineKind(line) {
      case .row: try take(row: line)
      case .comment where IndexLineKind.holdsRow(line):
        throw StoreError(
          .malformed, address: name,
          detail: "the line after row \(rows.grouped) begins with #, but holds a row; fix it first")
      case .names where hasHeader && !IndexPreamble.isHeader(line):
        throw StoreError(
          .malformed, address: name,
          detail: "the line after row \(rows.grouped) has only words; fix it first")
      case .blank: break
      case .comment, .names: hasHeader = true
      }
      start = next
    }
  }

  private mutating func take(row line: Span<UInt8>) throws(StoreError) {
    rows += 1
    hasHeader = true
    fields.split(line)
    guard fields.count == layout.columnCount else {
      throw StoreError(
        .malformed, address: name,
        detail: "row \(rows.grouped) has \(fields.count) fields, not \(layout.columnCount); "
          + "fix it first")
    }
    for index in emptyColumns where !fields[index].range.isEmpty { emptyColumns.remove(index) }
    for index in columns.indices {
      if index == layout.filesize {
        try take(size: line.extracting(fields[index].range))
      } else if fields[index].hasDoubledQuotes {
        columns[index].append(line.extracting(fields[index].range).withSingleQuotes.span)
      } else {
        columns[index].append(line.extracting(fields[index].range))
      }
    }
    if columns[0].count == Self.rowsPerBatch { flush() }
  }

  /// Refuses columns that only commas make: no header names them, and no row has a value for them.
  private func checkUnnamedColumns() throws(StoreError) {
    guard rows > 0, let column = emptyColumns.min() else { return }
    throw StoreError(
      .malformed, address: name,
      detail: "its rows have \(layout.columnCount) fields, but field \(column + 1) is always empty"
        + (hasNames ? " and has no name" : "") + "; remove the trailing commas first")
  }

  private mutating func take(size text: Span<UInt8>) throws(StoreError) {
    if case .bytes(let size) = Filesize(text) {
      return columns[layout.filesize].append(Int64(size))
    }
    guard text.isEmpty else {
      throw StoreError(
        .malformed, address: name,
        detail: "row \(rows.grouped) has the filesize \(text.text.prefix(40)), which is not a "
          + "size; fix it first")
    }
    isMissingSize = true
    if hasNulls {
      columns[layout.filesize].appendNull()
    } else {
      columns[layout.filesize].append(Int64(0))
    }
  }

  private mutating func flush() {
    writer.append(columns)
    output += writer.takeOutput()
    for index in columns.indices { columns[index].removeAll() }
  }

  private consuming func finish() -> [UInt8] {
    flush()
    writer.finish()
    return output + writer.takeOutput()
  }
}
