internal import Formats
internal import SharedCloudRegistry

/// Computes fixes for the faults of one row, for the findings and for the repair of a file.
enum RowFixes {
  /// One change that is independent of the others.
  struct Part {
    var safety: Fix.Safety
    /// The edits, in bytes of the line.
    var edits: [Fix.Edit]
  }

  /// The descriptions of the fixes, by fault; sorting is not here, since it concerns all rows.
  static let descriptions: [RowFault: String] = [
    .lineEndsWithCR: "end lines with LF only", .blankLine: "remove the blank line",
    .fieldCountDiffers: "remove the empty fields at the end",
    .timeMalformed: "write the time as yyyy-mm-ddThh:mm:ss.sssZ",
    .timeImpossible: "write the time as yyyy-mm-ddThh:mm:ss.sssZ",
    .timeWithoutZ: "write the time in UTC with a final Z",
    .timeWithPointForColon: "put a colon before the seconds",
    .timeWithoutMinutes: "write minutes and seconds",
    .timeFinerThanMilliseconds: "truncate the time to milliseconds",
    .precisionDiffers: "write the time with the precision of the file's first time",
    .datakeyNotAbsolute: "put the bucket of the index before the datakey",
    .filesizeNotAnInteger: "write the size as digits",
    .singleQuotes: "write the fields without single quotes",
    .typographicQuote: "remove the typographic quotes",
    .quoteWithoutPartner: "remove the unmatched quote",
    .blanksAroundField: "remove the spaces around the fields",
  ]

  /// Returns the fix for a fault of a row.
  ///
  /// - Parameters:
  ///   - fault: The fault.
  ///   - line: The bytes of the line, without CR and LF.
  ///   - examination: The examination of the line.
  ///   - offset: Where the line begins in the file.
  /// - Returns: The fix, unsafe if any part of it is; nil if none exists.
  static func fix(
    for fault: RowFault, _ line: Span<UInt8>, _ examination: borrowing RowExamination,
    offset: Int
  ) -> Fix? {
    if fault == .outOfOrder { return Fix("sort the rows by start, stop and datakey", .safe) }
    let parts = parts(for: fault, line, examination)
    guard !parts.isEmpty, let description = descriptions[fault] else { return nil }
    let isSafe = parts.allSatisfy { $0.safety == .safe }
    let edits = parts.flatMap(\.edits).map { edit in
      Fix.Edit(
        range: edit.range.lowerBound + offset..<edit.range.upperBound + offset, text: edit.text)
    }
    return Fix(
      description, isSafe ? .safe : .unsafe,
      edits: edits.sorted { $0.range.lowerBound < $1.range.lowerBound })
  }

  /// Returns the changes that fix a fault of a row, each independent of the others.
  ///
  /// - Parameters:
  ///   - fault: The fault.
  ///   - line: The bytes of the line, without CR and LF.
  ///   - examination: The examination of the line.
  /// - Returns: The changes; empty if there is no fix or the fault is in the line's end.
  static func parts(
    for fault: RowFault, _ line: Span<UInt8>, _ examination: borrowing RowExamination
  ) -> [Part] {
    let fields = examination.fields
    let layout = examination.context.layout
    switch fault {
    case .lineEndsWithCR:
      return [Part(safety: .safe, edits: [.init(range: line.count..<line.count + 1, text: "")])]
    case .timeMalformed, .timeImpossible, .timeWithoutZ, .timeWithPointForColon,
      .timeWithoutMinutes, .timeFinerThanMilliseconds, .precisionDiffers:
      let positions = [0] + (layout.stop.map { [$0] } ?? [])
      return positions.compactMap { position in
        guard position < fields.count else { return nil }
        return time(fault, line, fields[position].range, examination.context)
      }
    case .singleQuotes, .typographicQuote, .quoteWithoutPartner, .blanksAroundField:
      return (0..<fields.count).compactMap { quotes(fault, line, fields, $0) }
    case .fieldCountDiffers: return trailingFields(line, fields, layout).map { [$0] } ?? []
    case .datakeyNotAbsolute:
      return datakey(line, fields[layout.datakey].range, examination.context).map { [$0] } ?? []
    case .filesizeNotAnInteger:
      return filesize(line, fields[layout.filesize].range).map { [$0] } ?? []
    default: return []
    }
  }
}

// MARK: - Times

extension RowFixes {
  private static func time(
    _ fault: RowFault, _ line: Span<UInt8>, _ range: Range<Int>, _ context: RowContext
  ) -> Part? {
    let text = line.extracting(range)
    func replacement(_ new: String, _ safety: Fix.Safety) -> Part? {
      Part(safety: safety, edits: [.init(range: range, text: new)])
    }
    do throws(SCRTimeError) {
      let time = try SCRTime(parsing: text)
      guard !time.isLeapSecond else { return nil }
      switch fault {
      // Whether a stop of a day ends with the day, only its writer knows; catalogs are compared with it.
      case .timeWithoutMinutes where text.count < 17: return replacement(time.text, .unsafe)
      case .timeFinerThanMilliseconds where text.count > 24:
        return replacement(time.text(precision: .fraction(digits: 3)), .unsafe)
      case .precisionDiffers where text.count != context.mendedTimeLength:
        guard let precision = SCRTime.Precision(textLength: context.mendedTimeLength) else {
          return nil
        }
        let new = time.text(precision: precision)
        // Only zeros may be removed.
        return (try? SCRTime(parsing: new)) == time ? replacement(new, .safe) : nil
      default: return nil
      }
    } catch {
      guard RowFault(error.kind) == fault, text.count <= 64 else { return nil }
      if let common = CommonTime.corrected(text) { return replacement(common, .safe) }
      let repair = TimeRepair(of: text.text)
      return repair.corrected.flatMap { replacement($0, repair.isGuess ? .unsafe : .safe) }
    }
  }
}

extension SCRTime.Precision {
  /// The precision of a time with so many bytes; nil if no time has that length.
  init?(textLength: Int) {
    switch textLength {
    case 11: self = .day
    case 14: self = .hour
    case 17: self = .minute
    case 20: self = .second
    case 22...30: self = .fraction(digits: textLength - 21)
    default: return nil
    }
  }
}

// MARK: - Other fields

extension RowFixes {
  /// Removes empty fields after the last column.
  private static func trailingFields(
    _ line: Span<UInt8>, _ fields: CSVFields, _ layout: IndexLayout
  ) -> Part? {
    guard layout.columnCount < fields.count, fields.count <= 4096 else { return nil }
    let isEmpty = (layout.columnCount..<fields.count).allSatisfy { fields[$0].outerRange.isEmpty }
    guard isEmpty else { return nil }
    let end = fields[layout.columnCount - 1].outerRange.upperBound
    return Part(safety: .safe, edits: [.init(range: end..<line.count, text: "")])
  }

  private static func datakey(
    _ line: Span<UInt8>, _ range: Range<Int>, _ context: RowContext
  ) -> Part? {
    let key = line.extracting(range)
    guard !context.bucket.isEmpty, !key.isAbsoluteAddress, !key.isUnsafeKey else { return nil }
    var slashes = 0
    while slashes < key.count, key[slashes] == UInt8(ascii: "/") { slashes += 1 }
    // Something like s3:/bucket/key is not a relative key.
    var index = slashes
    while index < key.count, key[index] != UInt8(ascii: "/") {
      if key[index] == UInt8(ascii: ":") { return nil }
      index += 1
    }
    guard slashes < key.count, key[slashes] != UInt8(ascii: ".") else { return nil }
    let bucket = String(decoding: context.bucket, as: UTF8.self)
    return Part(
      safety: .unsafe,
      edits: [.init(range: range.lowerBound..<range.lowerBound + slashes, text: bucket)])
  }

  /// Removes a plus sign and a fraction of zeros, which some programs write in integers.
  private static func filesize(_ line: Span<UInt8>, _ range: Range<Int>) -> Part? {
    var digits = range
    if !digits.isEmpty, line[digits.lowerBound] == UInt8(ascii: "+") {
      digits = digits.lowerBound + 1..<digits.upperBound
    }
    var end = digits.lowerBound
    while end < digits.upperBound, line[end] &- 0x30 < 10 { end += 1 }
    guard end > digits.lowerBound else { return nil }
    for index in end..<digits.upperBound {
      let isExpected = index == end ? line[index] == UInt8(ascii: ".") : line[index] == 0x30
      guard isExpected else { return nil }
    }
    var edits: [Fix.Edit] = []
    if digits.lowerBound > range.lowerBound {
      edits.append(.init(range: range.lowerBound..<digits.lowerBound, text: ""))
    }
    if end < range.upperBound { edits.append(.init(range: end..<range.upperBound, text: "")) }
    return edits.isEmpty ? nil : Part(safety: .safe, edits: edits)
  }
}
