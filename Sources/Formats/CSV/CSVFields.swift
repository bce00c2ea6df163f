/// The fields of one line of comma-separated text, as ranges of its bytes.
///
/// A field may be bare, or be in double or single quotes; spaces and tabs around it
/// do not belong to it. Reuse one value for many lines: then splitting allocates nothing.
///
/// Reading: contradiction 11 of the spec; a quote without a partner is split like bare text.
@usableFromInline package struct CSVFields: Sendable {
  /// The kinds of quotes around a field.
  @frozen @usableFromInline package enum Quote: UInt8, Sendable, Hashable {
    case none
    case single
    case double
  }

  /// One field.
  @frozen @usableFromInline package struct Field: Sendable, Hashable {
    /// The text, without quotes and spaces.
    @usableFromInline package var range: Range<Int>
    /// The text with its quotes, without spaces.
    @usableFromInline package var outerRange: Range<Int>
    /// The kind of quotes around it.
    @usableFromInline package var quote = Quote.none
    /// Whether there were spaces around it.
    @usableFromInline package var hadBlanks = false
    /// Whether a quote at one end has no partner at the other.
    @usableFromInline package var isUnbalanced = false
    /// Whether a double quote is doubled inside, meaning one.
    @usableFromInline package var hasDoubledQuotes = false
    /// Whether it begins or ends with one of ‘ ’ “ ”.
    @usableFromInline package var hasTypographicQuote = false

    @inlinable package init(range: Range<Int>, outerRange: Range<Int>) {
      self.range = range
      self.outerRange = outerRange
    }
  }

  /// The maximum number of fields kept per line; a line of commas only must not fill the memory.
  private static let keptFields = 4096
  @usableFromInline var fields: [Field] = []
  /// The number of fields of the line.
  @usableFromInline package private(set) var count = 0
  /// Whether any field is more than bare text between commas.
  package private(set) var isAnyOdd = false

  package init() { fields.reserveCapacity(16) }

  /// A field of the last line split, counted from 0; empty after the last or the 4096th.
  @inlinable @inline(__always) package subscript(index: Int) -> Field {
    index < fields.count ? fields[index] : Field(range: 0..<0, outerRange: 0..<0)
  }

  /// Splits a line.
  ///
  /// - Parameter line: The bytes of the line, without its end.
  /// - Complexity: O(*n*) in the length of the line; allocates nothing once it has split a line
  ///   with as many fields.
  package mutating func split(_ line: Span<UInt8>) {
    count = 0
    isAnyOdd = false
    fields.removeAll(keepingCapacity: true)
    var start = 0
    repeat {
      start = splitField(line, from: start) + 1
    } while start <= line.count
  }

  /// Splits one field off and returns the offset of the comma after it, or of the end.
  @inline(__always)
  private mutating func splitField(_ line: Span<UInt8>, from start: Int) -> Int {
    // A quote may have commas after it.
    if start < line.count, Self.isQuote(line[start]),
      let end = splitQuotedField(line, from: start, opening: start)
    {
      return end
    }
    let comma = Self.nextComma(in: line, from: start)
    // Nearly all fields are plain: anything odd shows in the first or last byte.
    guard comma == start || Self.isPlain(line[start]) && Self.isPlain(line[comma - 1]) else {
      return splitOddField(line, from: start, comma: comma)
    }
    append(Field(range: start..<comma, outerRange: start..<comma))
    return comma
  }

  @inline(__always)
  private mutating func append(_ field: Field) {
    count += 1
    if fields.count < Self.keptFields { fields.append(field) }
  }

  /// Returns the offset of the first comma from an offset on, or the end.
  @inline(__always)
  private static func nextComma(in line: Span<UInt8>, from start: Int) -> Int {
    var index = start
    while index &+ 8 <= line.count {
      let commas = ByteWord(line, at: index).bytes(equalTo: UInt8(ascii: ","))
      if commas != 0 { return index + ByteWord.firstIndex(in: commas) }
      index += 8
    }
    while index < line.count, line[index] != UInt8(ascii: ",") { index += 1 }
    return index
  }

  /// Tells whether a byte is not a space, a tab, a quote or part of a typographic quote.
  @inline(__always)
  private static func isPlain(_ byte: UInt8) -> Bool { byte > 0x27 && byte < 0x80 }
}

// MARK: - Quotes and spaces

extension CSVFields {
  /// Splits off a field that has spaces or quotes at its ends, given the next comma in the line.
  private mutating func splitOddField(
    _ line: Span<UInt8>, from start: Int, comma: Int
  ) -> Int {
    let begin = Self.pastBlanks(in: line, from: start)
    let opening = begin < line.count ? line[begin] : 0
    if begin > start, Self.isQuote(opening),
      let end = splitQuotedField(line, from: start, opening: begin)
    {
      return end
    }
    var textEnd = comma
    while textEnd > begin, Self.isBlank(line[textEnd - 1]) { textEnd -= 1 }
    var field = Field(range: begin..<textEnd, outerRange: begin..<textEnd)
    field.isUnbalanced =
      begin < textEnd && (Self.isQuote(opening) || Self.isQuote(line[textEnd - 1]))
    field.hasTypographicQuote =
      Self.isTypographicQuote(line, at: begin, in: field.range)
      || Self.isTypographicQuote(line, at: textEnd - 3, in: field.range)
    field.hadBlanks = field.outerRange != start..<comma
    if field.hadBlanks || field.isUnbalanced || field.hasTypographicQuote { isAnyOdd = true }
    append(field)
    return comma
  }

  /// Splits off a field in quotes and returns the offset of the comma after it, or of the end; nil
  /// if its quote has no partner.
  private mutating func splitQuotedField(
    _ line: Span<UInt8>, from start: Int, opening: Int
  ) -> Int? {
    guard let (close, hasDoubledQuotes) = Self.closingQuote(in: line, opening: opening) else {
      return nil
    }
    var field = Field(range: opening + 1..<close, outerRange: opening..<close + 1)
    field.quote = line[opening] == UInt8(ascii: "\"") ? .double : .single
    field.hasDoubledQuotes = hasDoubledQuotes
    let end = Self.pastBlanks(in: line, from: close + 1)
    field.hadBlanks = field.outerRange != start..<end
    isAnyOdd = true
    append(field)
    return end
  }

  /// Finds the quote that closes a field: the next of its kind, if a comma or the end follows.
  ///
  /// A line costs at most twice its length: if the double quotes of a field come only in
  /// pairs, those of the next field are closed within it.
  private static func closingQuote(
    in line: Span<UInt8>, opening: Int
  ) -> (close: Int, hasDoubledQuotes: Bool)? {
    let quote = line[opening]
    var hasDoubledQuotes = false
    var index = opening + 1
    while true {
      index = line.firstIndex(of: quote, from: index)
      guard index < line.count else { return nil }
      let isDoubled =
        quote == UInt8(ascii: "\"") && index + 1 < line.count && line[index + 1] == quote
      guard isDoubled else {
        let next = pastBlanks(in: line, from: index + 1)
        let isLast = next == line.count || line[next] == UInt8(ascii: ",")
        return isLast ? (index, hasDoubledQuotes) : nil
      }
      hasDoubledQuotes = true
      index += 2
    }
  }

  private static func pastBlanks(in line: Span<UInt8>, from start: Int) -> Int {
    var index = start
    while index < line.count, isBlank(line[index]) { index += 1 }
    return index
  }

  private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }

  private static func isQuote(_ byte: UInt8) -> Bool { byte == 0x22 || byte == 0x27 }

  /// Tells whether one of ‘ ’ “ ” is at an offset within a field.
  @inline(__always)
  private static func isTypographicQuote(
    _ line: Span<UInt8>, at index: Int, in field: Range<Int>
  ) -> Bool {
    guard field.contains(index), index + 2 < field.upperBound, line[index] == 0xE2,
      line[index + 1] == 0x80
    else { return false }
    let last = line[index + 2]
    return last == 0x98 || last == 0x99 || last == 0x9C || last == 0x9D
  }
}
