internal import Formats
internal import SharedCloudRegistry

extension QuoteFault {
  func recipe(for line: Span<UInt8>, examined row: borrowing RowExamination) -> RowRecipe? {
    let fields = row.fields
    let text = textOfFurtherColumns(line, row: row)
    let parts = (0..<fields.count).compactMap { index -> RowRecipe.Part? in
      var part = part(line, fields: fields, at: index)
      if text.contains(index) { part?.safety = .unsafe }
      return part
    }
    return RowRecipe(fixDescription, parts: parts)
  }

  /// Every part of a recipe is safe, but for the exceptions that ask for it.
  func safety(
    for line: Span<UInt8>, examined row: borrowing RowExamination, forms: inout TimeForms
  ) -> Fix.Safety? {
    guard self == .blanksAround, isHabit(of: row) else {
      return recipe(for: line, examined: row)?.safety
    }
    let fields = row.fields
    for index in 0..<fields.count where fields[index].hadBlanks {
      if Self.hasRemovableBlanks(line, fields: fields, at: index) { return .safe }
    }
    return nil
  }

  /// The fields of further columns whose spaces or quotes may belong to their text: the row's own
  /// columns are written without them.
  private func textOfFurtherColumns(
    _ line: Span<UInt8>, row: borrowing RowExamination
  ) -> [Int] {
    guard self != .withoutPartner else { return [] }
    guard !isHabit(of: row) else { return [] }
    let layout = row.context.layout
    let fields = row.fields
    let own = [layout.stop, layout.datakey, layout.filesize].compactMap(\.self)
    return (1..<max(1, fields.count)).filter { index in
      !own.contains(index) && !Self.isNumberOrTime(line.extracting(fields[index].range))
    }
  }

  /// Whether all own columns of a row but the first have the fault.
  private func isHabit(of row: borrowing RowExamination) -> Bool {
    let layout = row.context.layout
    func isFault(at index: Int) -> Bool {
      index < row.fields.count && self.isFault(of: row.fields[index])
    }
    return (layout.stop.map { isFault(at: $0) } ?? true) && isFault(at: layout.datakey)
      && isFault(at: layout.filesize)
  }

  private func isFault(of field: CSVFields.Field) -> Bool {
    switch self {
    case .single: field.quote == .single
    case .typographic: field.hasTypographicQuote
    case .withoutPartner: field.isUnbalanced
    case .blanksAround: field.hadBlanks
    }
  }

  private static func isNumberOrTime(_ text: Span<UInt8>) -> Bool {
    for index in text.indices {
      switch text[index] {
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"),
        UInt8(ascii: "."), UInt8(ascii: ":"), UInt8(ascii: "e"), UInt8(ascii: "E"),
        UInt8(ascii: "T"), UInt8(ascii: "Z"), 0x20, 0x09:
        continue
      default: return false
      }
    }
    return true
  }

  private var fixDescription: String {
    switch self {
    case .single: "write the fields without single quotes"
    case .typographic: "remove the typographic quotes"
    case .withoutPartner: "remove the unmatched quote"
    case .blanksAround: "remove the spaces around the fields"
    }
  }

  /// The change of one field; nil if it does not have the fault.
  private func part(_ line: Span<UInt8>, fields: CSVFields, at index: Int) -> RowRecipe.Part? {
    let field = fields[index]
    return switch self {
    case .single: field.quote == .single ? Self.withoutSingle(line, field: field, at: index) : nil
    case .blanksAround: field.hadBlanks ? Self.withoutBlanks(line, fields: fields, at: index) : nil
    case .typographic: field.hasTypographicQuote ? Self.withoutTypographic(line, field: field) : nil
    case .withoutPartner: field.isUnbalanced ? Self.withoutUnmatched(line, field: field) : nil
    }
  }

  /// Removes the single quotes of a field, or replaces them by double ones if it needs quotes.
  private static func withoutSingle(
    _ line: Span<UInt8>, field: CSVFields.Field, at index: Int
  ) -> RowRecipe.Part? {
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
    return .init(safety: .safe, edits: edits)
  }

  private static func withoutBlanks(
    _ line: Span<UInt8>, fields: CSVFields, at index: Int
  ) -> RowRecipe.Part? {
    guard hasRemovableBlanks(line, fields: fields, at: index) else { return nil }
    let blanks = Self.blanks(line, around: fields[index].outerRange)
    let edits = [blanks.before, blanks.after].filter { !$0.isEmpty }
    return .init(safety: .safe, edits: edits.map { .init(range: $0, text: "") })
  }

  /// Whether a field has spaces around it, and the line stays a row without them.
  private static func hasRemovableBlanks(
    _ line: Span<UInt8>, fields: borrowing CSVFields, at index: Int
  ) -> Bool {
    let field = fields[index].outerRange
    let blanks = Self.blanks(line, around: field)
    guard !blanks.before.isEmpty || !blanks.after.isEmpty else { return false }
    // Without spaces before it, a # would make the line a comment.
    return index > 0 || field.lowerBound >= line.count
      || line[field.lowerBound] != UInt8(ascii: "#")
  }

  private static func blanks(
    _ line: Span<UInt8>, around field: Range<Int>
  ) -> (before: Range<Int>, after: Range<Int>) {
    var start = field.lowerBound
    while start > 0, line[start - 1] == 0x20 || line[start - 1] == 0x09 { start -= 1 }
    var end = field.upperBound
    while end < line.count, line[end] == 0x20 || line[end] == 0x09 { end += 1 }
    return (start..<field.lowerBound, field.upperBound..<end)
  }

  /// Removes the typographic quotes at the ends of a field; safe if there is a pair.
  private static func withoutTypographic(
    _ line: Span<UInt8>, field: CSVFields.Field
  ) -> RowRecipe.Part? {
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
    return .init(safety: opens && closes ? .safe : .unsafe, edits: edits)
  }

  private static func withoutUnmatched(
    _ line: Span<UInt8>, field: CSVFields.Field
  ) -> RowRecipe.Part? {
    let range = field.range
    guard !range.isEmpty else { return nil }
    func isQuote(_ offset: Int) -> Bool { line[offset] == 0x27 || line[offset] == 0x22 }
    let place = isQuote(range.lowerBound) ? range.lowerBound : range.upperBound - 1
    guard isQuote(place) else { return nil }
    return .init(safety: .unsafe, edits: [.init(range: place..<place + 1, text: "")])
  }
}
