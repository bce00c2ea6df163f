import Formats
import Testing

@Suite("YAML parser, 1.2 core schema")
struct YAMLParserTests {
  private func parse(_ text: String) throws -> Document { try YAMLParser.parse(Array(text.utf8)) }
  private func json(_ text: String) throws -> String {
    String(decoding: JSONWriter.write(try parse(text).root, layout: .singleLine), as: UTF8.self)
  }

  /// YAML and the JSON that means the same.
  static let scalars = [
    ("null", "null"), ("Null", "null"), ("NULL", "null"), ("~", "null"), ("", "null"),
    ("true", "true"), ("True", "true"), ("TRUE", "true"), ("false", "false"), ("FALSE", "false"),
    ("no", "\"no\""), ("yes", "\"yes\""), ("on", "\"on\""), ("off", "\"off\""), ("y", "\"y\""),
    ("tRUE", "\"tRUE\""), ("nul", "\"nul\""),
    ("0", "0"), ("-0", "-0"), ("12", "12"), ("+3", "3"), ("-3", "-3"), ("007", "7"), ("00", "0"),
    ("0x1F", "31"), ("0o17", "15"), ("0xFFFFFFFFFFFFFFFF", "18446744073709551615"),
    ("0x", "\"0x\""), ("0xG", "\"0xG\""), ("0o8", "\"0o8\""), ("-0x1", "\"-0x1\""),
    ("1.5", "1.5"), (".5", "0.5"), ("1.", "1.0"), ("-.5", "-0.5"), ("1.e5", "1.0e5"),
    ("00.5", "0.5"), ("1e5", "1e5"), ("1E+05", "1E+05"), ("+1.5e-3", "1.5e-3"),
    (".", "\".\""), ("-", "[null]"), ("+", "\"+\""), ("1e", "\"1e\""), ("e5", "\"e5\""),
    ("1_000", "\"1_000\""), ("12:30", "\"12:30\""), ("2010-01-01", "\"2010-01-01\""),
    ("1.2.3", "\"1.2.3\""), ("1 2", "\"1 2\""), ("0b1", "\"0b1\""),
    ("'12'", "\"12\""), ("\"true\"", "\"true\""), ("''", "\"\""), ("|\n 12", "\"12\""),
    ("!!str 12", "\"12\""), ("!!int '12'", "12"), ("!!float 3", "3"), ("!!bool \"True\"", "true"),
    ("!!null ''", "null"), ("! 12", "\"12\""), ("!!str", "\"\""),
    ("\"a\\\"\\\\\\n\\u00e9/\"", "\"a\\\"\\\\\\né/\""), ("\"\\x01\"", "\"\\u0001\""),
    ("a\n  b\n\n  c", "\"a b\\nc\""), (">\n a\n b\n", "\"a b\\n\""), ("|-\n a\n b\n", "\"a\\nb\""),
  ]

  @Test("scalars mean the same as in JSON", arguments: scalars)
  func scalar(_ yaml: String, _ expected: String) throws {
    #expect(try json(yaml) == expected)
    let number = try parse(yaml).root
    if number.kind == .number {
      let text = try #require(number.numberText)
      #expect(try JSONParser.parse(Array(text.utf8)).root.kind == .number)
    }
  }

  static let trees = [
    ("a: 1\nb: [x, {c: d}]\n", #"{"a":1,"b":["x",{"c":"d"}]}"#),
    ("- 1\n- - 2\n  - 3\n-\n", "[1,[2,3],null]"),
    ("# only a comment\n", "null"), ("---\n...\n", "null"), ("%YAML 1.2\n---\na\n", "\"a\""),
    ("2010: x\ntrue: y\n~: z\n0x1F: h\n", #"{"2010":"x","true":"y","~":"z","0x1F":"h"}"#),
    ("? a\n: b\n", #"{"a":"b"}"#), ("?\n: x\n", #"{"":"x"}"#), ("[a: 1, b]", #"[{"a":1},"b"]"#),
    ("<<: {a: 1}\nb: 2\n", #"{"<<":{"a":1},"b":2}"#),
    ("a: &x [1, 2]\nb: *x\nc: {d: *x}\n", #"{"a":[1,2],"b":[1,2],"c":{"d":[1,2]}}"#),
    ("- &x a\n- &x b\n- *x\n", #"["a","b","b"]"#), ("&k a: 1\nb: *k\n", #"{"a":1,"b":"a"}"#),
    ("- &k 31\n- *k : x\n", #"[31,{"31":"x"}]"#), ("!!map {a: !!seq []}", #"{"a":[]}"#),
    ("{}", "{}"), ("[]", "[]"), ("{\"a\": [1, 2.5e3, null]}", #"{"a":[1,2.5e3,null]}"#),
    ("a: &x {b: {c: 1}}\nd: *x\n", #"{"a":{"b":{"c":1}},"d":{"b":{"c":1}}}"#),
    ("\u{FEFF}a: b\n", #"{"a":"b"}"#), ("\u{FEFF}a: b\nc:\n  - é\n", #"{"a":"b","c":["é"]}"#),
    ("\u{FEFF}# x\n\na:\n  b: c\n", #"{"a":{"b":"c"}}"#), ("\u{FEFF}", "null"),
    ("a: \"\\L\"\n", "{\"a\":\"\u{2028}\"}"),
  ]

  @Test("collections, keys, aliases and tags give the tree of JSON", arguments: trees)
  func tree(_ yaml: String, _ expected: String) throws {
    #expect(try json(yaml) == expected)
  }

  @Test func `remarks on a byte order mark`() throws {
    #expect(try parse("\u{FEFF}a").remarks == [.init(.byteOrderMark, offset: 0)])
  }

  @Test func `keeps its source and format`() throws {
    let document = try parse("a: b")
    #expect(document.format == .yaml)
    #expect(document.source == Array("a: b".utf8))
  }
}

@Suite("YAML places")
struct YAMLPlaceTests {
  /// A text, and the source text of each value and key in the order of the tree.
  static let cases: [(String, [String])] = [
    ("a: 1\n", ["a: 1", "a", "1"]),
    (
      "a:\n  - x\n  - 'y'\n\n\nb: |\n  t\n",
      [
        "a:\n  - x\n  - 'y'\n\n\nb: |\n  t\n", "a", "- x\n  - 'y'", "x", "'y'", "b", "|\n  t\n",
      ]
    ),
    ("[ a , { b : c } ]  # x\n", ["[ a , { b : c } ]", "a", "{ b : c }", "b", "c"]),
    ("é: 😀\nü: \"日本\"\n", ["é: 😀\nü: \"日本\"", "é", "😀", "ü", "\"日本\""]),
    ("é: 1\r\nb: 2\r\n", ["é: 1\r\nb: 2", "é", "1", "b", "2"]),
    ("é: 1\rb: 2\r", ["é: 1\rb: 2", "é", "1", "b", "2"]),
    (
      "- é\u{85}- b\u{2028}- c\u{2029}- d",
      [
        "- é\u{85}- b\u{2028}- c\u{2029}- d", "é", "b", "c", "d",
      ]
    ),
    ("\u{FEFF}é: 1\n", ["é: 1", "é", "1"]),
    ("a:\nb:\n", ["a:\nb:", "a", "", "b", ""]),
    ("[a: {} ]", ["[a: {} ]", "a: {}", "a", "{}"]),
    ("- &x [1]\n- *x\n", ["- &x [1]\n- *x", "&x [1]", "1", "*x", "1"]),
  ]

  @Test("are byte offsets of every value and key", arguments: cases)
  func place(_ text: String, _ expected: [String]) throws {
    let document = try YAMLParser.parse(Array(text.utf8))
    let found = (0..<document.entryCount).map { index in
      String(decoding: document.source[document.sourceRange(at: index)], as: UTF8.self)
    }
    #expect(found == expected)
  }
}
