import Testing

@testable import Patterns

@Suite("Digits in the matches of a pattern")
struct PatternDigitsTests {
  struct Example: CustomTestStringConvertible, Sendable {
    var pattern: String
    var separates = false
    var variesAtStart = false
    var variesAtEnd = false
    var testDescription: String { pattern }
  }

  static let examples = [
    Example(pattern: ""),
    Example(pattern: "[0-9]{4}"),
    Example(pattern: "\\d\\d|[0-9]{2}"),
    Example(pattern: "_", separates: true),
    Example(pattern: "[a-z]+", separates: true),
    Example(pattern: "\\.[0-9]{2}", separates: true),
    Example(pattern: "\\d+", variesAtStart: true, variesAtEnd: true),
    Example(pattern: "\\d{2,3}", variesAtStart: true, variesAtEnd: true),
    Example(pattern: "1?", variesAtStart: true, variesAtEnd: true),
    Example(pattern: "[a-z]*", variesAtStart: false, variesAtEnd: false),
    Example(pattern: ".*", variesAtStart: true, variesAtEnd: true),
    Example(pattern: "[^0-9].*", separates: true, variesAtEnd: true),
    Example(pattern: ".*_", separates: true, variesAtStart: true),
    Example(pattern: "v\\d+", separates: true, variesAtEnd: true),
    Example(pattern: "(?:a|12)", variesAtStart: true, variesAtEnd: true),
    Example(pattern: "(?:a1)+", separates: true),
    Example(pattern: "(?:a1){0,2}", variesAtEnd: true),
    Example(pattern: "a{0}"),
    Example(pattern: "\\d{1000000}\\d{1000000}"),
  ]

  @Test("may separate the digits around them, and vary on each side", arguments: examples)
  func digits(_ example: Example) throws {
    let digits = try PatternDigits(example.pattern)
    #expect(digits.separates == example.separates, "separates")
    #expect(digits.variesAtStart == example.variesAtStart, "varies at its start")
    #expect(digits.variesAtEnd == example.variesAtEnd, "varies at its end")
  }

  @Test func `are unknown for a pattern that can't be used`() {
    #expect(throws: PatternError.self) { try PatternDigits("(") }
  }
}
