internal import Formats
internal import SharedCloudRegistry

/// Counts the faults of rows and writes findings for the first ones of each rule.
struct IndexRowReporter {
  /// Where findings go.
  var file: FileReporter
  private var totals = [Int](repeating: 0, count: RowFault.count)
  private let on: RowFaults
  /// The faults whose listing limit is not reached.
  private var open: RowFaults
  /// The faults some of whose findings have a fix, which depends on the row.
  private let fixable: RowFaults
  /// The number of rows that are not listed and have a safe or an unsafe fix.
  private var safe = [Int](repeating: 0, count: RowFault.count)
  private var unsafe = [Int](repeating: 0, count: RowFault.count)
  /// What is known of the forms of wrong times.
  private var forms = TimeForms()

  init(_ file: FileReporter) {
    self.file = file
    var on = RowFaults()
    for fault in RowFault.all where file.isOn(fault.rule) { on.insert(fault) }
    self.on = on
    open = on
    var fixable = RowFaults()
    for fault in RowFault.all where on.contains(fault) {
      if let fixes = file.fixes(of: fault.rule), fixes != .safe { fixable.insert(fault) }
    }
    self.fixable = fixable
  }

  /// Whether the rule of a fault is on.
  func isOn(_ fault: RowFault) -> Bool { on.contains(fault) }

  /// Counts the faults of a row, and returns those to list.
  @inline(__always)
  mutating func count(_ faults: RowFaults) -> RowFaults {
    var left = faults.intersection(on).bits
    while left != 0 {
      totals[left.trailingZeroBitCount] &+= 1
      left &= left &- 1
    }
    return faults.intersection(open)
  }

  /// The faults of a row that are not listed, but may have a fix to count.
  @inline(__always)
  func fixable(among faults: RowFaults, butNot listed: RowFaults) -> RowFaults {
    var left = faults.intersection(fixable)
    left.remove(contentsOf: listed)
    return left
  }

  /// Counts the fixes of faults that are not listed.
  mutating func countFixes(
    of faults: RowFaults, text line: Span<UInt8>, in examination: borrowing RowExamination
  ) {
    var left = faults.bits
    while left != 0 {
      let fault = RowFault.all[left.trailingZeroBitCount]
      count(fault.safety(for: line, examined: examination, forms: &forms), of: fault)
      left &= left &- 1
    }
  }

  private mutating func count(_ safety: Fix.Safety?, of fault: RowFault, number: Int = 1) {
    switch safety {
    case .safe: safe[fault.bit] += number
    case .unsafe: unsafe[fault.bit] += number
    case nil: break
    }
  }

  /// Counts faults of rows that are not listed one by one.
  mutating func add(_ fault: RowFault, count: Int) {
    if on.contains(fault) { totals[fault.bit] += count }
  }

  /// Counts the fixes of faults of rows that are not listed one by one, which are all alike.
  ///
  /// - Parameters:
  ///   - fault: The fault.
  ///   - number: The number of these rows.
  mutating func addFixes(_ fault: RowFault, count number: Int) {
    guard number > 0 else { return }
    count(file.findings.last { $0.rule == fault.rule.code }?.fix?.safety, of: fault, number: number)
  }

  /// Lists a fault of a row, whatever was counted before.
  mutating func listAny(
    _ fault: RowFault, of row: RowPlace, text line: Span<UInt8>,
    in examination: borrowing RowExamination
  ) {
    guard on.contains(fault) else { return }
    list(RowFaults(fault), of: row, text: line, in: examination)
  }

  /// Lists the faults of a row.
  mutating func list(
    _ faults: RowFaults, of row: RowPlace, text line: Span<UInt8>,
    in examination: borrowing RowExamination
  ) {
    for fault in RowFault.all where faults.contains(fault) {
      closeIfFull(fault)
      let words = fault.words(for: line, examined: examination)
      file.report(fault.rule, words.message) { finding in
        words.write(to: &finding, at: row, line: line, fields: examination.fields)
        finding.fix = fault.recipe(for: line, examined: examination)?.fix(at: row.offset)
      }
    }
  }

  /// Counts a fault of a line that is not a row, such as a header, and lists it.
  mutating func report(_ fault: LineFault, of place: RowPlace, text line: Span<UInt8>) {
    guard !count(RowFaults(.line(fault))).isEmpty else {
      if fixable.contains(.line(fault)) {
        count(fault.fix(for: line, at: place)?.safety, of: .line(fault))
      }
      return
    }
    closeIfFull(.line(fault))
    let words = fault.words(returns: place.end - place.offset - line.count)
    file.report(fault.rule, words.message) { finding in
      words.write(to: &finding, at: place, line: line, fields: CSVFields())
      finding.fix = fault.fix(for: line, at: place)
    }
  }

  /// Lists a fault no more once its limit is reached.
  private mutating func closeIfFull(_ fault: RowFault) {
    let limit = file.isHabit(fault.rule) ? 1 : file.listingLimit(of: fault.rule)
    if totals[fault.bit] >= limit { open.remove(fault) }
  }

  /// Adds the counts of the rows to those of the file.
  mutating func settle() {
    for fault in RowFault.all where totals[fault.bit] > 0 {
      file.settle(
        fault.rule, total: totals[fault.bit], safe: safe[fault.bit], unsafe: unsafe[fault.bit])
    }
  }
}
