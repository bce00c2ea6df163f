import DocumentChecks
import Formats
import Testing

@Suite("JSON writer")
struct JSONWriterTests {
  private func write(_ value: JSONValue, _ layout: JSONWriter.Layout = .singleLine) -> String {
    String(decoding: JSONWriter.write(value, layout: layout), as: UTF8.self)
  }

  @Test func `lays values out with two spaces per level and a final line end`() {
    let value: JSONValue = [
      "b": [1, "x", true, nil], "a": [:], "c": [], "d": ["e": [[]]],
    ]
    #expect(
      write(value, .indented) == """
        {
          "b": [
            1,
            "x",
            true,
            null
          ],
          "a": {},
          "c": [],
          "d": {
            "e": [
              []
            ]
          }
        }

        """)
    #expect(write(value) == #"{"b":[1,"x",true,null],"a":{},"c":[],"d":{"e":[[]]}}"#)
  }

  @Test func `lays nodes out like values`() throws {
    let text = #"{"b":[1,"x",true,null],"a":{},"c":[],"d":{"e":[[]]}}"#
    let root = try JSONParser.parse(Array(text.utf8)).root
    let value: JSONValue = [
      "b": [1, "x", true, nil], "a": [:], "c": [], "d": ["e": [[]]],
    ]
    #expect(write(.node(root)) == text)
    #expect(write(.node(root), .indented) == write(value, .indented))
    #expect(
      write(["n": .node(root), "m": 1], .indented) == write(["n": value, "m": 1], .indented))
  }

  static let strings: [(JSONValue, String)] = [
    ("", #""""#), ("a/b", #""a/b""#), ("é日😀\u{2028}\u{7F}", "\"é日😀\u{2028}\u{7F}\""),
    ("\"\\", #""\"\\""#), ("\n\r\t\u{8}\u{C}", #""\n\r\t\b\f""#), ("\0\u{1F}", #""\u0000\u001f""#),
    ("12345678\n12345678", #""12345678\n12345678""#),
    (.utf8([0x61, 0xFF, 0x62]), "\"a\u{FFFD}b\""), (.utf8([0xC3]), "\"\u{FFFD}\""),
    (.utf8([0xED, 0xA0, 0x80]), #""\ud800""#), (.utf8([0xED, 0xBF, 0xBF, 0x61]), #""\udfffa""#),
    (.utf8(Array("é".utf8)), "\"é\""),
  ]

  @Test("escapes no more than it must", arguments: strings)
  func string(_ value: JSONValue, _ expected: String) {
    #expect(write(value) == expected)
    #expect(write([expected: nil]).hasSuffix(":null}"))
  }

  @Test func `writes numbers that are not finite as null`() {
    #expect(
      write([.number(1.5), .number(.nan), .number(.infinity), .number(UInt64.max)])
        == "[1.5,null,null,18446744073709551615]")
  }

  @Test func `writes lines one after the other`() {
    var writer = JSONWriter(layout: .singleLine)
    for number in 1...2 {
      writer.write(["n": .number(number), "raw": .raw(Array("[ ]".utf8))])
      writer.endLine()
    }
    #expect(
      String(decoding: writer.bytes, as: UTF8.self) == """
        {"n":1,"raw":[ ]}
        {"n":2,"raw":[ ]}

        """)
    writer.removeAll()
    #expect(writer.bytes.isEmpty)
  }

  @Test func `keeps literals of JSON to the byte`() throws {
    let text =
      Array(#"{"\u0061\/":["\ud800","é\u00e9",1.50e+3,-0],"b":"#.utf8)
      + [0x22, 0xFF, 0x22, 0x7D]
    let root = try JSONParser.parse(text).root
    #expect(JSONWriter.write(root, layout: .singleLine) == text)
  }

  @Test func `writes a part of a document`() throws {
    let root = try JSONParser.parse(Array(#"{"a":{"b":[1]},"c":2}"#.utf8)).root
    #expect(try write(.node(#require(root["a"]))) == #"{"b":[1]}"#)
    #expect(try write(.node(#require(root["c"]))) == "2")
  }

  @Test(arguments: 0..<300 as Range<UInt64>)
  func `a document that is read and written reads the same`(seed: UInt64) throws {
    var random = RandomJSON(seed: seed)
    let text = random.text()
    #expect(DocumentInvariants.checkJSON(text) == nil)
    let compact = JSONWriter.write(try JSONParser.parse(text).root, layout: .singleLine)
    let again = try JSONParser.parse(compact).root
    #expect(JSONWriter.write(again, layout: .singleLine) == compact)
  }

  @Test(arguments: 0..<300 as Range<UInt64>)
  func `values in either layout read the same`(seed: UInt64) throws {
    var random = RandomJSON(seed: seed)
    let value = random.value()
    let indented = try JSONParser.parse(JSONWriter.write(value))
    let compact = try JSONParser.parse(JSONWriter.write(value, layout: .singleLine))
    #expect(indented.remarks.isEmpty || indented.remarks.allSatisfy { $0.kind == .loneSurrogate })
    #expect(DocumentInvariants.difference(indented, compact) == nil)
  }
}
