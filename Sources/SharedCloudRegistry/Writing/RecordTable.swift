internal import Formats

/// Writes file records as a table: a Parquet file or an Arrow stream, part by part.
///
/// Times are microseconds in UTC: a start is cut and a stop is rounded up, so that a file never
/// seems to cover less time than it does. Further columns have the types of the info document; a
/// value that is not of its type is missing in the table.
public final class RecordTable {
  /// The formats of tables.
  public enum Format: String, Sendable, Hashable, CaseIterable {
    /// An Apache Parquet file.
    case parquet
    /// A stream of Apache Arrow IPC.
    case arrow
  }

  private enum Extra {
    case string
    case integer
    case number
    case boolean
    case time
  }

  private let format: Format
  private let parameters: [InfoParameter]
  private let writer: String
  private let onFault: @Sendable (ReadingFault) -> Void
  private let dataset: Dataset
  private var sink: TableSink?
  private var columns: [ColumnValues] = []
  /// The further columns; of those with one name, each has the number of those before it.
  private var extras: [(name: String, kind: Extra, number: Int)] = []
  private var fields = CSVFields()
  /// The number of values that are not of the type of their column, and the first of them.
  private var unfit: (count: Int, first: String)?
  /// The number of records written.
  public private(set) var count = 0

  /// The number of rows that are written at once.
  private static let rowsPerBatch = 16_384

  /// Creates a writer; it produces no bytes yet.
  ///
  /// - Parameters:
  ///   - format: The format.
  ///   - dataset: The dataset of the records.
  ///   - parameters: The columns that the info document describes; empty without one.
  ///   - writer: The name and version of the program.
  ///   - onFault: Called at the end if values are not of the type of their column.
  public init(
    _ format: Format, dataset: Dataset, parameters: [InfoParameter], writer: String,
    onFault: @escaping @Sendable (ReadingFault) -> Void = { _ in }
  ) {
    self.format = format
    self.dataset = dataset
    self.parameters = parameters
    self.writer = writer
    self.onFault = onFault
  }

  /// Appends records.
  ///
  /// - Parameters:
  ///   - batch: The records.
  ///   - pattern: The pattern that their datakeys must match; nil for all.
  ///   - output: Receives bytes that are complete.
  public func append(
    _ batch: FileBatch, matching pattern: Wildcard? = nil, to output: inout [UInt8]
  ) {
    if sink == nil { begin(batch.extraColumns) }
    let positions = extras.enumerated().map {
      position(of: $1.name, number: $1.number, $0, in: batch)
    }
    for row in 0..<batch.endIndex where pattern?.matches(batch[row]) ?? true {
      append(batch.rows[row], of: batch, positions: positions)
      count += 1
      if columns[0].count == Self.rowsPerBatch { flush(to: &output) }
    }
  }

  /// Writes the end.
  ///
  /// - Parameter output: Receives the rest of the bytes.
  public func finish(into output: inout [UInt8]) {
    if sink == nil { begin([]) }
    flush(to: &output)
    sink?.finish(into: &output)
    guard let unfit else { return }
    onFault(
      ReadingFault(
        .field, address: dataset.catalogAddress, count: unfit.count, detail: unfit.first))
  }

  private func begin(_ names: [String]) {
    extras = parameters.map { ($0.name, Self.kind(of: $0.type), 0) }
    var known = Dictionary(parameters.map { ($0.name, 1) }, uniquingKeysWith: { first, _ in first })
    for (position, name) in names.enumerated() {
      let number = names[..<position].count { $0 == name }
      guard position >= parameters.count, number >= known[name, default: 0] else { continue }
      known[name, default: 0] += 1
      extras.append((name, .string, number))
    }
    let fields =
      [
        TableField("start", kind: .timestamp, isNullable: true),
        TableField("stop", kind: .timestamp, isNullable: true),
        TableField("datakey", kind: .string),
        TableField("filesize", kind: .integer, isNullable: true),
      ]
      + zip(Self.distinct(extras.map(\.name)), extras).map { name, extra in
        TableField(name, kind: Self.fieldKind(of: extra.kind), isNullable: true)
      }
    columns = fields.map { $0.makeValues() }
    sink = TableSink(format, fields: fields, writer: writer)
  }

  /// Names of further columns, of which no two are the same, nor that of a column of the
  /// specification: programs find columns by their names, and some of them ignore the case.
  private static func distinct(_ names: [String]) -> [String] {
    var seen: Set = ["start", "stop", "datakey", "filesize"]
    return names.map { name in
      var distinct = name
      var number = 2
      while !seen.insert(distinct.lowercased()).inserted {
        distinct = "\(name)_\(number)"
        number += 1
      }
      return distinct
    }
  }

  private static func kind(of type: String) -> Extra {
    switch type {
    case "int", "integer": .integer
    case "double", "float": .number
    case "boolean": .boolean
    case "isotime": .time
    default: .string
    }
  }

  private static func fieldKind(of kind: Extra) -> TableField.Kind {
    switch kind {
    case .string: .string
    case .integer: .integer
    case .number: .number
    case .boolean: .boolean
    case .time: .timestamp
    }
  }

  /// The field of a column in the lines of a batch: by its name, else by its place.
  private func position(
    of name: String, number: Int, _ place: Int, in batch: FileBatch
  ) -> Int? {
    let own = batch.layout.ownColumnCount
    let found = batch.extraColumns.indices.filter { batch.extraColumns[$0] == name }
    if let index = found.dropFirst(number).first { return own + index }
    let isNamed = parameters.contains { batch.extraColumns.contains($0.name) }
    return !isNamed && place < batch.extraColumns.count ? own + place : nil
  }

  private func flush(to output: inout [UInt8]) {
    guard let rows = columns.first?.count, rows > 0 else { return }
    sink?.append(columns, to: &output)
    for index in columns.indices { columns[index].removeAll() }
  }
}

// MARK: - Rows

extension RecordTable {
  private func append(_ row: FileBatch.Row, of batch: FileBatch, positions: [Int?]) {
    append(row.start.time?.microseconds, to: 0)
    append(row.stop.time?.microsecondsRoundedUp, to: 1)
    columns[2].append(batch.datakey(of: row).span)
    append(row.filesize < 0 ? nil : Int64(row.filesize), to: 3)
    guard !extras.isEmpty else { return }
    let line = batch.line(of: row, into: &fields)
    for (index, position) in positions.enumerated() {
      let text = position.map { FileBatch.text(of: fields[$0], in: line) } ?? []
      if text.isEmpty {
        columns[4 + index].appendNull()
      } else {
        append(text, kind: extras[index].kind, to: 4 + index)
      }
    }
  }

  private func append(_ value: Int64?, to column: Int) {
    if let value { columns[column].append(value) } else { columns[column].appendNull() }
  }

  private func append(_ text: ArraySlice<UInt8>, kind: Extra, to column: Int) {
    let string = String(decoding: text, as: UTF8.self)
    switch kind {
    case .string: return columns[column].append(string)
    case .integer: if let value = Int64(string) { return columns[column].append(value) }
    case .number: if let value = Double(string) { return columns[column].append(value) }
    case .boolean:
      if let value = Self.flags[string.lowercased()] { return columns[column].append(value) }
    case .time:
      if let value = TimeField(text.span).time?.microseconds {
        return columns[column].append(value)
      }
    }
    columns[column].appendNull()
    let name = extras[column - 4].name
    let first =
      unfit?.first
      ?? "the value \(HarmlessText.of(String(string.prefix(64)))) of \(HarmlessText.of(name)) is "
      + "not of the type that the info document says"
    unfit = ((unfit?.count ?? 0) + 1, first)
  }

  private static let flags = ["true": true, "false": false, "1": true, "0": false]
}

extension SCRTime {
  /// Microseconds since 1970-01-01T00:00:00Z; smaller parts are cut.
  fileprivate var microseconds: Int64 { seconds * 1_000_000 + Int64(nanoseconds / 1000) }

  /// Microseconds since 1970-01-01T00:00:00Z; smaller parts are rounded up.
  ///
  /// A leap second has no place in such a count, so it ends when the next second begins.
  fileprivate var microsecondsRoundedUp: Int64 {
    if isLeapSecond { return (seconds + 1) * 1_000_000 }
    return seconds * 1_000_000 + Int64((nanoseconds + 999) / 1000)
  }
}

/// Where the rows of a table go.
private struct TableSink: ~Copyable {
  private var arrow: ArrowStreamWriter?
  private var parquet: ParquetWriter?

  init(_ format: RecordTable.Format, fields: [TableField], writer: String) {
    switch format {
    case .arrow:
      arrow = ArrowStreamWriter(fields)
      parquet = nil
    case .parquet:
      arrow = nil
      var options = ParquetWriterOptions(writer: writer)
      options.sortingColumns = [ParquetSortingColumn(0, hasNullsFirst: true)]
      parquet = ParquetWriter(fields, options: options)
    }
  }

  mutating func append(_ columns: [ColumnValues], to output: inout [UInt8]) {
    arrow?.append(columns)
    parquet?.append(columns)
    take(&output)
  }

  mutating func finish(into output: inout [UInt8]) {
    arrow?.finish()
    parquet?.finish()
    take(&output)
  }

  private mutating func take(_ output: inout [UInt8]) {
    if let bytes = arrow?.takeOutput() { output += bytes }
    if let bytes = parquet?.takeOutput() { output += bytes }
  }
}
