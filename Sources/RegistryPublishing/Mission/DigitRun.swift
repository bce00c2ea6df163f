/// The part of a template since the last character that is no digit: one run of digits in a name.
///
/// Two elements of variable length in one run have several readings: `%-m%-d` reads 111 as 1 November
/// and as 11 January. So a run may have one such element; the others must have a fixed length.
struct DigitRun: Sendable {
  /// Whether the run has a time element of variable length.
  private var hasTime = false
  /// Whether the run has something else of variable length, which may have digits.
  private var hasOther = false

  /// Takes a literal character.
  mutating func takeLiteral(_ scalar: Unicode.Scalar) {
    if !("0"..."9").contains(scalar) { self = DigitRun() }
  }

  /// Takes an element of a time.
  ///
  /// - Parameters:
  ///   - element: The element.
  ///   - isPadded: Whether it has leading zeros, so that its length is fixed.
  ///   - start: Its place in the template.
  /// - Throws: The fault of a template with several readings.
  mutating func take(
    _ element: TimeElement, isPadded: Bool, at start: Int
  ) throws(NameTemplate.Fault) {
    if element == .monthName || element == .shortMonthName {
      self = DigitRun()
      return
    }
    guard !isPadded || element == .fraction else { return }
    guard !hasTime, !hasOther else { throw Self.fault(at: start) }
    hasTime = true
  }

  /// Takes a capture or a wildcard.
  ///
  /// - Parameters:
  ///   - pattern: Its regular expression.
  ///   - start: Its place in the template.
  /// - Throws: The fault of a template with several readings.
  mutating func take(pattern: String, at start: Int) throws(NameTemplate.Fault) {
    if let rest = Self.restAfterOther(pattern) {
      self = DigitRun()
      if rest.isEmpty { return }
    }
    guard ["0-9", "\\d", ".", "^"].contains(where: { pattern.contains($0) }) else {
      self = DigitRun()
      return
    }
    guard pattern.contains(where: { "+*?|,".contains($0) }) else { return }
    guard !hasTime else { throw Self.fault(at: start) }
    hasOther = true
  }

  private static func fault(at start: Int) -> NameTemplate.Fault {
    NameTemplate.Fault(
      offset: start,
      message: "two parts of variable length follow each other, so that digits have several "
        + "readings; write a character that is no digit between them, as in _*, or a capture without "
        + "digits, as in {x:[a-z]+}, or give one a fixed length")
  }

  /// What follows the first character of a regular expression and its count, if that character is
  /// certainly there and no digit, so that it ends a run of digits; else nil.
  private static func restAfterOther(_ pattern: String) -> Substring? {
    guard !pattern.contains("|"), let first = pattern.first else { return nil }
    var rest = pattern.dropFirst()
    switch first {
    case "[":
      guard let end = rest.firstIndex(of: "]"), !mayBeDigit(rest[..<end]) else { return nil }
      rest = rest[rest.index(after: end)...]
    case "\\":
      guard rest.first == "D" else { return nil }
      rest = rest.dropFirst()
    case "_", "-", "a"..."z", "A"..."Z": break
    default: return nil
    }
    switch rest.first {
    case "*", "?", "{": return nil
    case "+": return rest.dropFirst()
    default: return rest
    }
  }

  /// Whether the characters in the brackets of a set may be digits.
  private static func mayBeDigit(_ set: Substring) -> Bool {
    if set.first == "^" { return !set.contains("0-9") && !set.contains("\\d") }
    var before: Character?
    for next in set {
      switch next {
      case "_", ".", "a"..."z", "A"..."Z": break
      // A range from a letter has no digit.
      case "-" where before?.isLetter == true: break
      default: return true
      }
      before = next
    }
    return set.isEmpty
  }
}
