internal import Formats
internal import RegistryValidation
internal import SharedCloudRegistry

/// Fixes rows one by one: applies the fixes of their faults until nothing more changes.
struct RowMender: ~Copyable {
  /// The facts that rows are compared with, and the examination of the last row.
  var examination: RowExamination
  private let recipes: RowFaults
  private let allowsUnsafe: Bool
  /// The number of rows in which a fault was fixed, by the fault's number.
  private(set) var counts = [Int](repeating: 0, count: RowFault.count)
  /// The number of rows left unchanged, since fixes would have changed their content.
  private(set) var refused = 0

  init(context: RowContext, recipes: RowFaults, allowsUnsafe: Bool) {
    examination = RowExamination(context: context)
    self.recipes = recipes
    self.allowsUnsafe = allowsUnsafe
  }

  /// Whether a line has anything to fix; examines its fields.
  @inline(__always)
  mutating func needsMending(_ line: Span<UInt8>) -> Bool {
    examination.examine(line)
    return !examination.faults.intersection(recipes).isEmpty
  }

  /// Fixes a line.
  ///
  /// - Parameter line: The bytes of the line, without CR and LF.
  /// - Returns: The new line; nil if nothing could be changed.
  mutating func fix(_ line: [UInt8]) -> [UInt8]? {
    examination.examine(line.span)
    return mendExamined(line)
  }

  /// Fixes the line that ``needsMending(_:)`` examined last.
  mutating func mendExamined(_ line: [UInt8]) -> [UInt8]? {
    var text = line
    var fixed = RowFaults()
    let before = RowContent(line.span, in: examination)
    // Each round finds at most the faults that the previous one uncovered.
    for _ in 0..<8 {
      let due = examination.faults.intersection(recipes)
      guard !due.isEmpty, let next = applied(due, to: text, noting: &fixed) else { break }
      text = next
      examination.examine(text.span)
    }
    guard !fixed.isEmpty, text != line else { return nil }
    guard before.isKept(in: RowContent(text.span, in: examination), fixed) else {
      refused += 1
      return nil
    }
    for fault in RowFault.all where fixed.contains(fault) { counts[fault.bit] += 1 }
    return text
  }

  /// Applies the fixes of some faults to a line; nil if none exist.
  private func applied(
    _ faults: RowFaults, to line: [UInt8], noting fixed: inout RowFaults
  ) -> [UInt8]? {
    var text = EditedText(line)
    for fault in RowFault.all where faults.contains(fault) && fault != .line(.endsWithCR) {
      let recipe = fault.recipe(for: line.span, examined: examination)
      for part in recipe?.parts ?? [] {
        guard part.safety == .safe || allowsUnsafe, text.add(part.edits) else { continue }
        fixed.insert(fault)
      }
    }
    return text.isUnchanged ? nil : text.result()
  }
}

/// The content of a row, to check that fixes do not change it.
private struct RowContent {
  private let start: SCRTime?
  private let stop: SCRTime?
  private let datakey: [UInt8]
  private let filesize: [UInt8]
  private let fieldCount: Int

  init(_ line: Span<UInt8>, in examination: borrowing RowExamination) {
    let layout = examination.context.layout
    start = examination.start
    stop = examination.stop
    datakey = line.bytes(examination.fields[layout.datakey].range)
    filesize = line.bytes(examination.fields[layout.filesize].range)
    fieldCount = examination.fields.count
  }

  /// Whether another row has the same content, apart from differences that the fixes explain.
  func isKept(in other: RowContent, _ fixed: RowFaults) -> Bool {
    let hasOtherText =
      fixed.contains(.quote(.typographic)) || fixed.contains(.quote(.withoutPartner))
    let hasOtherTime = fixed.contains(.time(.finerThanMilliseconds))
    if let start, start != other.start, !hasOtherTime { return false }
    if let stop, stop != other.stop, !hasOtherTime { return false }
    if fieldCount != other.fieldCount, !fixed.contains(.line(.fieldCountDiffers)) { return false }
    if hasOtherText || fixed.contains(.quote(.single)) { return true }
    if datakey != other.datakey, !fixed.contains(.datakey(.notAbsolute)) { return false }
    return filesize == other.filesize || fixed.contains(.filesize(.notAnInteger))
  }
}
