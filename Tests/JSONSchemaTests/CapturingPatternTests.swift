import Testing

@testable import JSONSchema

@Suite("Patterns with groups")
struct CapturingPatternTests {
  struct Case: CustomTestStringConvertible, Sendable {
    var pattern: String
    var text: String
    /// The texts of the groups; nil if the pattern does not cover the text.
    var groups: [String?]?
    var testDescription: String { "\(pattern) on \(text)" }

    init(_ pattern: String, _ text: String, _ groups: [String?]?) {
      self.pattern = pattern
      self.text = text
      self.groups = groups
    }
  }

  static let cases = [
    Case("abc", "abc", []),
    Case("abc", "abcd", nil),
    Case("(?<a>a+)(?<b>a*)", "aaa", ["aaa", ""]),
    Case("(?<a>a+?)(?<b>a*)", "aaa", ["a", "aa"]),
    Case("(?<a>x)?y", "y", [nil]),
    Case("(?<a>x)|(?<b>y)", "y", [nil, "y"]),
    Case("(?:(?<a>[a-c])-)+z", "a-b-c-z", ["c"]),
    Case("(?<a>a{2,3})(?<b>a?)", "aaa", ["aaa", ""]),
    Case("(?<a>a{2,3}?)(?<b>a?)", "aaa", ["aa", "a"]),
    Case("(?<a>(a*)*)b", "aab", ["aa"]),
    Case("^(?<a>.)$", "é", ["é"]),
    Case("(?<a>[^/]+)/x", "дом/x", ["дом"]),
    Case("(?<a>[^/]+)", "a/b", nil),
    Case("ab|a(?<r>b|c)", "ac", ["c"]),
    Case("a?b?(?<r>ab)", "ab", ["ab"]),
    Case("(?<a>[^/]+)_(?<b>[^/]+)_c", "a_b_c_d_c", ["a_b_c", "d"]),
    Case("(?<a>[a-c]*)(?<b>[b-d]*)d", "abcbd", ["abcb", ""]),
    Case("(?<a>[a-c]+)(?<b>[b-d]{2})d", "abcbd", ["ab", "cb"]),
    Case("(?<a>[a-c]*)x|(?<b>[a-c]+)y", "abcy", [nil, "abc"]),
    Case("(?<a>[^/]+)é(?<b>[^/]*)", "défé", ["déf", ""]),
    Case("(?<a>[^x]+)м(?<b>[^x]+)", "домам", ["до", "ам"]),
    Case("(?:(?<a>a+)b|(?<b>[ab]+))c", "aabbc", [nil, "aabb"]),
    Case("(?<a>[ab]*)(?<b>a)", "baab", nil),
    Case("(?<a>[ab]{2,})b(?<b>[ab]*)", "abb", ["ab", ""]),
    Case(#"(?<n>\d{4})\.(?<m>\d{2})"#, "2020.01", ["2020", "01"]),
  ]

  @Test("tell what the groups match", arguments: cases)
  func groups(_ example: Case) throws {
    let pattern = try CapturingPattern(example.pattern)
    var matcher = CapturingMatcher(pattern)
    let bytes = Array(example.text.utf8)
    // A matcher is used again and again.
    for _ in 0..<2 {
      let matches = matcher.matches(bytes.span)
      #expect(matches == (example.groups != nil))
      guard matches else { continue }
      let found = pattern.groupNames.indices.map { group in
        matcher[group].map { String(decoding: bytes[$0], as: UTF8.self) }
      }
      #expect(found == example.groups)
    }
  }

  @Test func `match in linear time what has many ways to match`() throws {
    var matcher = CapturingMatcher(try CapturingPattern("(?<a>(?:a|aa|a*)*)b"))
    let text = [UInt8](repeating: 0x61, count: 20_000)
    let matches = matcher.matches(text.span)
    #expect(!matches)
  }

  @Test func `match in linear time where runs meet`() throws {
    var matcher = CapturingMatcher(
      try CapturingPattern("(?<a>[^/]+)_(?<b>[^/]+)_(?<c>[^/]*)_(?<d>[^/]+)x"))
    let text = [UInt8](repeating: UInt8(ascii: "_"), count: 50_000)
    let matches = matcher.matches(text.span)
    #expect(!matches)
  }

  @Test(
    "are refused where they can't be matched so",
    arguments: [
      #"a\b"#, "(?=a)b", #"(?<a>x)\1"#, "(", "(?<a>x)(?<a>y)", "a{20000}{20000}",
    ])
  func refusal(_ source: String) {
    #expect(throws: PatternError.self) { try CapturingPattern(source) }
  }
}
