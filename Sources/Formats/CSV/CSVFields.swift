/// The fields of one line of comma-separated text, as ranges of its bytes.
///
/// A field may be bare or stand in double or single quotes as a whole; blanks and tabs around it
/// do not belong to it. One value serves many lines, so that splitting allocates nothing.
///
/// Reading: contradiction 11 of the spec; a quote without partner is split like bare text.
package struct CSVFields: Sendable {
  /// The kinds of quotes round a field.
  package enum Quote: UInt8, Sendable, Hashable {
    case none
    case single
    case double
  }

  /// One field.
  package struct Field: Sendable, Hashable {
    /// The text, without quotes and blanks.
    package var range: Range<Int>
    /// The text with its quotes, without blanks.
    package var outerRange: Range<Int>
    /// The kind of quotes round it.
    package var quote = Quote.none
    /// Whether there were blanks around it.
    package var hadBlanks = false
    /// Whether a quote at one end has no partner at the other.
    package var isUnbalanced = false
    /// Whether a double quote stands twice inside, meaning one.
    package var hasDoubledQuotes = false
    /// Whether it begins or ends with one of ‘ ’ “ ”.
    package var hasTypographicQuote = false
  }

  private var fields: [Field] = []
  /// The number of fields of the line.
  package private(set) var count = 0
  /// Whether any field is more than bare text between commas.
  package private(set) var isAnyOdd = false

  package init() { fields.reserveCapacity(16) }

  /// A field of the line split last, counted from 0.
  package subscript(index: Int) -> Field { fields[index] }

  /// Splits a line.
  ///
  /// - Parameter line: The bytes of the line, without its end.
  package mutating func split(_ line: Span<UInt8>) {
    count = 0
    isAnyOdd = false
    fields.removeAll(keepingCapacity: true)
    var start = 0
    repeat {
      start = splitField(line, from: start) + 1
    } while start <= line.count
  }

  /// Splits one field off and returns the offset of the comma behind it, or of the end.
  private mutating func splitField(_ line: Span<UInt8>, from start: Int) -> Int {
    var comma = start
    var last: UInt8 = 0
    let first = start < line.count ? line[start] : 0x2C
    // Plain text is by far the most.
    if first > 0x27, first < 0x80 {
      while comma < line.count, line[comma] != 0x2C {
        last = line[comma]
        comma += 1
      }
      if last > 0x27, last < 0x80 || comma == start {
        fields.append(Field(range: start..<comma, outerRange: start..<comma))
        count += 1
        return comma
      }
    }
    return splitOddField(line, from: start)
  }

  private mutating func splitOddField(_ line: Span<UInt8>, from start: Int) -> Int {
    func isBlank(_ index: Int) -> Bool { line[index] == 0x20 || line[index] == 0x09 }
    var begin = start
    while begin < line.count, isBlank(begin) { begin += 1 }
    let opening = begin < line.count ? line[begin] : 0
    var field = Field(range: begin..<begin, outerRange: begin..<begin)
    var comma = begin
    if opening == 0x22 || opening == 0x27,
      let close = closingQuote(line, from: begin, &field.hasDoubledQuotes)
    {
      field.quote = opening == 0x22 ? .double : .single
      field.range = begin + 1..<close
      field.outerRange = begin..<close + 1
      comma = close + 1
      while comma < line.count, isBlank(comma) { comma += 1 }
      field.hadBlanks = begin > start || comma > close + 1
    } else {
      while comma < line.count, line[comma] != 0x2C { comma += 1 }
      var end = comma
      while end > begin, isBlank(end - 1) { end -= 1 }
      field.range = begin..<end
      field.outerRange = begin..<end
      field.hadBlanks = begin > start || end < comma
      let closing = end > begin ? line[end - 1] : 0
      field.isUnbalanced = [0x22, 0x27].contains(opening) || [0x22, 0x27].contains(closing)
      field.hasTypographicQuote =
        isTypographicQuote(line, at: begin) || isTypographicQuote(line, at: end - 3)
    }
    isAnyOdd =
      isAnyOdd || field.quote != .none || field.hadBlanks || field.isUnbalanced
      || field.hasTypographicQuote
    fields.append(field)
    count += 1
    return comma
  }

  /// Finds the quote that closes a field: the next of its kind before a comma or the end.
  private func closingQuote(
    _ line: Span<UInt8>, from opening: Int, _ hasDoubledQuotes: inout Bool
  ) -> Int? {
    let quote = line[opening]
    var index = opening + 1
    while index < line.count {
      guard line[index] == quote else {
        index += 1
        continue
      }
      if quote == 0x22, index + 1 < line.count, line[index + 1] == quote {
        hasDoubledQuotes = true
        index += 2
        continue
      }
      var next = index + 1
      while next < line.count, line[next] == 0x20 || line[next] == 0x09 { next += 1 }
      return next == line.count || line[next] == 0x2C ? index : nil
    }
    return nil
  }

  private func isTypographicQuote(_ line: Span<UInt8>, at index: Int) -> Bool {
    guard index >= 0, index + 2 < line.count, line[index] == 0xE2, line[index + 1] == 0x80 else {
      return false
    }
    return [0x98, 0x99, 0x9C, 0x9D].contains(line[index + 2])
  }
}
