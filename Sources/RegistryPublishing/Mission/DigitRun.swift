internal import Patterns

/// The part of a template since the last character that is no digit: one run of digits in a name.
///
/// Two elements of variable length in one run have several readings: `%-m%-d` reads 111 as 1 November
/// and as 11 January. So a run may have one such element; the others must have a fixed length. A time
/// of fixed length has several places between two parts whose digits may be of any number.
struct DigitRun: Sendable {
  /// Whether the run has a time element of variable length.
  private var hasTime = false
  /// Whether the run has something else of variable length, which may have digits.
  private var hasOther = false
  /// Whether a time of fixed length follows that.
  private var hasTimeAfterOther = false

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
    guard !isPadded || element == .fraction else {
      hasTimeAfterOther = hasOther
      return
    }
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
    let digits: PatternDigits
    do throws(PatternError) {
      digits = try PatternDigits(pattern)
    } catch {
      // The whole template is refused for it.
      return
    }
    if digits.variesAtStart, hasTime || hasTimeAfterOther { throw Self.fault(at: start) }
    if digits.separates { self = DigitRun() }
    if digits.variesAtEnd || digits.variesAtStart && !digits.separates { hasOther = true }
  }

  private static func fault(at start: Int) -> NameTemplate.Fault {
    NameTemplate.Fault(
      offset: start,
      message: "parts of variable length meet in the same digits, so that a time has several "
        + "readings; write a character that is no digit between them, as in _*, or a capture without "
        + "digits, as in {x:[a-z]+}, or give one a fixed length")
  }
}
