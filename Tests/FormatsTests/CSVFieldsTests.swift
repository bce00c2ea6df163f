import Formats
import Testing

@Suite("CSV fields")
struct CSVFieldsTests {
  /// A line, its fields, and for each what is odd: `"` or `'` quotes, b spaces, u unbalanced,
  /// d doubled quotes, t typographic quote.
  struct Case: CustomTestStringConvertible, Sendable {
    var line: String
    var fields: [String]
    var odd: [String]?
    var testDescription: String { line.debugDescription }

    init(_ line: String, _ fields: [String], _ odd: [String]? = nil) {
      self.line = line
      self.fields = fields
      self.odd = odd
    }
  }

  static let cases = [
    Case("", [""]),
    Case(",", ["", ""]),
    Case("a", ["a"]),
    Case("a,b,c", ["a", "b", "c"]),
    Case("a,,c,", ["a", "", "c", ""]),
    Case(
      "2010-01-01T00:00Z,2010-01-01T01:00Z,s3://b/a.cdf,1",
      ["2010-01-01T00:00Z", "2010-01-01T01:00Z", "s3://b/a.cdf", "1"]),
    Case("a b,c", ["a b", "c"]),
    Case("#a,(b)", ["#a", "(b)"]),
    Case(" a,\tb , ", ["a", "b", ""], ["b", "b", "b"]),
    Case("\"a\",'b'", ["a", "b"], ["\"", "'"]),
    Case("\"a,b\",'c,d',e", ["a,b", "c,d", "e"], ["\"", "'", ""]),
    Case("\"\",''", ["", ""], ["\"", "'"]),
    Case(" \"a\" , 'b'\t", ["a", "b"], ["\"b", "'b"]),
    Case("\"a\"\"b\",c", ["a\"\"b", "c"], ["\"d", ""]),
    Case("\"\"\"\"", ["\"\""], ["\"d"]),
    Case("\" a \"", [" a "], ["\""]),
    Case("\"a,b", ["\"a", "b"], ["u", ""]),
    Case("'a,b", ["'a", "b"], ["u", ""]),
    Case("a',b\"", ["a'", "b\""], ["u", "u"]),
    Case("a'b,c\"d", ["a'b", "c\"d"]),
    Case("\"a\"b,c", ["\"a\"b", "c"], ["u", ""]),
    Case("'it''s',b", ["'it''s'", "b"], ["u", ""]),
    Case("\"a,b\"c,d", ["\"a", "b\"c", "d"], ["u", "", ""]),
    Case("\"", ["\""], ["u"]),
    Case("a,\"", ["a", "\""], ["", "u"]),
    Case("'\"a\"'", ["\"a\""], ["'"]),
    Case("“a”,b", ["“a”", "b"], ["t", ""]),
    Case("‘a,b’", ["‘a", "b’"], ["t", "t"]),
    Case("”", ["”"], ["t"]),
    Case("é,ü–", ["é", "ü–"]),
    Case(" “a” ", ["“a”"], ["bt"]),
    Case("a\u{0},b\r", ["a\u{0}", "b\r"]),
  ]

  @Test("are split, with what is odd about them", arguments: cases)
  func split(_ example: Case) {
    let line = Array(example.line.utf8)
    var fields = CSVFields()
    fields.split(line.span)
    let found = (0..<fields.count).map { fields[$0] }
    #expect(found.map { String(decoding: line[$0.range], as: UTF8.self) } == example.fields)
    let odd = found.map(marks)
    #expect(odd == example.odd ?? example.fields.map { _ in "" })
    #expect(fields.isAnyOdd == odd.contains { !$0.isEmpty })
  }

  private func marks(_ field: CSVFields.Field) -> String {
    var marks = ["", "'", "\""][Int(field.quote.rawValue)]
    if field.hadBlanks { marks += "b" }
    if field.isUnbalanced { marks += "u" }
    if field.hasDoubledQuotes { marks += "d" }
    if field.hasTypographicQuote { marks += "t" }
    return marks
  }

  @Test func `keeps the quotes in the outer range`() {
    let line = Array(" 'a' ".utf8)
    var fields = CSVFields()
    fields.split(line.span)
    #expect(fields[0].range == 2..<3)
    #expect(fields[0].outerRange == 1..<4)
  }

  @Test func `serves many lines`() {
    var fields = CSVFields()
    fields.split(Array("\"a\",b,c".utf8).span)
    fields.split(Array("x,y".utf8).span)
    #expect(fields.count == 2)
    #expect(!fields.isAnyOdd)
  }

  @Test func `counts more fields than it keeps`() {
    var fields = CSVFields()
    fields.split(Array(repeating: UInt8(ascii: ","), count: 100_000).span)
    #expect(fields.count == 100_001)
    #expect(fields[100_000].range.isEmpty)
  }

  @Test(arguments: ["\"", "'", "\"\",", "\"\"\"x,", "'\",", "\"x\"\"\","])
  func `takes linear time for quotes without end`(_ part: String) {
    var fields = CSVFields()
    fields.split(Array(String(repeating: part, count: 100_000).utf8).span)
    #expect(fields.count >= 1)
  }
}
