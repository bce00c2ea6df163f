internal import Formats

// MARK: - Quotes and spaces

extension RowFixes {
  /// Returns the fix for a quote or space of one field; nil if it has no such fault.
  static func quotes(
    _ fault: RowFault, _ line: Span<UInt8>, _ fields: CSVFields, _ index: Int
  ) -> Part? {
    let field = fields[index]
    switch fault {
    case .singleQuotes: return field.quote == .single ? singleQuotes(line, field, index) : nil
    case .blanksAroundField: return field.hadBlanks ? blanks(line, fields, index) : nil
    case .typographicQuote: return field.hasTypographicQuote ? typographic(line, field) : nil
    case .quoteWithoutPartner: return field.isUnbalanced ? unbalanced(line, field) : nil
    default: return nil
    }
  }

  /// Removes the single quotes of a field, or replaces them by double ones if it needs quotes.
  private static func singleQuotes(
    _ line: Span<UInt8>, _ field: CSVFields.Field, _ index: Int
  ) -> Part? {
    let text = line.extracting(field.range)
    var edits: [Fix.Edit] = []
    var needsQuotes = false
    for offset in 0..<text.count {
      let isAtEnd = offset == 0 || offset == text.count - 1
      switch text[offset] {
      case UInt8(ascii: ","), UInt8(ascii: "\""): needsQuotes = true
      case 0x20, 0x09, 0x27: needsQuotes = needsQuotes || isAtEnd
      // A line that begins with # is not a row.
      case UInt8(ascii: "#"): needsQuotes = needsQuotes || (offset == 0 && index == 0)
      case 0xE2: needsQuotes = needsQuotes || offset == 0
      default: break
      }
    }
    let quote = needsQuotes ? "\"" : ""
    edits.append(
      .init(range: field.outerRange.lowerBound..<field.range.lowerBound, text: quote))
    var offset = field.range.lowerBound
    while offset < field.range.upperBound {
      if line[offset] == 0x27 {
        // Two quotes within the field mean one.
        edits.append(.init(range: offset..<offset + 1, text: ""))
        offset += 1
      } else if line[offset] == UInt8(ascii: "\"") {
        edits.append(.init(range: offset..<offset, text: "\""))
      }
      offset += 1
    }
    edits.append(
      .init(range: field.range.upperBound..<field.outerRange.upperBound, text: quote))
    return Part(safety: .safe, edits: edits)
  }

  private static func blanks(_ line: Span<UInt8>, _ fields: CSVFields, _ index: Int) -> Part? {
    let field = fields[index].outerRange
    var start = field.lowerBound
    while start > 0, line[start - 1] == 0x20 || line[start - 1] == 0x09 { start -= 1 }
    var end = field.upperBound
    while end < line.count, line[end] == 0x20 || line[end] == 0x09 { end += 1 }
    let edits = [start..<field.lowerBound, field.upperBound..<end].filter { !$0.isEmpty }
    guard !edits.isEmpty else { return nil }
    // Without spaces before it, a # would make the line a comment.
    if index == 0, field.lowerBound < line.count, line[field.lowerBound] == UInt8(ascii: "#") {
      return nil
    }
    return Part(safety: .safe, edits: edits.map { .init(range: $0, text: "") })
  }

  /// Removes the typographic quotes at the ends of a field; safe if there is a pair.
  private static func typographic(_ line: Span<UInt8>, _ field: CSVFields.Field) -> Part? {
    let range = field.range
    func isQuote(at offset: Int) -> Bool {
      offset >= range.lowerBound && offset + 3 <= range.upperBound && line[offset] == 0xE2
        && line[offset + 1] == 0x80 && [0x98, 0x99, 0x9C, 0x9D].contains(line[offset + 2])
    }
    let opens = isQuote(at: range.lowerBound)
    let closes = range.count >= (opens ? 6 : 3) && isQuote(at: range.upperBound - 3)
    var edits: [Fix.Edit] = []
    if opens { edits.append(.init(range: range.lowerBound..<range.lowerBound + 3, text: "")) }
    if closes { edits.append(.init(range: range.upperBound - 3..<range.upperBound, text: "")) }
    guard !edits.isEmpty else { return nil }
    return Part(safety: opens && closes ? .safe : .unsafe, edits: edits)
  }

  private static func unbalanced(_ line: Span<UInt8>, _ field: CSVFields.Field) -> Part? {
    let range = field.range
    guard !range.isEmpty else { return nil }
    func isQuote(_ offset: Int) -> Bool { line[offset] == 0x27 || line[offset] == 0x22 }
    let place = isQuote(range.lowerBound) ? range.lowerBound : range.upperBound - 1
    guard isQuote(place) else { return nil }
    return Part(safety: .unsafe, edits: [.init(range: place..<place + 1, text: "")])
  }
}
