import Formats
import Foundation
import FoundationXML
import TestSupport
import Testing

@Suite("XML writer")
struct XMLWriterTests {
  private func document(_ write: (inout XMLWriter) -> Void) -> String {
    var writer = XMLWriter()
    write(&writer)
    return String(decoding: writer.bytes, as: UTF8.self)
  }

  @Test func `lays elements out, and keeps text unchanged`() {
    let text = document { writer in
      writer.begin("a", [("x", "1"), ("y", "")])
      writer.element("b")
      writer.begin("c")
      writer.element("d", [("z", "2")], text: " two\nlines ")
      writer.end()
      writer.begin("e")
      writer.text("mixed ")
      writer.element("f")
      writer.text(" text")
      writer.end()
      writer.end()
    }
    #expect(
      text == """
        <?xml version="1.0" encoding="UTF-8"?>
        <a x="1" y="">
          <b/>
          <c>
            <d z="2"> two
        lines </d>
          </c>
          <e>mixed <f/> text</e>
        </a>

        """)
  }

  @Test func `ends no more than was begun, and writes no text outside`() {
    let text = document { writer in
      writer.text("outside")
      writer.element("a")
      writer.end()
      writer.text("outside")
    }
    #expect(text == "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<a/>\n")
  }

  /// A text, and its spelling between tags and between quotes.
  static let spellings: [(String, String, String)] = [
    ("<&>", "&lt;&amp;&gt;", "&lt;&amp;&gt;"), ("]]>", "]]&gt;", "]]&gt;"),
    ("\"'", "\"'", "&quot;'"), ("\n\t", "\n\t", "&#10;&#9;"),
    ("\r\n", "&#13;\n", "&#13;&#10;"), ("\0\u{8}\u{1B}\u{1F}", "����", "����"),
    ("\u{FFFE}\u{FFFF}\u{FFFD}", "���", "���"),
    ("e\u{301} 日 👩‍🚀 \u{10FFFF}", "e\u{301} 日 👩‍🚀 \u{10FFFF}", "e\u{301} 日 👩‍🚀 \u{10FFFF}"),
    ("\u{7F}\u{85}\u{2028}", "&#x7f;&#x85;&#x2028;", "&#x7f;&#x85;&#x2028;"),
  ]

  @Test("escapes characters with a meaning and replaces forbidden ones", arguments: spellings)
  func spelling(_ text: String, _ content: String, _ attribute: String) {
    let written = document { $0.element("a", [("x", text)], text: text) }
    let head = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    #expect(
      Array(written.unicodeScalars)
        == Array((head + "<a x=\"\(attribute)\">\(content)</a>\n").unicodeScalars))
  }

  @Test(arguments: 0..<100 as Range<UInt64>)
  func `a parser reads the output back unchanged`(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    var sent = String.UnicodeScalarView()
    for _ in 0..<Int.random(in: 1...200, using: &random) {
      let isLow = Bool.random(using: &random)
      let value = UInt32.random(in: 0...(isLow ? 0x7F : 0x10FFFF), using: &random)
      sent.append(Unicode.Scalar(value) ?? "]")
    }
    let text = String(sent)
    let written = document { $0.element("a", [("x", text)], text: text) }
    let reader = AttributeReader()
    let parser = FoundationXML.XMLParser(data: .init(written.utf8))
    parser.delegate = reader
    #expect(parser.parse())
    let expected = text.unicodeScalars.map { XMLWriterTests.isAllowed($0) ? $0 : "\u{FFFD}" }
    #expect(Array(reader.attribute.unicodeScalars) == expected)
    #expect(Array(reader.text.unicodeScalars) == expected)
  }

  /// XML 1.0 §2.2, the production `Char`.
  private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value >= 0x20 && scalar.value != 0xFFFE && scalar.value != 0xFFFF
      || ["\t", "\n", "\r"].contains(scalar)
  }
}

/// Keeps the attribute `x` and the text of a document.
private final class AttributeReader: NSObject, XMLParserDelegate {
  var attribute = ""
  var text = ""

  func parser(
    _ parser: FoundationXML.XMLParser, didStartElement name: String, namespaceURI: String?,
    qualifiedName: String?, attributes: [String: String]
  ) {
    attribute = attributes["x"] ?? ""
  }

  func parser(_ parser: FoundationXML.XMLParser, foundCharacters string: String) { text += string }
}
