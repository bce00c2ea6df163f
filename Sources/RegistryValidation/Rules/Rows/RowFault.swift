/// A fault that one row of an index file may have, by the family of rules that detects it.
package enum RowFault: Sendable, Hashable {
  case line(LineFault)
  case order(OrderFault)
  case time(TimeFault)
  case datakey(DatakeyFault)
  case filesize(FilesizeFault)
  case quote(QuoteFault)
  case client(ClientFault)

  /// All faults, in the order of their bits.
  package static let all: [RowFault] =
    LineFault.allCases.map { .line($0) } + OrderFault.allCases.map { .order($0) }
    + TimeFault.allCases.map { .time($0) } + DatakeyFault.allCases.map { .datakey($0) }
    + FilesizeFault.allCases.map { .filesize($0) } + QuoteFault.allCases.map { .quote($0) }
    + ClientFault.allCases.map { .client($0) }

  /// The number of faults.
  package static let count = 35

  /// The fault's place in a ``RowFaults``.
  @inline(__always) package var bit: Int {
    switch self {
    case .line(let fault): fault.rawValue
    case .order(let fault): 6 + fault.rawValue
    case .time(let fault): 10 + fault.rawValue
    case .datakey(let fault): 20 + fault.rawValue
    case .filesize(let fault): 25 + fault.rawValue
    case .quote(let fault): 29 + fault.rawValue
    case .client(let fault): 33 + fault.rawValue
    }
  }

  /// The fault as its family knows it.
  private var member: any RowFaultFamily {
    switch self {
    case .line(let fault): fault
    case .order(let fault): fault
    case .time(let fault): fault
    case .datakey(let fault): fault
    case .filesize(let fault): fault
    case .quote(let fault): fault
    case .client(let fault): fault
    }
  }

  /// The rule.
  package var rule: RuleID { member.rule }

  /// Describes the fault of a row.
  ///
  /// - Parameters:
  ///   - line: The bytes of the line, without CR and LF.
  ///   - row: The examination of the line.
  /// - Returns: The words and the field.
  func words(for line: Span<UInt8>, examined row: borrowing RowExamination) -> RowWords {
    member.words(for: line, examined: row)
  }

  /// Returns the recipe that fixes the fault of a row; nil if none exists.
  ///
  /// - Parameters:
  ///   - line: The bytes of the line, without CR and LF.
  ///   - row: The examination of the line.
  /// - Returns: The recipe.
  package func recipe(for line: Span<UInt8>, examined row: borrowing RowExamination) -> RowRecipe? {
    member.recipe(for: line, examined: row)
  }
}

extension RowFault {
  /// Returns how safe the recipe of the fault of a row is; nil if none exists.
  ///
  /// - Parameters:
  ///   - line: The bytes of the line, without CR and LF.
  ///   - row: The examination of the line.
  ///   - forms: What is known of the forms of wrong times.
  /// - Returns: The same as ``recipe(for:examined:)`` says.
  package func safety(
    for line: Span<UInt8>, examined row: borrowing RowExamination, forms: inout TimeForms
  ) -> Fix.Safety? {
    switch self {
    case .line(let fault): fault.safety(for: line, examined: row, forms: &forms)
    case .order(let fault): fault.safety(for: line, examined: row, forms: &forms)
    case .time(let fault): fault.safety(for: line, examined: row, forms: &forms)
    case .datakey(let fault): fault.safety(for: line, examined: row, forms: &forms)
    case .filesize(let fault): fault.safety(for: line, examined: row, forms: &forms)
    case .quote(let fault): fault.safety(for: line, examined: row, forms: &forms)
    case .client(let fault): fault.safety(for: line, examined: row, forms: &forms)
    }
  }
}

/// The faults of one family, with what they say and how they are fixed.
///
/// How they are detected is a function of the examination in the file of the family.
protocol RowFaultFamily: RawRepresentable<Int>, CaseIterable, Sendable, Hashable {
  /// The rule.
  var rule: RuleID { get }

  /// Describes the fault of a row.
  func words(for line: Span<UInt8>, examined row: borrowing RowExamination) -> RowWords

  /// Returns the recipe that fixes the fault of a row; nil if none exists.
  func recipe(for line: Span<UInt8>, examined row: borrowing RowExamination) -> RowRecipe?

  /// Returns how safe the recipe is, nil if none exists; it counts the fixes of rows that are not
  /// listed, so that it has to be fast.
  func safety(
    for line: Span<UInt8>, examined row: borrowing RowExamination, forms: inout TimeForms
  ) -> Fix.Safety?
}

extension RowFaultFamily {
  func safety(
    for line: Span<UInt8>, examined row: borrowing RowExamination, forms: inout TimeForms
  ) -> Fix.Safety? {
    recipe(for: line, examined: row)?.safety
  }
}

/// A set of faults of one row.
///
/// Counting a fault costs nothing even if all rows have it: words are made only for those listed.
package struct RowFaults: Sendable, Hashable {
  /// One bit per fault.
  private(set) var bits: UInt64 = 0

  /// Makes an empty set.
  package init() {}

  /// Makes a set of one fault.
  init(_ fault: RowFault) { insert(fault) }

  /// Whether there is no fault.
  package var isEmpty: Bool { bits == 0 }

  /// Adds a fault.
  @inline(__always) package mutating func insert(_ fault: RowFault) {
    bits |= 1 << UInt64(fault.bit)
  }

  /// Removes a fault.
  mutating func remove(_ fault: RowFault) { bits &= ~(1 << UInt64(fault.bit)) }

  /// Whether a fault is in the set.
  @inline(__always) package func contains(_ fault: RowFault) -> Bool {
    bits & 1 << UInt64(fault.bit) != 0
  }

  /// Removes the faults of another set.
  @inline(__always)
  mutating func remove(contentsOf other: RowFaults) { bits &= ~other.bits }

  /// Whether times, datakey or filesize have another form than those of the columns.
  var tellShiftedFields: Bool {
    let forms: [RowFault] = [
      .time(.malformed), .time(.impossible), .time(.withoutZ), .time(.pointForColon),
      .datakey(.notAbsolute), .datakey(.empty), .filesize(.notAnInteger),
    ]
    return forms.contains { contains($0) }
  }

  /// The faults of the line and its quotes, without those of the fields.
  var withoutFields: RowFaults {
    var left = self
    for fault in RowFault.all where contains(fault) {
      switch fault {
      case .line, .quote: break
      case .order, .time, .datakey, .filesize, .client: left.remove(fault)
      }
    }
    return left
  }

  /// The faults that are in another set too.
  @inline(__always) package func intersection(_ other: RowFaults) -> RowFaults {
    var common = self
    common.bits &= other.bits
    return common
  }
}
