import TestSupport
import Testing

@testable import Formats

@Suite("XML")
struct XMLParserTests {
  @Test func `elements, text, escapes and prefixes are read`() throws {
    let text = """
      \u{FEFF}<?xml version="1.0" encoding="UTF-8"?>
      <!-- who reads this -->
      <s3:List xmlns:s3="http://s3.amazonaws.com/doc/2006-03-01/"><Name attribute='<-"'></Name>
      <Key>a &amp; b &lt;&gt;&quot;&apos; &#228;&#xE4; <![CDATA[<raw> & ]]>end</Key><Empty/><Empty /></s3:List>

      """.replacing("<-", with: "&lt;-")
    let root = try XMLParser.parse(Array(text.utf8))
    #expect(root.name == "List")
    #expect(root.children.map(\.name) == ["Name", "Key", "Empty", "Empty"])
    #expect(root["Key"]?.text == "a & b <>\"' ää <raw> & end")
    #expect(root["Name"]?.text == "")
    #expect(root["Nothing"] == nil)
  }

  /// A text that is refused, and the byte it is refused at.
  struct Fault: CustomTestStringConvertible, Sendable {
    var text: String
    var offset: Int
    var code = SyntaxFault.Code.grammar
    var testDescription: String { String(text.prefix(40)) }
  }

  static let faults = [
    Fault(text: "", offset: 0, code: .unexpectedEnd),
    Fault(text: "no XML", offset: 0),
    Fault(text: "<a>", offset: 3, code: .unexpectedEnd),
    Fault(text: "<a", offset: 2, code: .unexpectedEnd),
    Fault(text: "<a></b>", offset: 3),
    Fault(text: "</a>", offset: 0),
    Fault(text: "<a></a><b/>", offset: 7),
    Fault(text: "<a></a>text", offset: 7),
    Fault(text: "<a>&nbsp;</a>", offset: 3),
    Fault(text: "<a>&#xD800;</a>", offset: 3),
    Fault(text: "<a>& </a>", offset: 3),
    Fault(text: "<a><b c='<'/></a>", offset: 9),
    Fault(text: "<!DOCTYPE a [<!ENTITY x \"y\">]><a>&x;</a>", offset: 0),
    Fault(text: "<a><![CDATA[ </a>", offset: 17, code: .unexpectedEnd),
    Fault(text: "<!-- <a/>", offset: 9, code: .unexpectedEnd),
    Fault(text: "< a/>", offset: 1),
    Fault(
      text: String(repeating: "<a>", count: 100) + String(repeating: "</a>", count: 100),
      offset: 192, code: .tooDeep),
  ]

  @Test("is refused at the right byte", arguments: faults)
  func fault(_ fault: Fault) {
    let found = #expect(throws: SyntaxFault.self) { try XMLParser.parse(Array(fault.text.utf8)) }
    #expect(found?.offset == fault.offset)
    #expect(found?.code == fault.code)
  }

  @Test func `bytes that are not UTF-8 are refused`() {
    #expect(throws: SyntaxFault.self) {
      try XMLParser.parse(Array("<a>".utf8) + [0xFF] + Array("</a>".utf8))
    }
  }

  @Test func `sizes and numbers are bounded`() {
    let many = Array(("<a>" + String(repeating: "<b/>", count: 100) + "</a>").utf8)
    #expect(throws: SyntaxFault.self) { try XMLParser.parse(many, limits: .init(values: 50)) }
    #expect(throws: SyntaxFault.self) { try XMLParser.parse(many, limits: .init(size: 50)) }
  }

  @Test func `no text makes it crash`() {
    let text = Array("<?x?><a b='c'>t&amp;<![CDATA[d]]><e/><!-- f --></a>".utf8)
    var generator = SeededGenerator(seed: 7)
    for _ in 0..<20_000 {
      var mutated = text
      for _ in 0..<Int.random(in: 1...4, using: &generator) {
        let index = Int.random(in: 0..<mutated.count, using: &generator)
        switch Int.random(in: 0..<3, using: &generator) {
        case 0: mutated[index] = UInt8.random(in: 0...255, using: &generator)
        case 1: mutated.remove(at: index)
        default: mutated.insert(text[Int.random(in: 0..<text.count, using: &generator)], at: index)
        }
        if mutated.isEmpty { break }
      }
      _ = try? XMLParser.parse(mutated)
    }
  }
}
