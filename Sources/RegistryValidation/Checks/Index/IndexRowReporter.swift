internal import Formats
internal import SharedCloudRegistry

/// Counts the faults of rows and writes findings for the first ones of each rule.
struct IndexRowReporter {
  /// Where findings go.
  var file: FileReporter
  private var totals = [Int](repeating: 0, count: RowFault.allCases.count)
  private let on: RowFaults
  /// The faults whose listing limit is not reached.
  private var open: RowFaults

  init(_ file: FileReporter) {
    self.file = file
    var on = RowFaults(rawValue: 0)
    for fault in RowFault.allCases where file.isOn(fault.code) { on.insert(fault) }
    self.on = on
    open = on
  }

  /// Whether the rule of a fault is on.
  func isOn(_ fault: RowFault) -> Bool { on.contains(fault) }

  /// The current row.
  struct Row {
    /// The number of the line, counted from 1.
    var line: Int
    /// The offset of the line in the file.
    var offset: Int
    /// The number of the data row, counted from 1.
    var number: Int
    /// Where the line ends in the file, with CR and LF; known where the line may be removed.
    var end: Int
  }

  /// Counts the faults of a row, and returns those to list.
  @inline(__always)
  mutating func count(_ faults: RowFaults) -> RowFaults {
    var left = faults.rawValue & on.rawValue
    while left != 0 {
      totals[left.trailingZeroBitCount] &+= 1
      left &= left &- 1
    }
    return RowFaults(rawValue: faults.rawValue & open.rawValue)
  }

  /// Counts faults of rows that are not listed one by one.
  mutating func add(_ fault: RowFault, _ count: Int) {
    if on.contains(fault) { totals[fault.rawValue] += count }
  }

  /// Lists a fault of a row, whatever was counted before.
  mutating func listAny(
    _ fault: RowFault, of row: Row, text line: Span<UInt8>, _ examination: borrowing RowExamination,
    isRow: Bool
  ) {
    guard on.contains(fault) else { return }
    list(RowFaults(fault), of: row, text: line, examination, isRow: isRow)
  }

  /// Lists the faults of a row.
  mutating func list(
    _ faults: RowFaults, of row: Row, text line: Span<UInt8>,
    _ examination: borrowing RowExamination, isRow: Bool
  ) {
    for fault in RowFault.allCases where faults.contains(fault) {
      if totals[fault.rawValue] >= (fault.isHabit ? 1 : file.listingLimit(of: fault.code)) {
        open = RowFaults(rawValue: open.rawValue & ~(1 << UInt64(fault.rawValue)))
      }
      let words = RowFaultText(fault, line, examination, isRow: isRow)
      file.report(fault.code, words.message) { finding in
        finding.expected = words.expected
        finding.actual = words.actual
        finding.identity = words.identity
        finding.fix =
          fault == .blankLine
          ? HeaderFixes.removalOfBlankLine(row.offset..<row.end)
          : RowFixes.fix(for: fault, line, examination, offset: row.offset)
        words.place(&finding, row: row, line: line, fields: examination.fields)
      }
    }
  }

  /// Adds the counts of the rows to those of the file.
  mutating func settle() {
    for fault in RowFault.allCases where totals[fault.rawValue] > 0 {
      file.settle(fault.code, total: totals[fault.rawValue], isHabit: fault.isHabit)
    }
  }
}
