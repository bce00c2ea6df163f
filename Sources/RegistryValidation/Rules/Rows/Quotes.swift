internal import Formats

/// Faults of the quotes and spaces around a field.
///
/// Spec: SCR 1.1 §4, csv; RFC 4180, 2.5 and 2.7, for double quotes.
package enum QuoteFault: Int, RowFaultFamily {
  case single, typographic, withoutPartner, blanksAround

  var rule: RuleID {
    switch self {
    case .single: .singleQuotes
    case .typographic: .typographicQuote
    case .withoutPartner: .quoteWithoutPartner
    case .blanksAround: .blanksAroundField
    }
  }
}

// MARK: - Detection

extension RowExamination {
  /// Looks at the quotes and spaces of each field.
  mutating func examineQuotes(of line: Span<UInt8>, hasDoubleQuote: Bool) {
    let isAnyOdd = fields.isAnyOdd
    guard hasDoubleQuote || isAnyOdd else { return }
    for index in 0..<fields.count {
      if hasDoubleQuote, fields.hasInnerQuote(index, in: line) {
        note(.quote(.withoutPartner), at: index)
      }
      guard isAnyOdd else { continue }
      let field = fields[index]
      if field.quote == .single { note(.quote(.single), at: index) }
      if field.hadBlanks { note(.quote(.blanksAround), at: index) }
      if field.isUnbalanced {
        note(.quote(.withoutPartner), at: index)
        let first = field.outerRange.lowerBound
        if hasDoubleQuote, line[first] == UInt8(ascii: "\"") { opensQuote = true }
      }
      if field.hasTypographicQuote { note(.quote(.typographic), at: index) }
    }
  }
}

extension CSVFields {
  /// Whether a field without quotes around it has a double quote inside, which RFC 4180 forbids.
  fileprivate func hasInnerQuote(_ index: Int, in line: Span<UInt8>) -> Bool {
    let field = self[index]
    guard field.quote == .none, !field.isUnbalanced else { return false }
    for offset in field.range where line[offset] == UInt8(ascii: "\"") { return true }
    return false
  }
}

// MARK: - Words

extension QuoteFault {
  func words(for line: Span<UInt8>, examined row: borrowing RowExamination) -> RowWords {
    let (message, expected) =
      switch self {
      case .single:
        ("fields are in single quotes", "no quotes, or double quotes around a field with a comma")
      case .typographic: ("field has a typographic quote", "no quotes")
      case .withoutPartner:
        ("field has an unmatched quote", "no quotes, or a quote at both ends")
      case .blanksAround: ("fields have spaces around them", "no spaces next to commas")
      }
    let field = row.field(of: .quote(self))
    return RowWords(
      message: message, expected: expected, actual: row.outerText(of: field, in: line),
      field: field)
  }
}
