package import Formats
package import SharedCloudRegistry

/// Examines one row field by field and finds all its faults, with the field of each.
///
/// Each family of faults has its detection in a file of its own. One value serves all rows of a
/// file, so that a row costs no allocation.
package struct RowExamination: ~Copyable {
  /// The context from the file and the previous rows.
  package var context: RowContext
  /// The faults of the current row.
  package private(set) var faults = RowFaults()
  /// The fields of the current row.
  package private(set) var fields = CSVFields()
  /// The start of the current row; nil if it is invalid.
  package var start: SCRTime?
  /// The stop of the current row; nil if it is missing or invalid.
  package var stop: SCRTime?
  /// The start that a common wrong spelling means, as ``CommonTime`` knows them; nil otherwise.
  var meantStart: SCRTime?
  /// The stop that a common wrong spelling means; nil otherwise.
  var meantStop: SCRTime?
  /// The filesize of the current row in bytes; nil if it can't be read.
  var filesize: Int?
  /// The bytes of start and stop; 0 for an invalid or missing one.
  var timeLengths = TimeLengths()
  /// Whether the current row has the word `static` instead of times.
  var isStaticRow = false
  /// Whether the start of the current row is in the future.
  var isStartInFuture = false
  /// Whether the stop of the current row is in the future.
  var isStopInFuture = false
  /// Whether a field of the current row begins with a double quote that is not closed.
  var opensQuote = false
  /// Reads the times.
  var times = TimeParser()
  /// Whether anybody wants to know what the Python client makes of the rows.
  var judgesClient = true
  /// The number of carriage returns before the line feed of the current line.
  package var returns = 0
  /// Whether all fields of the current row after those of the spec are empty, and there are some.
  var endsInCommas = false
  /// For each fault of the current row, the position of its first field, or ``noField``.
  private var places: [35 of UInt32] = .init(repeating: 0)

  private static let noField = UInt32.max

  /// Takes the facts that rows are compared with.
  package init(context: RowContext) { self.context = context }

  /// Examines one line.
  ///
  /// - Parameter line: The bytes of the line, without CR and LF.
  package mutating func examine(_ line: Span<UInt8>) {
    faults = RowFaults()
    start = nil
    stop = nil
    filesize = nil
    meantStart = nil
    meantStop = nil
    timeLengths = TimeLengths()
    opensQuote = false
    isStaticRow = false
    isStartInFuture = false
    isStopInFuture = false
    endsInCommas = false
    let bytes = LineBytes(line)
    fields.split(line)
    examineBytes(of: line, bytes)
    examineQuotes(of: line, hasDoubleQuote: bytes.hasDoubleQuote)
    if examineFieldCount() {
      examineTimes(of: line)
      examineFuture()
      examineOrder()
      examineDatakey(of: line, mayBeUnsafe: bytes.mayBeUnsafe)
      examineFilesize(of: line)
      if faults.contains(.line(.fieldCountDiffers)), !endsInCommas, faults.tellShiftedFields {
        forgetFields()
      } else if judgesClient {
        examineForClient(line)
      }
    }
    if bytes.hasNUL { dropFaultsOfNUL(line) }
  }

  /// Drops the faults that a NUL explains: those of the field that has it, and missing fields.
  private mutating func dropFaultsOfNUL(_ line: Span<UInt8>) {
    for fault in RowFault.all where faults.contains(fault) && fault != .line(.nulByte) {
      if case .client = fault { continue }
      if let field = field(of: fault) {
        guard LineBytes(line.extracting(fields[field].outerRange)).hasNUL else { continue }
      } else if fault != .line(.fieldsMissing) {
        continue
      }
      faults.remove(fault)
    }
  }

  /// Leaves only the number of fields as the fault: the fields are those of other columns.
  private mutating func forgetFields() {
    faults = faults.withoutFields
    start = nil
    stop = nil
    meantStart = nil
    meantStop = nil
    filesize = nil
    timeLengths = TimeLengths()
    isStaticRow = false
  }

  /// Only splits a line into fields.
  package mutating func splitOnly(_ line: Span<UInt8>) { fields.split(line) }

  /// Drops a fault that another one explains.
  mutating func drop(_ fault: RowFault) { faults.remove(fault) }

  /// Notes a fault of the current row; its first field counts.
  ///
  /// - Parameters:
  ///   - fault: The fault.
  ///   - field: The position of its field; nil for the whole row.
  @inline(__always) mutating func note(_ fault: RowFault, at field: Int? = nil) {
    if !faults.contains(fault) {
      places[fault.bit] = field.map { UInt32(clamping: $0) } ?? Self.noField
    }
    faults.insert(fault)
  }
}

// MARK: - The result

extension RowExamination {
  /// The position of the first field that has a fault; nil if the whole row has it, or none.
  func field(of fault: RowFault) -> Int? {
    let place = places[fault.bit]
    return faults.contains(fault) && place != Self.noField ? Int(place) : nil
  }

  /// The text of a field, without quotes and spaces; empty if it does not exist.
  func text(of field: Int?, in line: Span<UInt8>) -> String {
    guard let field, field < fields.count else { return "" }
    return line.extracting(fields[field].range).text
  }

  /// The text of a field with its quotes; nil if it does not exist.
  func outerText(of field: Int?, in line: Span<UInt8>) -> String? {
    guard let field, field < fields.count else { return nil }
    return line.extracting(fields[field].outerRange).text
  }

  /// Whether the last time of the current row is in the future.
  var isInFuture: Bool { isStartInFuture || isStopInFuture }
}

/// The bytes of the times of a row.
struct TimeLengths: Sendable, Hashable {
  /// The bytes of start; 0 if it is not a time.
  var start = 0
  /// The bytes of stop; 0 if it is missing or not a time.
  var stop = 0
}
