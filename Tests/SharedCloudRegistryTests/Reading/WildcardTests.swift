import Testing

@testable import SharedCloudRegistry

@Suite("Wildcards")
struct WildcardTests {
  /// A pattern, a string, and whether they match in Python's fnmatch.
  static let cases: [(pattern: String, text: String, matches: Bool)] = [
    ("", "", true), ("", "a", false), ("*", "", true), ("*", "a/b", true), ("a*", "abc", true),
    ("*c", "abc", true), ("a*c", "abbc", true), ("a*c", "abcd", false), ("?", "a", true),
    ("?", "", false), ("?", "日", true), ("a?c", "a/c", true), ("[ab]", "b", true),
    ("[!ab]", "b", false), ("[!ab]", "c", true), ("[a-c]x", "bx", true), ("[a-c]x", "dx", false),
    ("[]]", "]", true), ("[!]]", "]", false), ("[", "[", true), ("[a", "[a", true),
    ("[c-a]", "b", false),
    ("[a-]", "-", true), ("*tha_l2_fft_202501*_v*.cdf", "x/tha_l2_fft_20250102_v03.cdf", true),
    ("*a*b*c*", "xxaxxbxxcxx", true), ("*a*b*c*", "xxaxxcxxbxx", false), ("**", "anything", true),
    ("a", "A", false), (".", "x", false),
  ]

  @Test("match as in shells", arguments: cases.indices)
  func matching(_ number: Int) {
    let example = Self.cases[number]
    #expect(Wildcard(example.pattern).matches(example.text) == example.matches)
  }

  @Test func `are fast with many stars`() {
    let pattern = Wildcard(String(repeating: "*a", count: 60) + "b")
    #expect(!pattern.matches(String(repeating: "a", count: 5000)))
  }

  @Test func `without a slash match the name of a file`() {
    let record = FileRecord(start: nil, datakey: "s3://b/dir_v1/file_v2.cdf")
    #expect(Wildcard("*_v2.cdf").matches(record))
    #expect(Wildcard("file*").matches(record))
    #expect(!Wildcard("*_v1*").matches(record))
    #expect(Wildcard("*/dir_v1/*").matches(record))
  }
}
