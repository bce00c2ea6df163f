import Patterns
import Testing

@Suite("Patterns, ECMA-262 in Unicode mode")
struct PatternTests {
  /// A pattern, texts that it matches, and texts that it does not match.
  struct Case: CustomTestStringConvertible, Sendable {
    var pattern: String
    var matching: [String] = []
    var others: [String] = []
    var testDescription: String { pattern }
  }

  static let cases = [
    Case(pattern: "", matching: ["", "a"]),
    Case(pattern: "b", matching: ["b", "abc"], others: ["", "ac"]),
    Case(pattern: "^abc$", matching: ["abc"], others: ["abc\n", "xabc", "abcd", ""]),
    Case(pattern: "^$", matching: [""], others: ["a"]),
    Case(pattern: "$^", matching: [""], others: ["a"]),
    Case(pattern: "^[A-Za-z0-9_-]+$", matching: ["a-b_9"], others: ["", "a b", "é"]),
    Case(pattern: "^[^a-c]$", matching: ["d", "é", "\u{1F600}", "\n"], others: ["b", "dd"]),
    Case(pattern: "^[]$", others: ["", "a"]),
    Case(pattern: "^[^]$", matching: ["a", "\n"], others: ["", "aa"]),
    Case(pattern: "^.$", matching: ["a", "\u{1F409}"], others: ["\n", "\r", "\u{2028}", "ab"]),
    Case(pattern: "^a|b$", matching: ["ax", "xb"], others: ["xa", "bx"]),
    Case(pattern: "^(?:a|bc)*$", matching: ["", "abcbca"], others: ["ab", "c"]),
    Case(
      pattern: "^(?<year>[0-9]{4})-(?<month>[0-9]{2})$", matching: ["2024-05"], others: ["2024-5"]),
    Case(pattern: "^a{2}$", matching: ["aa"], others: ["a", "aaa"]),
    Case(pattern: "^a{2,}$", matching: ["aa", "aaaa"], others: ["a"]),
    Case(pattern: "^a{2,3}b{0}$", matching: ["aa", "aaa"], others: ["a", "aaaa", "aab"]),
    Case(pattern: "^a+?b??c*?$", matching: ["a", "aabcc"], others: ["bc"]),
    Case(pattern: "^(a*)*$", matching: ["", "aaa"], others: ["ab"]),
    Case(pattern: "^(a|a)*b", matching: ["aab", "b"], others: ["aaa"]),
    Case(pattern: #"^\d\D\w\W\s\S$"#, matching: ["1aa- x"], others: ["aaa- x", "1aaa x"]),
    Case(
      pattern: #"^\s$"#, matching: ["\u{FEFF}", "\u{A0}", "\u{2003}"],
      others: ["\u{200B}", "\u{85}"]),
    Case(pattern: #"^[\d\-\]\\]+$"#, matching: [#"1-]\"#], others: ["a"]),
    Case(pattern: #"^[\w-]+$"#, matching: ["a-b"], others: ["a b"]),
    Case(pattern: #"^\t\n\v\f\r\0$"#, matching: ["\t\n\u{B}\u{C}\r\0"], others: ["tnvfr0"]),
    Case(pattern: #"^\cC\cj$"#, matching: ["\u{3}\n"], others: [#"\cC\cj"#]),
    Case(
      pattern: #"^\x41\u0042\u{1F409}\ud83d\udc09$"#, matching: ["AB\u{1F409}\u{1F409}"],
      others: ["AB"]),
    Case(pattern: #"^[\b]$"#, matching: ["\u{8}"], others: ["b"]),
    Case(
      pattern: #"^\^\$\\\.\*\+\?\(\)\[\]\{\}\|\/$"#, matching: [#"^$\.*+?()[]{}|/"#], others: [""]),
    Case(pattern: #"\bcat\b"#, matching: ["a cat.", "cat"], others: ["concat", "cats", "écat_"]),
    Case(pattern: #"^\B$|x\By"#, matching: ["", "xy"], others: ["x y", "x"]),
    Case(pattern: #"^\p{L}+$"#, matching: ["aé漢ß"], others: ["a1", "", "é-"]),
    Case(
      pattern: #"^\p{Lu}\p{Lowercase_Letter}\P{L}$"#, matching: ["Éa1"], others: ["éa1", "Éab"]),
    Case(pattern: #"^\p{digit}+$"#, matching: ["42", "৪২"], others: ["-%#"]),
    Case(pattern: #"^[\p{Nd}\p{gc=Pd}_]+$"#, matching: ["4-২_"], others: ["a"]),
    Case(pattern: #"^\p{General_Category=Surrogate}$"#, others: ["a"]),
    Case(
      pattern: #"^\p{ASCII}\p{Any}\p{Alphabetic}\p{White_Space}$"#, matching: ["a1b "],
      others: ["é1b "]),
    Case(pattern: "^🐲*$", matching: ["", "🐲", "🐲🐲"], others: ["🐉", "D"]),
    Case(pattern: "^(?!.*secret).+$", matching: ["public"], others: ["a secret b", "secret", ""]),
    Case(pattern: "a(?=b)", matching: ["ab"], others: ["ac", "a"]),
    Case(pattern: "a(?!b)", matching: ["ac", "a", "aba"], others: ["ab"]),
    Case(pattern: "(?<=a)b", matching: ["ab"], others: ["bb", "b"]),
    Case(pattern: "^x|(?<!a|c{2})b", matching: ["b", "cb", "xab"], others: ["ab", "ccb"]),
    Case(
      pattern: "^(?=.*[A-Z])(?=.*\\d)(?!.*(?:\\s|(?<=e)e))\\S{4,}$", matching: ["abC1"],
      others: ["abc1", "aC1", "abC 1", "eeC1"]),
    Case(pattern: "^(?=(?:..)*$)", matching: ["", "ab"], others: ["a", "abc"]),
    Case(
      pattern: #"^s3:\/\/[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]\/(?:[^\/]+\/)*$"#,
      matching: ["s3://bucket/", "s3://my-bucket.x/a/b/"],
      others: ["s3://b/", "s3://bucket/a", "s3://bucket//"]),
  ]

  @Test("match what they should and nothing else", arguments: cases)
  func matching(_ example: Case) throws {
    let pattern = try Pattern(example.pattern)
    for text in example.matching {
      #expect(pattern.matches(text), "\(text) must match")
    }
    for text in example.others {
      #expect(!pattern.matches(text), "\(text) must not match")
    }
  }

  /// A pattern that is refused, where, and words of the message.
  struct Fault: CustomTestStringConvertible, Sendable {
    var pattern: String
    var offset: Int
    var message: String
    var testDescription: String { pattern }
  }

  static let faults = [
    Fault(pattern: "^(abc]", offset: 5, message: #""]" needs an escape"#),
    Fault(pattern: "a(b", offset: 1, message: #""(" without ")""#),
    Fault(pattern: "ab)", offset: 2, message: #"")" without "(""#),
    Fault(pattern: "é[a", offset: 1, message: #""[" without "]""#),
    Fault(pattern: "*a", offset: 0, message: "nothing to repeat"),
    Fault(pattern: "a**", offset: 2, message: "nothing to repeat"),
    Fault(pattern: "(?=a)*", offset: 5, message: "nothing to repeat"),
    Fault(pattern: "^*", offset: 1, message: "nothing to repeat"),
    Fault(pattern: "a{2,1}", offset: 0, message: "out of order"),
    Fault(pattern: "a{,2}", offset: 1, message: "malformed count"),
    Fault(pattern: "a{x", offset: 1, message: "malformed count"),
    Fault(pattern: "}", offset: 0, message: "needs an escape"),
    Fault(pattern: "[b-a]", offset: 1, message: "range is out of order"),
    Fault(pattern: #"[\d-z]"#, offset: 1, message: "cannot begin or end with a class"),
    Fault(pattern: #"\a"#, offset: 0, message: #"unknown escape "\a""#),
    Fault(pattern: #"a\-b"#, offset: 1, message: #"unknown escape "\-""#),
    Fault(pattern: #"a\"#, offset: 1, message: "a backslash ends the pattern"),
    Fault(pattern: #"\c1"#, offset: 0, message: "not followed by a letter"),
    Fault(pattern: #"\x4"#, offset: 0, message: "2 hexadecimal digits"),
    Fault(pattern: #"\u12"#, offset: 0, message: "4 hexadecimal digits"),
    Fault(pattern: #"\u{110000}"#, offset: 0, message: "above 10FFFF"),
    Fault(pattern: #"\u{}"#, offset: 0, message: "malformed"),
    Fault(pattern: #"\01"#, offset: 0, message: "octal"),
    Fault(pattern: #"\p{Nope}"#, offset: 0, message: #"unknown Unicode property "Nope""#),
    Fault(pattern: #"\p{Script=Greek}"#, offset: 0, message: "Script=Greek"),
    Fault(pattern: #"\pL"#, offset: 0, message: "name in braces"),
    Fault(pattern: #"(a)\1"#, offset: 3, message: "not supported"),
    Fault(pattern: #"(?<x>a)\k<x>"#, offset: 7, message: "not supported"),
    Fault(pattern: "(?<x>a)(?<x>b)", offset: 7, message: #"two groups are named "x""#),
    Fault(pattern: "(?<1>a)", offset: 3, message: "name of a group"),
    Fault(pattern: "(?i)a", offset: 0, message: "unknown kind of group"),
    Fault(pattern: "(?:a{1000}){1000}", offset: 0, message: "too large"),
    Fault(pattern: "((?:){99999}){99999}", offset: 0, message: "too large"),
    Fault(pattern: String(repeating: "(", count: 5_000), offset: 100, message: "nested"),
  ]

  @Test("are refused with the place and the reason", arguments: faults)
  func refusal(_ example: Fault) {
    let error = #expect(throws: PatternError.self) { try Pattern(example.pattern) }
    #expect(error?.offset == example.offset)
    #expect(error?.message.contains(example.message) == true, "\(error?.message ?? "")")
  }

  @Test(arguments: [
    (#"(a)\1\k<b>(?<b>)"#, true), (#"(a)\2"#, false), (#"\k<x>"#, false), ("(", false),
    ("a+", true),
  ])
  func `are checked only by grammar if they will not be used`(_ text: String, _ isFine: Bool) {
    #expect((Pattern.fault(in: text) == nil) == isFine)
  }

  @Test(
    arguments: [
      "(a+)+$", "^(a+)+$", "(a|a)*$", "(a|aa)+$", "(.*a){12}$", #"^(?:a*)*\b!"#,
      "(?=(a+)+b)a", "(?<!(a+)+)!", "^(?=.*b)(?=.*c)", "(?:(?=a*$)a)*!",
    ])
  func `take linear time on any text`(_ source: String) throws {
    let pattern = try Pattern(source)
    let text = [UInt8](repeating: UInt8(ascii: "a"), count: 100_000) + Array("!".utf8)
    let elapsed = ContinuousClock().measure { _ = pattern.matches(text.span) }
    #expect(elapsed < .seconds(15))
  }

  @Test(arguments: [#"^a\uFFFD[\uD800]b$"#, #"^a..b$"#, #"^a\uFFFD\p{Cs}"#, #"\bb$"#])
  func `read bytes that are not UTF-8 as a replacement character`(_ source: String) throws {
    let pattern = try Pattern(source)
    let text: [UInt8] = [0x61, 0xFF, 0xED, 0xA0, 0x80, 0x62]
    let matches = pattern.matches(text.span)
    #expect(matches)
  }
}
