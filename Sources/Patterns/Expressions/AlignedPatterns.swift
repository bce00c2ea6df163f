/// Patterns with at most one part that varies in length, so that the length of a string gives
/// the place of each part.
///
/// They give the same result as a ``CapturingMatcher``, faster. All of them are in a few arrays,
/// since there may be thousands.
package struct AlignedPatterns: Sendable {
  /// The place of a part of a pattern in a string: offsets from the start of the string, or from
  /// the end of the part that varies.
  package struct Place: Sendable, BitwiseCopyable {
    var start: Int32
    var end: Int32
    var isStartBehind: Bool
    var isEndBehind: Bool

    /// The bytes of a string that matches.
    ///
    /// - Parameter end: Where the part that varies ends in it.
    /// - Returns: The range of the bytes.
    package func range(_ end: Int) -> Range<Int> {
      Int(start) + (isStartBehind ? end : 0)..<Int(self.end) + (isEndBehind ? end : 0)
    }
  }

  /// Whether a pattern covers a string.
  package enum Answer: Sendable, Hashable {
    /// It does; the part that varies ends at this offset.
    case covered(end: Int)
    /// It does not.
    case not
    /// Only a ``CapturingMatcher`` can tell, since some characters have several bytes.
    case unclear
  }

  /// A part whose characters are one byte each.
  struct Part: Sendable, BitwiseCopyable {
    /// Where it begins: after the start of the string, or after the part that varies.
    var offset: Int32
    var count: Int32
    /// The start of its bytes, or the number of its set.
    var content: Int32
    var isLiteral: Bool
    var isBehind: Bool
  }

  /// The data of one pattern.
  struct Outline: Sendable, BitwiseCopyable {
    /// Its first part.
    var firstPart = 0
    /// The number of its parts.
    var partCount = 0
    /// The number of bytes before the part that varies.
    var before = 0
    /// The number of bytes after it.
    var after = 0
    /// The number of the matcher of the part that varies; -1 if no part varies.
    var varying = -1
    /// Whether some set has characters of several bytes.
    var isWide = false
    /// The lengths of the strings that the part that varies is known to match.
    var remembered: [4 of UInt8] = .init(repeating: 0)
    /// The places of these strings, one slot each.
    var memory = 0
  }

  private var parts: [Part] = []
  private var literals: [UInt8] = []
  /// For each set, 128 bits for the ASCII characters.
  private var asciiSets: [UInt64] = []
  private var outlines: [Outline] = []
  /// The matchers of parts that vary, each for all patterns with that part.
  private var varying: [CapturingMatcher] = []
  private var varyingNumbers: [PatternSyntax: Int] = [:]
  private var memory: [UInt8] = []

  /// The longest remembered string of a part that varies.
  private static let slot = 16

  /// Starts without patterns.
  package init() {}

  /// Adds a pattern.
  ///
  /// - Parameters:
  ///   - pattern: The pattern.
  ///   - known: The strings that groups must match, whatever their expressions; empty
  ///     if no string is known.
  /// - Returns: Its number, and the places of its groups, without those whose string is known;
  ///   nil if several parts vary in length.
  package mutating func add(
    _ pattern: CapturingPattern, knowing known: [[UInt8]?] = []
  ) -> (number: Int, groups: [Place?])? {
    var outlining = AlignedOutlining(pattern, knowing: known)
    guard outlining.add(pattern.syntax) else { return nil }
    var outline = outlining.outline
    if let body = outlining.varying {
      guard let number = number(ofVarying: body) else { return nil }
      outline.varying = number
      outline.memory = memory.count
      memory += Array(repeating: 0, count: outline.remembered.count * Self.slot)
    }
    outline.firstPart = parts.count
    outline.partCount = outlining.parts.count
    for var part in outlining.parts {
      part.content += Int32(part.isLiteral ? literals.count : asciiSets.count / 2)
      parts.append(part)
    }
    literals += outlining.literals
    asciiSets += outlining.asciiSets
    outlines.append(outline)
    return (outlines.count - 1, outlining.groups)
  }

  private mutating func number(ofVarying body: PatternSyntax) -> Int? {
    if let number = varyingNumbers[body] { return number }
    guard let pattern = try? CapturingPattern(body) else { return nil }
    varying.append(CapturingMatcher(pattern))
    varyingNumbers[body] = varying.count - 1
    return varying.count - 1
  }

  /// Forgets all patterns.
  package mutating func removeAll() { self = AlignedPatterns() }
}

// MARK: - Matching

extension AlignedPatterns {
  /// Tells whether a pattern covers a string.
  ///
  /// - Parameters:
  ///   - number: The number of the pattern.
  ///   - text: The string.
  /// - Returns: Whether it does.
  package mutating func match(_ number: Int, in text: Span<UInt8>) -> Answer {
    let outline = outlines[number]
    if outline.isWide, !text.isASCII { return .unclear }
    let end = text.count - outline.after
    guard outline.varying < 0 ? end == outline.before : end >= outline.before else { return .not }
    for index in outline.firstPart..<outline.firstPart + outline.partCount {
      guard fits(parts[index], in: text, before: end) else { return .not }
    }
    guard
      outline.varying < 0
        || covers(number, outline: outline, in: text.extracting(outline.before..<end))
    else { return .not }
    return .covered(end: end)
  }

  @inline(__always)
  private func fits(_ part: Part, in text: Span<UInt8>, before end: Int) -> Bool {
    let start = Int(part.offset) + (part.isBehind ? end : 0)
    let text = text.extracting(start..<start + Int(part.count))
    let content = Int(part.content)
    if part.isLiteral {
      let literal = literals.span.extracting(content..<content + text.count)
      for index in text.indices where text[index] != literal[index] { return false }
      return true
    }
    let (low, high) = (asciiSets[2 * content], asciiSets[2 * content + 1])
    for index in text.indices {
      let byte = text[index]
      let bits = byte < 64 ? low : byte < 128 ? high : 0
      guard bits & (1 << UInt64(byte & 63)) != 0 else { return false }
    }
    return true
  }

  /// Tells whether a string matches the part that varies.
  @inline(__always)
  private mutating func covers(_ number: Int, outline: Outline, in text: Span<UInt8>) -> Bool {
    for index in outline.remembered.indices where Int(outline.remembered[index]) == text.count {
      let start = outline.memory + index * Self.slot
      if text.count > 0, text.isSame(as: memory.span.extracting(start..<start + text.count)) {
        return true
      }
    }
    return finds(number, in: text)
  }

  private mutating func finds(_ number: Int, in text: Span<UInt8>) -> Bool {
    guard varying[outlines[number].varying].matches(text) else { return false }
    guard text.count <= Self.slot else { return true }
    // The last string found moves to the front; the oldest is dropped.
    let start = outlines[number].memory
    for index in stride(from: outlines[number].remembered.count - 1, to: 0, by: -1) {
      outlines[number].remembered[index] = outlines[number].remembered[index - 1]
      for offset in 0..<Self.slot {
        memory[start + index * Self.slot + offset] =
          memory[
            start + (index - 1) * Self.slot + offset]
      }
    }
    outlines[number].remembered[0] = UInt8(text.count)
    for index in text.indices { memory[start + index] = text[index] }
    return true
  }
}

extension Span where Element == UInt8 {
  /// Tells whether these bytes equal others of the same number.
  fileprivate func isSame(as other: Span<UInt8>) -> Bool {
    for index in 0..<count where self[index] != other[index] { return false }
    return true
  }

  fileprivate var isASCII: Bool {
    var bits: UInt8 = 0
    for index in 0..<count { bits |= self[index] }
    return bits < 0x80
  }
}
