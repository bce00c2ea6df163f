import DocumentChecks
import Formats
import TestSupport
import Testing

/// Hundreds of almost valid texts; the fuzzers try many more.
@Suite("Mutated texts")
struct MutationTests {
  static let json = [
    #"{"a": [1, -2.5e3, true, false, null], "b\u00e9\ud83d\ude00": {"c": "d\n"}}"#,
    "\u{FEFF}[ \"é日😀\", {}, [], \"\", 0 ]",
    #"{"version": "1.1", "catalog": [{"id": "x", "index": "s3://b/x/"}, {"id": "x", "id": "y"}]}"#,
    "[[[[[[[[1]]]]]]]]", #""\ud800\"\\\/""#, "// comment\n[1,]",
  ]
  static let yaml = [
    "a: &x [1, 0x1F, .5, ~]\nb: *x\n? c\n: 'd''e'\n",
    "- |\n  text\n  more\n- >-\n  folded\n\n  x\n",
    "%YAML 1.2\n---\n!!map {a: !!str 1, \"b\\u00e9\": [c: d]}\n...\n",
    "é: \"日\\n\\x41\"\r\n# comment\r\nü:\r\n  - 😀\r\n", "\u{FEFF}a: 1\nb: {c: [*d, &d e]}\n",
    "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\n",
  ]
  static let csv = [
    "2010-01-01T00:00Z,2010-01-01T01:00Z,s3://b/a.cdf,123", "'a', \"b\"\"c\" ,\td,“e”,‘f’,",
    "\"a,b\",'c,d',\"e",
  ]

  private func run(_ seeds: [String], _ check: ([UInt8]) -> String?) {
    for (number, text) in seeds.enumerated() {
      var generator = SeededGenerator(seed: UInt64(number))
      for _ in 0..<300 {
        let mutated = Mutation.of(Array(text.utf8), &generator)
        let problem = check(mutated)
        #expect(problem == nil, "\(String(decoding: mutated, as: UTF8.self).debugDescription)")
        if problem != nil { return }
      }
    }
  }

  @Test func `of JSON are read or refused, and written alike`() {
    run(Self.json, DocumentInvariants.checkJSON)
  }

  @Test func `of YAML are read or refused, and written alike`() {
    run(Self.yaml, DocumentInvariants.checkYAML)
  }

  @Test func `of CSV are split within the line`() {
    run(Self.csv, DocumentInvariants.checkCSV)
  }
}
