import Testing

@testable import Patterns

@Suite("Patterns with groups")
struct CapturingPatternTests {
  struct Case: CustomTestStringConvertible, Sendable {
    var pattern: String
    var text: String
    /// What the groups match; nil if the pattern does not cover the string.
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
    // A matcher is reused.
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

  @Test("tell the same by the lengths of strings", arguments: cases)
  func aligned(_ example: Case) throws {
    let pattern = try CapturingPattern(example.pattern)
    let bytes = Array(example.text.utf8)
    var patterns = AlignedPatterns()
    // Several are in one place.
    for _ in 0..<3 {
      guard let (number, groups) = patterns.add(pattern) else { return }
      for _ in 0..<2 {
        switch patterns.match(number, in: bytes.span) {
        case .covered(let end):
          let found = groups.map { place in
            place.map { String(decoding: bytes[$0.range(end)], as: UTF8.self) }
          }
          #expect(found == example.groups)
        case .not: #expect(example.groups == nil)
        case .unclear: #expect(bytes.contains { $0 > 127 })
        }
      }
    }
  }

  @Test func `remember some strings of the part that varies`() throws {
    var patterns = AlignedPatterns()
    let (number, _) = try #require(
      patterns.add(try CapturingPattern(#"v(?<v>[0-9]+(?:\.[0-9]+)*)x"#)))
    let versions = (0..<9).map { "7.1.\($0)" } + ["12345678901234567890", "x", "1.", ""]
    for version in versions + versions.reversed() {
      let answer = patterns.match(number, in: Array("v\(version)x".utf8).span)
      #expect((answer != .not) == !["x", "1.", ""].contains(version), "\(version)")
    }
  }

  @Test(
    "are matched by the lengths of strings if one part varies in length",
    arguments: [
      ("abc", true), (#"a(?<n>\d{4})b"#, true), ("(?<a>[^/]+)_x", true), ("^a+$", true),
      (#"x(?<v>\d+(?:\.\d+)*)y(?<z>[0-9]{2})"#, true), ("a|b", true), ("[^/]*a[^/]*", false),
      ("(?<a>(?<b>x)+)", false), ("a^", false), ("a$b", false), ("(?<a>x)?y", false),
    ])
  func alignment(_ source: String, _ isAligned: Bool) throws {
    var patterns = AlignedPatterns()
    #expect((patterns.add(try CapturingPattern(source)) != nil) == isAligned)
  }

  struct Known: CustomTestStringConvertible, Sendable {
    var pattern: String
    var known: [String?]
    var text: String
    /// What the groups match; nil if the pattern does not cover the string.
    var groups: [String?]?
    var testDescription: String { "\(pattern) on \(text), knowing \(known)" }
  }

  static let knownCases = [
    Known(
      pattern: "(?<a>[^/]+?)_(?<b>[^/]+?)_(?<n>[0-9]+)", known: ["x_y", "z", nil], text: "x_y_z_12",
      groups: ["x_y", "z", "12"]),
    Known(
      pattern: "(?<a>[^/]+?)_(?<b>[^/]+?)_(?<n>[0-9]+)", known: ["x", "y", nil], text: "x_y_z_12",
      groups: nil),
    Known(pattern: "(?<a>[0-9])-(?<b>x+)", known: ["7", nil], text: "7-xx", groups: ["7", "xx"]),
    Known(pattern: "(?<a>[0-9])-(?<b>x+)", known: ["7", nil], text: "8-xx", groups: nil),
    Known(pattern: "(?<a>[0-9])-(?<b>x+)", known: ["7", nil], text: "", groups: nil),
    Known(pattern: "é(?<a>.+?)(?<b>.)", known: ["дом", nil], text: "édомя", groups: nil),
    Known(pattern: "é(?<a>.+?)(?<b>.)", known: ["дом", nil], text: "éдомя", groups: ["дом", "я"]),
    Known(pattern: "(?:(?<a>[ab]+?),)+", known: ["ab"], text: "ab,ab,", groups: ["ab"]),
    Known(pattern: "(?:(?<a>[ab]+?),)+", known: ["ab"], text: "ab,a,", groups: nil),
  ]

  @Test("match only what is known of groups", arguments: knownCases)
  func known(_ example: Known) throws {
    let pattern = try CapturingPattern(example.pattern)
    let bytes = Array(example.text.utf8)
    let known = example.known.map { $0.map { Array($0.utf8) } }
    var matcher = CapturingMatcher(pattern)
    let matches = matcher.matches(bytes.span, knowing: known)
    #expect(matches == (example.groups != nil))
    if matches {
      let found = pattern.groupNames.indices.map { group in
        matcher[group].map { String(decoding: bytes[$0], as: UTF8.self) }
      }
      #expect(found == example.groups)
    }
    var patterns = AlignedPatterns()
    guard let (number, groups) = patterns.add(pattern, knowing: known) else { return }
    switch patterns.match(number, in: bytes.span) {
    case .covered(let end):
      #expect(matches)
      for group in groups.indices where known[group] == nil {
        #expect(groups[group]?.range(end) == matcher[group])
      }
    case .not: #expect(!matches)
    case .unclear: #expect(bytes.contains { $0 > 127 })
    }
  }

  @Test func `match in linear time if there are many ways to match`() throws {
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
    "are refused if they can't be matched this way",
    arguments: [
      #"a\b"#, "(?=a)b", #"(?<a>x)\1"#, "(", "(?<a>x)(?<a>y)", "a{20000}{20000}",
    ])
  func refusal(_ source: String) {
    #expect(throws: PatternError.self) { try CapturingPattern(source) }
  }
}
