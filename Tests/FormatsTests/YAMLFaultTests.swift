import Formats
import Testing

@Suite("YAML faults")
struct YAMLFaultTests {
  /// A text that is refused, and what must be said about it.
  struct Case: CustomTestStringConvertible, Sendable {
    var text: [UInt8]
    var code: SyntaxFault.Code
    var offset: Int
    var message: String

    init(_ text: String, _ code: SyntaxFault.Code, _ offset: Int, _ message: String) {
      self.init(Array(text.utf8), code, offset, message)
    }

    init(_ text: [UInt8], _ code: SyntaxFault.Code, _ offset: Int, _ message: String) {
      self.text = text
      self.code = code
      self.offset = offset
      self.message = message
    }

    var testDescription: String { String(decoding: text, as: UTF8.self) }
  }

  static let structure = [
    Case(
      "a: 1\nb: 2\na: 3\n", .duplicateKey, 10, #"key "a" repeats the key on line 1, column 1"#),
    Case("é: 1\n\"é\": 3\n", .duplicateKey, 6, #"key "é" repeats the key on line 1, column 1"#),
    Case("1: 1\n'1': 3\n", .duplicateKey, 5, #"key "1" repeats the key on line 1, column 1"#),
    Case("\u{FEFF}a: 1\na: 3\n", .duplicateKey, 8, #"key "a" repeats the key on line 1, column 1"#),
    Case("a\n---\nb\n", .grammar, 2, "a second document begins here"),
    Case("[a]: 1\n", .grammar, 0, "a sequence is used as a key"),
    Case("? {a: b}\n: 1\n", .grammar, 2, "a mapping is used as a key"),
    Case("- &x [1]\n- *x : 2\n", .grammar, 11, "a sequence is used as a key"),
    Case("- *x\n", .grammar, 2, #"there is no anchor "&x" before this alias"#),
    Case("&x [*x]\n", .grammar, 4, #"alias "*x" is inside its own anchor"#),
    Case("!local a\n", .grammar, 0, #"tag "!local" is not one of the core schema"#),
    Case(
      "!!timestamp 2010-01-01\n", .grammar, 0,
      #"tag "tag:yaml.org,2002:timestamp" is not one of the core schema"#),
    Case("!!int a\n", .grammar, 0, #""a" does not fit the tag !!int"#),
    Case("!!int 1.5\n", .grammar, 0, #""1.5" does not fit the tag !!int"#),
    Case("!!bool yes\n", .grammar, 0, #""yes" does not fit the tag !!bool"#),
    Case("!!map []\n", .grammar, 0, "a sequence does not fit the tag !!map"),
    Case("!!seq a\n", .grammar, 0, "a scalar does not fit the tag !!seq"),
    Case("a: .inf\n", .grammar, 3, #"JSON has no number ".inf""#),
    Case("a: -.INF\n", .grammar, 3, #"JSON has no number "-.INF""#),
    Case("a: .NaN\n", .grammar, 3, #"JSON has no number ".NaN""#),
    Case(
      "a: 0x10000000000000000\n", .grammar, 3,
      #"number "0x10000000000000000" has more than 64 bits"#),
  ]

  static let grammar = [
    Case(
      "a:\n\tb: 1\n", .grammar, 3,
      "a tab in the indentation; YAML allows only spaces, "
        + "while scanning for the next token that begins on line 2"),
    Case(
      "a: b: c\n", .grammar, 4,
      "\":\" is not allowed here; a string with \": \" in it needs quotes"),
    Case(
      "é: @x\n", .grammar, 4,
      "\"@\" cannot begin a string without quotes, while scanning for the next token that begins on line 1"
    ),
    Case(
      "a: [1, 2\n", .unexpectedEnd, 9,
      "did not find expected ',' or ']', while parsing a flow sequence that begins on line 1"),
    Case(
      "a: \"b\n", .unexpectedEnd, 6,
      "the closing quote is missing, while scanning a quoted scalar that begins on line 1"
    ),
    Case(
      "a: 1\n b: 2\n", .grammar, 7,
      "\":\" is not allowed here; a string with \": \" in it needs quotes"),
    Case(
      "- a\nb: 1\n", .grammar, 4,
      "no \"-\" here at the indentation of the others, "
        + "while parsing a block collection that begins on line 1"),
    Case("é: \u{1}\n", .grammar, 4, "control character 0x01 is not allowed in YAML"),
    Case("a: \0b\n", .grammar, 3, "control character 0x00 is not allowed in YAML"),
  ]

  static let encodings = [
    Case([0x61, 0x3A, 0x20, 0xE9, 0x0A], .encoding, 3, "byte 0xE9 is not UTF-8"),
    Case([0x61, 0xED, 0xA0, 0x80], .encoding, 1, "byte 0xED is not UTF-8"),
    Case([0xFF, 0xFE, 0x61, 0], .encoding, 0, "the document is in UTF-16, not in UTF-8"),
    Case([0xFE, 0xFF, 0, 0x61], .encoding, 0, "the document is in UTF-16, not in UTF-8"),
    Case([0x61, 0, 0x3A, 0], .encoding, 0, "the document is in UTF-16, not in UTF-8"),
  ]

  @Test("are told by code, place and message", arguments: structure + grammar + encodings)
  func fault(_ example: Case) {
    do throws(SyntaxFault) {
      _ = try YAMLParser.parse(example.text)
      Issue.record("the text was read")
    } catch {
      #expect(error.code == example.code)
      #expect(error.offset == example.offset)
      #expect(error.message == example.message)
    }
  }
}

@Suite("YAML limits")
struct YAMLLimitTests {
  private func fault(_ text: String, limits: TextLimits = .handwritten) -> SyntaxFault? {
    do throws(SyntaxFault) {
      _ = try YAMLParser.parse(Array(text.utf8), limits: limits)
      return nil
    } catch {
      return error
    }
  }

  @Test(arguments: ["[", "- ", "{a: ", "[\n", "? - "])
  func `deep nesting ends at the limit`(_ part: String) {
    let found = fault(String(repeating: part, count: 100_000))
    #expect(found?.code == .tooDeep || found?.message.contains("used as a key") == true)
  }

  @Test func `aliases that multiply end at the limit`() {
    var text = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n"
    for level in 1...20 {
      let aliases = Array(repeating: "*a\(level - 1)", count: 9).joined(separator: ", ")
      text += "a\(level): &a\(level) [\(aliases)]\n"
    }
    #expect(fault(text)?.code == .tooLarge)
  }

  @Test func `aliases of a long text end at the limit`() {
    let text = String(repeating: "x", count: 1_000_000)
    let aliases = Array(repeating: "*a", count: 1000).joined(separator: ", ")
    #expect(fault("a: &a \(text)\nb: [\(aliases)]\n")?.code == .tooLarge)
  }

  @Test func `aliases that deepen end at the limit`() {
    var text = "a0: &a0 [x]\n"
    for level in 1...80 { text += "a\(level): &a\(level) [*a\(level - 1)]\n" }
    #expect(fault(text)?.code == .tooDeep)
    #expect(fault("- &a [[[x]]]\n- [[[*a]]]\n", limits: TextLimits(depth: 7)) == nil)
    #expect(fault("- &a [[[x]]]\n- [[[*a]]]\n", limits: TextLimits(depth: 6))?.code == .tooDeep)
  }

  @Test func `size and number of values are bounded`() {
    #expect(fault("[1, 2, 3]", limits: TextLimits(size: 8))?.code == .tooLarge)
    let values = fault("[1, 2, 3]", limits: TextLimits(values: 3))
    #expect(values?.code == .tooLarge)
    #expect(values?.offset == 7)
  }

  @Test func `very many tag directives are refused`() {
    let directives = (0..<1000).map { "%TAG !t\($0)! tag:x\n" }.joined()
    #expect(fault(directives + "--- a\n")?.code == .tooLarge)
  }
}
