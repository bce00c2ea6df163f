internal import Formats
internal import SharedCloudRegistry

/// Faults of a Parquet index file as a table: its columns, their types, its statistics.
///
/// Spec: SCR 1.1 §3.1, indextype parquet. Reading: the spec has no schema; the one that is checked
/// has the columns of §3.2, by their names.
struct ParquetFaults {
  let facts: ParquetIndexFacts
  let table: IndexTable

  /// The rules that are about lines and fields of text, which a table does not have.
  static let rulesOnText: Set<RuleID> = [
    .headerWithoutHash, .secondHeader, .headerNamesDiffer, .headerMissing, .indexByteOrderMark,
    .lineEndsWithCR, .finalLineEndMissing, .blankLine, .stopColumnMissing, .singleQuotes,
    .typographicQuote, .quoteWithoutPartner, .blanksAroundField, .columnsInAnotherOrder,
    .carriageReturnInHeader, .rowsEndInCommas, .lineBreakInField, .clientShiftsColumns,
  ]

  /// Reports that the file can't be read.
  func report(_ fault: ParquetFault, to reporter: inout FileReporter) {
    let rule: RuleID =
      switch fault.kind {
      case .notParquet: .contentOfAnotherKind
      case .truncated, .damaged: .damagedParquet
      case .unsupported, .tooLarge: .parquetNotSupported
      }
    let message =
      switch fault.kind {
      case .notParquet: "the content is not an index file: it is not Parquet"
      case .truncated, .damaged: "the Parquet file is damaged or incomplete: \(fault.message)"
      case .unsupported, .tooLarge: "the Parquet file can't be read: \(fault.message)"
      }
    reporter.report(rule, message) {
      $0.location.field = fault.column
      $0.location.rowGroup = fault.rowGroup.map { $0 + 1 }
      $0.identity = fault.kind.rawValue
    }
  }

  /// Reports faults of the columns.
  func reportSchema(to reporter: inout FileReporter) {
    guard let columns = facts.columns, let schema = facts.metadata?.schema else { return }
    reportMissing(columns, &reporter)
    reportOrder(columns, schema, &reporter)
    reportTypes(columns, schema, &reporter)
    for label in columns.rowLabels {
      reporter.report(.parquetRowLabels, "column \(HarmlessText.of(label)) has row labels") {
        $0.location.field = label
        $0.identity = label
      }
    }
  }

  /// Reports what the rows showed.
  func reportRows(to reporter: inout FileReporter) {
    for nulls in facts.nulls where nulls.count > 0 {
      let rows = "\(nulls.count.grouped) row\(nulls.count == 1 ? "" : "s")"
      let verb = nulls.count == 1 ? "has" : "have"
      reporter.report(
        .parquetNull, "\(rows) \(verb) no value in column \(HarmlessText.of(nulls.column))"
      ) {
        $0.location.row = nulls.firstRow
        $0.location.rowGroup = facts.groupStarts.count { $0 <= nulls.firstRow }
        $0.location.field = nulls.column
        $0.identity = nulls.column
      }
    }
    for fault in facts.statisticsFaults {
      reporter.report(.parquetStatistics, fault.message) {
        $0.location.rowGroup = fault.rowGroup + 1
        $0.location.field = fault.column
        $0.identity = "\(fault.column) \(fault.rowGroup)"
      }
    }
  }
}

// MARK: - Columns

extension ParquetFaults {
  private static let own = [IndexTable.Meaning.start, .stop, .datakey, .filesize]

  private func reportMissing(_ columns: ParquetIndexColumns, _ reporter: inout FileReporter) {
    for (meaning, name) in zip(Self.own, ["start", "stop", "datakey", "filesize"])
    where columns.missing.contains(name) {
      if meaning == .stop, !table.requiresStop { continue }
      reporter.report(.parquetColumnMissing, "there is no column \(table.name(of: meaning))") {
        $0.expected = table.columnNames(hasStop: true).joined(separator: ", ")
        $0.location.field = table.name(of: meaning)
        $0.identity = name
      }
    }
  }

  private func reportOrder(
    _ columns: ParquetIndexColumns, _ schema: ParquetSchema, _ reporter: inout FileReporter
  ) {
    guard columns.missing.isEmpty || columns.missing == ["stop"] && !table.requiresStop else {
      return
    }
    let expected = table.columnNames(hasStop: columns.missing.isEmpty)
    let found = schema.columns.prefix(expected.count).map { $0.path.first ?? "" }
    guard found != expected else { return }
    let names = found.map { HarmlessText.of($0) }.joined(separator: ", ")
    reporter.report(.parquetColumnOrder, "the first columns are \(names)") {
      $0.expected = expected.joined(separator: ", ")
      $0.actual = names
      $0.identity = "order"
    }
  }

  private func reportTypes(
    _ columns: ParquetIndexColumns, _ schema: ParquetSchema, _ reporter: inout FileReporter
  ) {
    let times = [columns.start, columns.stop].compactMap(\.self)
    reportTimes(times, schema, &reporter)
    for column in columns.unreadable {
      let index = schema.columns.firstIndex(of: column) ?? 0
      reportType(column, expected: Self.expectedType(at: index, of: column, columns), &reporter)
    }
    if columns.datakey?.form != .empty,
      let column = columns.datakey.map({ schema.columns[$0.index] }),
      column.physicalType != .byteArray || column.logicalType != .string
    {
      reportType(column, expected: "a string", &reporter)
    }
    if columns.filesize?.form != .empty,
      let column = columns.filesize.map({ schema.columns[$0.index] }),
      column.physicalType != .int64
        || column.logicalType.map({ $0 != .integer(bits: 64, isSigned: true) }) ?? false
    {
      reportType(column, expected: "INT64", &reporter)
    }
  }

  private static func expectedType(
    at index: Int, of column: ParquetColumn, _ columns: ParquetIndexColumns
  ) -> String {
    switch column.name.lowercased() {
    case "datakey", "key": "a string"
    case "filesize": "INT64"
    default: "a string, or a timestamp in UTC"
    }
  }

  private func reportTimes(
    _ times: [ParquetIndexColumns.Column], _ schema: ParquetSchema,
    _ reporter: inout FileReporter
  ) {
    report(
      times.filter { if case .timestamp(_, isUTC: false) = $0.form { true } else { false } },
      by: .parquetTimeNotUtc, "the times are not marked as UTC", "isAdjustedToUTC = true",
      &reporter)
    report(
      times.filter { $0.form == .int96 }, by: .parquetTimeInt96,
      "the times have the old type INT96", "strings, or timestamps in UTC", &reporter)
    for time in times {
      let column = schema.columns[time.index]
      switch time.form {
      // Columns without values say nothing of a type; their rows have findings of their own.
      case .timestamp, .int96, .empty: break
      case .text where column.physicalType == .byteArray && column.logicalType == .string: break
      default: reportType(column, expected: "a string, or a timestamp in UTC", &reporter)
      }
    }
  }

  /// Reports a fault that the columns of times usually share.
  private func report(
    _ columns: [ParquetIndexColumns.Column], by rule: RuleID, _ message: String,
    _ expected: String, _ reporter: inout FileReporter
  ) {
    guard let first = columns.first else { return }
    let names = columns.map { HarmlessText.of($0.name) }.joined(separator: ", ")
    reporter.report(rule, "\(message): \(names)") {
      $0.location.field = first.name
      $0.expected = expected
      $0.identity = names
    }
  }

  private func reportType(
    _ column: ParquetColumn, expected: String, _ reporter: inout FileReporter
  ) {
    let type = column.typeText
    reporter.report(.parquetColumnType, "column \(HarmlessText.of(column.name)) is \(type)") {
      $0.location.field = column.name
      $0.expected = expected
      $0.actual = type
      $0.identity = column.name
    }
  }
}

extension ParquetColumn {
  /// The type, for messages: `INT64`, `BYTE_ARRAY without the annotation STRING`.
  fileprivate var typeText: String {
    switch (physicalType, logicalType) {
    case (.byteArray, nil): "BYTE_ARRAY without the annotation STRING"
    case (_, nil): physicalType.name
    case (_, .string): "\(physicalType.name) (STRING)"
    case (_, .date): "\(physicalType.name) (DATE)"
    case (_, .timestamp): "\(physicalType.name) (TIMESTAMP)"
    case (_, .integer(let bits, let isSigned)):
      "\(physicalType.name) (\(isSigned ? "" : "unsigned ")integer of \(bits) bits)"
    case (_, .decimal): "\(physicalType.name) (DECIMAL)"
    case (_, .time): "\(physicalType.name) (TIME)"
    case (_, .json): "\(physicalType.name) (JSON)"
    case (_, .other(let name)): "\(physicalType.name) (\(HarmlessText.of(name)))"
    }
  }
}
