internal import Formats
internal import SharedCloudRegistry

/// Faults of a line: its end, its bytes, the number of its fields.
///
/// Spec: SCR 1.1 §4, "text, csv format"; §3.2, the columns of a row.
package enum LineFault: Int, RowFaultFamily {
  case endsWithCR, blank, nulByte, invalidUTF8, fieldsMissing, fieldCountDiffers

  var rule: RuleID {
    switch self {
    case .endsWithCR: .lineEndsWithCR
    case .blank: .blankLine
    case .nulByte: .nulByte
    case .invalidUTF8: .rowInvalidUTF8
    case .fieldsMissing: .fieldsMissing
    case .fieldCountDiffers: .fieldCountDiffers
    }
  }
}

// MARK: - Detection

extension RowExamination {
  /// Looks for bytes that no line may have; the fields have been split.
  mutating func examineBytes(of line: Span<UInt8>, _ bytes: LineBytes) {
    if bytes.hasNUL { note(.line(.nulByte)) }
    guard bytes.isNotASCII, !UTF8Sequence.isWellFormed(line) else { return }
    let field = (0..<fields.count).first {
      !UTF8Sequence.isWellFormed(line.extracting(fields[$0].outerRange))
    }
    note(.line(.invalidUTF8), at: field)
  }

  /// Compares the number of fields with that of the layout.
  ///
  /// - Returns: Whether the row has the fields of the specification.
  mutating func examineFieldCount() -> Bool {
    // The first field is looked at here, since a call takes a copy of the examination.
    let isEmpty = fields[0].outerRange.isEmpty && hasOnlyEmptyFields()
    guard fields.count >= context.layout.ownColumnCount, !isEmpty else {
      note(.line(.fieldsMissing))
      return false
    }
    if fields.count != context.layout.columnCount { note(.line(.fieldCountDiffers)) }
    if fields.count > context.layout.ownColumnCount { endsInCommas = hasOnlyEmptyExtraFields() }
    return true
  }

  private func hasOnlyEmptyFields() -> Bool {
    (0..<Swift.min(fields.count, 4096)).allSatisfy { fields[$0].outerRange.isEmpty }
  }

  private func hasOnlyEmptyExtraFields() -> Bool {
    let own = context.layout.ownColumnCount
    return (own..<Swift.min(fields.count, 4096)).allSatisfy { fields[$0].outerRange.isEmpty }
  }
}

// MARK: - Words

extension LineFault {
  func words(for line: Span<UInt8>, examined row: borrowing RowExamination) -> RowWords {
    let count = row.fields.count
    let layout = row.context.layout
    let found = "row has \(count.of("field"))"
    switch self {
    case .endsWithCR: return Self.endWords(row.returns)
    case .blank, .nulByte: return words(returns: 0)
    case .invalidUTF8:
      var words = words(returns: 0)
      words.field = row.field(of: .line(self))
      return words
    case .fieldsMissing:
      if count >= layout.ownColumnCount {
        return RowWords(
          message: "row has \(count.of("field")), all empty",
          expected: "\(layout.ownColumnCount) fields with values", actual: "0")
      }
      return RowWords(
        message: found, expected: "\(layout.ownColumnCount) fields", actual: "\(count)")
    case .fieldCountDiffers:
      return RowWords(
        message: "\(found), most rows \(layout.columnCount)",
        expected: "\(layout.columnCount) fields", actual: "\(count)")
    }
  }

  private static func endWords(_ returns: Int) -> RowWords {
    let all = String(repeating: "CR ", count: Swift.min(Swift.max(returns, 1), 4))
    return RowWords(message: "line ends with \(all)LF")
  }

  /// The words for a line that may be no row, such as a header.
  ///
  /// - Parameter returns: The number of carriage returns at its end.
  /// - Returns: The words.
  func words(returns: Int) -> RowWords {
    switch self {
    case .endsWithCR: Self.endWords(returns)
    case .blank: RowWords(message: "line is blank")
    case .nulByte: RowWords(message: "line has a NUL byte")
    case .invalidUTF8: RowWords(message: "line has bytes that are not UTF-8")
    case .fieldsMissing, .fieldCountDiffers: RowWords(message: "line is not a row")
    }
  }
}

// MARK: - Recipes

extension LineFault {
  func recipe(for line: Span<UInt8>, examined row: borrowing RowExamination) -> RowRecipe? {
    switch self {
    case .endsWithCR: Self.lineFeedOnly(line, returns: Swift.max(row.returns, 1))
    case .fieldCountDiffers:
      RowRecipe(
        "remove the empty fields at the end",
        part: Self.emptyFieldsRemoved(line, fields: row.fields, layout: row.context.layout))
    case .blank, .nulByte, .invalidUTF8, .fieldsMissing: nil
    }
  }

  func safety(
    for line: Span<UInt8>, examined row: borrowing RowExamination, forms: inout TimeForms
  ) -> Fix.Safety? {
    switch self {
    case .endsWithCR: .safe
    case .fieldCountDiffers, .blank, .nulByte, .invalidUTF8, .fieldsMissing:
      recipe(for: line, examined: row)?.safety
    }
  }

  /// The fix of a line that may be no row; nil if none exists.
  func fix(for line: Span<UInt8>, at place: RowPlace) -> Fix? {
    switch self {
    case .endsWithCR:
      Self.lineFeedOnly(line, returns: place.end - place.offset - line.count)?
        .fix(at: place.offset)
    case .blank:
      Fix(
        "remove the blank line", .safe,
        edits: [.init(range: place.offset..<place.end, text: "")])
    case .nulByte, .invalidUTF8, .fieldsMissing, .fieldCountDiffers: nil
    }
  }

  private static func lineFeedOnly(_ line: Span<UInt8>, returns: Int) -> RowRecipe? {
    RowRecipe("end lines with LF only", part: .removal(of: line.count..<line.count + returns))
  }

  /// Removes empty fields after the last column.
  private static func emptyFieldsRemoved(
    _ line: Span<UInt8>, fields: CSVFields, layout: IndexLayout
  ) -> RowRecipe.Part? {
    guard layout.columnCount < fields.count, fields.count <= 4096 else { return nil }
    let isEmpty = (layout.columnCount..<fields.count).allSatisfy { fields[$0].outerRange.isEmpty }
    guard isEmpty else { return nil }
    return .removal(of: fields[layout.columnCount - 1].outerRange.upperBound..<line.count)
  }
}
