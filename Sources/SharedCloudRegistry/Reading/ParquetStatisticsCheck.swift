internal import Formats

/// Compares what a Parquet file says about the values of a column with the values.
///
/// Readers skip row groups by what the file says, so rows get lost if it is wrong.
package struct ParquetStatisticsCheck: Sendable {
  /// A row group whose statistics are wrong.
  package struct Fault: Sendable, Hashable {
    /// The row group, counted from 0.
    package var rowGroup: Int
    /// The name of the column.
    package var column: String
    /// What is wrong.
    package var message: String
  }

  private let column: ParquetColumn
  private let statistics: ParquetStatistics?
  private let bounds: ByteBounds
  private let rowGroup: Int
  private var nulls = 0
  private(set) var fault: Fault?

  /// Prepares to check a column of a row group.
  init(_ metadata: ParquetMetadata, rowGroup: Int, column index: Int) {
    column = metadata.schema.columns[index]
    statistics = metadata.rowGroups[rowGroup].chunks[index].statistics
    bounds = ByteBounds(minimum: statistics?.minimum, maximum: statistics?.maximum)
    self.rowGroup = rowGroup
  }

  /// Looks at values.
  mutating func add(_ values: ColumnValues) {
    nulls += values.nullCount
    guard fault == nil, let statistics else { return }
    if column.type == .bytes {
      checkBytes(values, statistics.minimum, statistics.maximum)
    } else if let crossed = statistics.crossedIntegers, isSigned, values.nullCount < values.count {
      note(
        "the file states a minimum, \(text(crossed.minimum)), that is greater than the maximum, "
          + text(crossed.maximum))
    } else if let range = statistics.integers, isSigned {
      checkIntegers(values, range)
    }
  }

  private var isSigned: Bool {
    if case .integer(_, isSigned: false) = column.logicalType { return false }
    return true
  }

  /// Compares the number of rows without a value, after the last row.
  mutating func finish() {
    guard fault == nil, let stated = statistics?.nullCount, stated != nulls else { return }
    note("the file says that \(stated.of("row")) of column \(name) have no value, not \(nulls)")
  }

  private var name: String { HarmlessText.of(column.name) }

  private mutating func note(_ message: String) {
    fault = Fault(rowGroup: rowGroup, column: column.name, message: message)
  }

  private mutating func checkBytes(
    _ values: ColumnValues, _ minimum: [UInt8]?, _ maximum: [UInt8]?
  ) {
    guard minimum != nil || maximum != nil else { return }
    guard let row = bounds.firstRowOutside(values) else { return }
    let range = values.byteRange(at: row)
    let value = Self.text(values.bytes[range])
    if bounds.isBelow(values.bytes.span.extracting(range)) {
      note(
        "\(value) is less than the minimum that the file states, \(Self.text((minimum ?? [])[...]))"
      )
    } else {
      note(
        "\(value) is greater than the maximum that the file states, "
          + Self.text((maximum ?? [])[...]))
    }
  }

  private mutating func checkIntegers(_ values: ColumnValues, _ range: ClosedRange<Int64>) {
    let isLong = values.type == .int64
    guard isLong || values.type == .int32 else { return }
    for row in 0..<values.count where values.hasValue(at: row) {
      let value = isLong ? values.int64s[row] : Int64(values.int32s[row])
      if !range.contains(value) {
        let side = value < range.lowerBound ? "less than the minimum" : "greater than the maximum"
        let bound = value < range.lowerBound ? range.lowerBound : range.upperBound
        return note("\(text(value)) is \(side) that the file states, \(text(bound))")
      }
    }
  }

  /// A value as people read it: a time for a column of times.
  private func text(_ value: Int64) -> String {
    let seconds: Int64
    switch column.logicalType {
    case .timestamp(let unit, _): seconds = value.flooredQuotient(unit.perSecond)
    case .date: seconds = value * 86_400
    default: return String(value)
    }
    guard (-62_167_219_200..<253_402_300_800).contains(seconds) else { return String(value) }
    return SCRTime(seconds: seconds).text
  }

  private static func text(_ bytes: ArraySlice<UInt8>) -> String {
    String(HarmlessText.of(String(decoding: bytes, as: UTF8.self)).prefix(64))
  }
}

extension Int {
  fileprivate func of(_ noun: String) -> String { "\(self) \(noun)\(self == 1 ? "" : "s")" }
}
