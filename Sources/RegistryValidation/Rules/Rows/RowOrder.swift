internal import Formats
internal import SharedCloudRegistry

/// Faults of the times of a row among one another, in their file and after the row before.
///
/// Looks only one row back, so any file is checked in constant memory.
///
/// Spec: SCR 1.1 §4, "must be in time sequence"; §3.2, a row is in the file of its start year.
package enum OrderFault: Int, RowFaultFamily {
  case outOfOrder, startRepeated, stopBeforeStart, otherYear

  var rule: RuleID {
    switch self {
    case .outOfOrder: .rowOutOfOrder
    case .startRepeated: .startRepeated
    case .stopBeforeStart: .rowStopBeforeStart
    case .otherYear: .rowOfAnotherYear
    }
  }
}

// MARK: - Detection

extension RowExamination {
  /// Compares the times of the row with one another, with the row before and with the file.
  mutating func examineOrder() {
    guard let start else { return }
    if let range = context.secondsOfYear, !range.contains(start.seconds) {
      note(.order(.otherYear), at: 0)
      // A wrong year has this finding alone, though the stop may be before such a start.
      if isStartInFuture, !isStopInFuture { drop(.time(.inFuture)) }
    } else if let stop, stop.ends(before: start) {
      note(.order(.stopBeforeStart), at: context.layout.stop)
    }
    guard let previous = comparedStart else { return }
    if start < previous { note(.order(.outOfOrder), at: 0) }
    if start == previous { note(.order(.startRepeated), at: 0) }
  }

  /// Why the start of the row may be wrong; nil if nothing says so.
  var startDoubt: StartDoubt? {
    guard let start else { return nil }
    if isStartInFuture || faults.contains(.order(.otherYear)) { return .year(start.year) }
    return faults.contains(.order(.stopBeforeStart)) ? .afterStop : nil
  }

  /// The start of an earlier row with which that of the row is compared.
  ///
  /// A start that is probably wrong says nothing about the order of other rows. Starts that are
  /// wrong in the same way can still be compared with one another.
  var comparedStart: SCRTime? {
    guard let doubt = startDoubt else { return context.previousStart }
    return context.doubtfulStart.flatMap { $0.doubt == doubt ? $0.start : nil }
  }
}

/// Why a start may be wrong.
enum StartDoubt: Sendable, Hashable {
  /// It is in this year, which is in the future or not that of the file.
  case year(Int)
  /// The stop is before it, so that nobody knows which of the two is right.
  case afterStop
}

// MARK: - Words and recipes

extension OrderFault {
  func words(for line: Span<UInt8>, examined row: borrowing RowExamination) -> RowWords {
    let field = row.field(of: .order(self))
    let text = row.text(of: field, in: line)
    var words = RowWords(message: "", actual: text, field: field)
    switch self {
    case .outOfOrder:
      let earlier = row.comparedStart?.text ?? ""
      words.message =
        row.context.isPreviousSkipped
        ? "start \(text) is before \(earlier), the start of an earlier row"
        : "start \(text) is before the start of the previous row"
      words.expected = "\(earlier) or later"
    case .startRepeated:
      words.message = "start \(text) repeats the start of the previous row"
    case .stopBeforeStart:
      words.message = "stop \(text) is before start"
      words.expected = "\(row.text(of: 0, in: line)) or later"
    case .otherYear:
      let year = row.context.year.map(String.init) ?? ""
      words.message = "start \(text) is not in \(year), the year of the file"
      words.expected = "a start in \(year)"
    }
    return words
  }

  func recipe(for line: Span<UInt8>, examined row: borrowing RowExamination) -> RowRecipe? {
    switch self {
    case .outOfOrder: RowRecipe(ofWholeFile: "sort the rows by start, stop and datakey")
    case .startRepeated, .stopBeforeStart, .otherYear: nil
    }
  }
}
