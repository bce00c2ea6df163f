import TestSupport
import Testing

@testable import Patterns

@Suite("Patterns for keys and ids")
struct GlobPatternTests {
  /// A pattern, names it matches, and names it doesn't.
  static let cases: [(String, [String], [String])] = [
    ("ds_2010.csv", ["ds_2010.csv"], ["ds_2010xcsv", "a/ds_2010.csv", "ds_2010.csv.gz", ""]),
    ("*", ["a", "", "a.b", "é", "\n"], ["a/b", "/"]),
    ("mms_*", ["mms_", "mms_1"], ["mms", "xmms_1", "mms_/1"]),
    ("*_2010.csv", ["ds_2010.csv", "_2010.csv"], ["d/ds_2010.csv", "ds_2011.csv"]),
    ("a?c", ["abc", "aéc", "a日c"], ["ac", "abbc", "a/c"]),
    ("**", ["", "a", "a/b/c", "/"], []),
    ("**/*.tmp", ["a.tmp", "x/a.tmp", "x/y/a.tmp"], ["a.tmp/b", "atmp"]),
    ("a/**/b", ["a/b", "a/x/b", "a/x/y/b"], ["ab", "a/xb", "x/a/b"]),
    ("a/**", ["a/b", "a/b/c"], ["a", "b/a/c"]),
    ("a**b", ["ab", "axb", "ax/yb"], ["a", "b"]),
    ("***/x", ["x", "a/x", "a/b/x"], ["ax"]),
    ("[abc]", ["a", "c"], ["d", "ab", ""]),
    ("[a-c0-9]x", ["bx", "5x"], ["dx", "-x"]),
    ("[!a-c]", ["d", "é", "-"], ["a", "/", ""]),
    ("[^a]", ["b", "^"], ["a", "/"]),
    ("[a^!]", ["^", "!", "a"], ["b"]),
    ("[]]", ["]"], ["[", "a"]),
    ("[!]]", ["a"], ["]"]),
    ("[a-]", ["a", "-"], ["b"]),
    ("[-a]", ["a", "-"], ["b"]),
    ("[+-9]", ["+", ".", "0"], ["/", ":"]),
    ("[\\]\\-x]", ["]", "-", "x"], ["\\", "^"]),
    ("[日-本]", ["日", "本"], ["あ"]),
    ("{a,b}", ["a", "b"], ["ab", "{a,b}", ""]),
    ("x{,.gz}", ["x", "x.gz"], ["x."]),
    ("{a}", ["a"], ["{a}"]),
    ("{a{1,2},b*}", ["a1", "a2", "b", "bx"], ["a", "a3"]),
    ("{a/,}**/x", ["x", "a/x", "a/b/x", "b/x"], ["ax"]),
    ("{**/,}x", ["x", "a/b/x"], ["ax"]),
    ("a,b", ["a,b"], ["a", "b"]),
    ("\\*\\?\\[\\{\\\\", ["*?[{\\"], ["a?[{\\"]),
    ("\\a", ["a"], ["\\a"]),
    ("a.b+c(d)|e^$", ["a.b+c(d)|e^$"], ["axb+c(d)|e^$", "e^$"]),
    ("A", ["A"], ["a"]),
    ("e\u{301}", ["e\u{301}"], ["\u{e9}x"]),
  ]

  @Test("match a whole name or nothing", arguments: cases)
  func matching(_ text: String, _ covered: [String], _ others: [String]) throws {
    let pattern = try GlobPattern(text)
    for name in covered { #expect(pattern.matches(name), "\(text) must cover \(name)") }
    for name in others { #expect(!pattern.matches(name), "\(text) must not cover \(name)") }
  }

  /// Texts that are not patterns, the place of the fault, and a word of the message.
  static let faults: [(String, Int, String)] = [
    ("", 0, "empty"), ("a[b", 1, "without \"]\""), ("a[", 1, "without \"]\""),
    ("[]", 0, "without \"]\""), ("[!]", 0, "without \"]\""), ("[b-a]", 1, "out of order"),
    ("x[a/b]", 3, "brackets can't contain"), ("a{b", 1, "without \"}\""),
    ("{a,{b}", 0, "without \"}\""), ("ab}", 2, "without \"{\""), ("a\\", 1, "backslash"),
    ("[a\\", 2, "backslash"), (String(repeating: "{", count: 9), 8, "nested more than 8"),
    (String(repeating: "a", count: 257), 256, "more than 256"),
  ]

  @Test("are refused at the place of the fault", arguments: faults)
  func refusal(_ text: String, _ offset: Int, _ word: String) {
    let error = #expect(throws: GlobError.self) { try GlobPattern(text) }
    #expect(error?.offset == offset)
    #expect(error?.message.contains(word) == true, "\(error?.message ?? "")")
  }

  @Test func `are equal if their texts are`() throws {
    #expect(try GlobPattern("a*") == GlobPattern("a*"))
    #expect(try GlobPattern("a*") != GlobPattern("a**"))
    #expect(try Set([GlobPattern("a*"), GlobPattern("a*")]).count == 1)
  }

  @Test
  func `take linear time, for any pattern`() throws {
    let patterns = [
      String(repeating: "*a", count: 120), String(repeating: "?*", count: 120),
      String(repeating: "{a,a*}", count: 40), String(repeating: "**/", count: 80),
      String(repeating: "[ab]*?", count: 40),
    ]
    let name = String(repeating: "a", count: 1000)
    for text in patterns {
      let pattern = try GlobPattern(text)
      for _ in 0..<3 { _ = pattern.matches(name + "b") }
    }
  }

  @Test("agree with a plain matcher", arguments: 0..<200 as Range<UInt64>)
  func agreement(_ seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    for _ in 0..<40 {
      let text = PlainGlob.randomPattern(&generator)
      // Stars on both sides of a brace stay two; the plain matcher would join them.
      guard ["*{", "}*", "}{"].allSatisfy({ !text.contains($0) }) else { continue }
      let pattern = try GlobPattern(text)
      for _ in 0..<20 {
        let name = PlainGlob.randomName(&generator)
        #expect(
          pattern.matches(name) == PlainGlob.covers(text, name), "\(text) and \(name)")
      }
    }
  }
}

/// Matches patterns by trying everything, for comparison.
private enum PlainGlob {
  static func randomPattern(_ generator: inout SeededGenerator) -> String {
    let parts = [
      "a", "b", "/", "*", "**", "**/", "?", "[ab]", "[!a]", "{a,b}", "{a,b/,*}", "\\*", "{,a}",
    ]
    return (0..<Int.random(in: 1...5, using: &generator)).map { _ in
      parts[Int.random(in: 0..<parts.count, using: &generator)]
    }.joined()
  }

  static func randomName(_ generator: inout SeededGenerator) -> String {
    let parts = ["a", "b", "c", "/", "*"]
    return (0..<Int.random(in: 0...6, using: &generator)).map { _ in
      parts[Int.random(in: 0..<parts.count, using: &generator)]
    }.joined()
  }

  /// Expands braces, then matches each pattern.
  static func covers(_ pattern: String, _ name: String) -> Bool {
    expansions(Array(pattern)).contains { covers($0[...], Array(name)[...], isAtStart: true) }
  }

  private static func expansions(_ pattern: [Character]) -> [[Character]] {
    guard let open = unescaped("{", in: pattern), let close = pattern[open...].firstIndex(of: "}")
    else { return [pattern] }
    let alternatives = String(pattern[(open + 1)..<close])
      .split(separator: ",", omittingEmptySubsequences: false)
    return alternatives.flatMap {
      expansions(Array(pattern[..<open]) + Array($0) + Array(pattern[(close + 1)...]))
    }
  }

  private static func unescaped(_ character: Character, in pattern: [Character]) -> Int? {
    pattern.indices.first { pattern[$0] == character && ($0 == 0 || pattern[$0 - 1] != "\\") }
  }

  private static func covers(
    _ pattern: ArraySlice<Character>, _ name: ArraySlice<Character>, isAtStart: Bool
  ) -> Bool {
    guard let first = pattern.first else { return name.isEmpty }
    let rest = pattern.dropFirst()
    switch first {
    case "*":
      let stars = pattern.prefix { $0 == "*" }
      let after = pattern.dropFirst(stars.count)
      if stars.count > 1, isAtStart, after.first == "/" {
        let tails = name.indices.filter { name[$0] == "/" }.map { name[($0 + 1)...] }
        return ([name] + tails).contains { covers(after.dropFirst(), $0, isAtStart: true) }
      }
      let reach = stars.count > 1 ? name : name.prefix { $0 != "/" }
      return (0...reach.count).contains {
        covers(after, name.dropFirst($0), isAtStart: false)
      }
    case "[":
      guard let close = pattern.firstIndex(of: "]"), let next = name.first, next != "/" else {
        return false
      }
      let members = pattern[(pattern.startIndex + 1)..<close]
      let isInverted = members.first == "!"
      return members.dropFirst(isInverted ? 1 : 0).contains(next) != isInverted
        && covers(pattern[(close + 1)...], name.dropFirst(), isAtStart: false)
    case "?":
      return name.first.map { $0 != "/" } ?? false
        && covers(rest, name.dropFirst(), isAtStart: false)
    case "\\":
      return rest.first == name.first && !name.isEmpty
        && covers(rest.dropFirst(), name.dropFirst(), isAtStart: rest.first == "/")
    default:
      return first == name.first && covers(rest, name.dropFirst(), isAtStart: first == "/")
    }
  }
}
