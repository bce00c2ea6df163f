import Formats
import Testing

@Suite("JSON parser, RFC 8259")
struct JSONParserTests {
  private func parse(_ text: String) throws -> Document { try JSONParser.parse(Array(text.utf8)) }

  @Test func `keeps members and elements in order`() throws {
    let root = try parse(#" { "b" : [1, "x", true, false, null, {}, []], "a" : -1.50e+3 } "#).root
    #expect(root.kind == .object)
    #expect(root.members.map(\.key.text) == ["b", "a"])
    let kinds: [Node.Kind] = [.number, .string, .true, .false, .null, .object, .array]
    #expect(root["b"]?.elements.map(\.kind) == kinds)
    #expect(root["a"]?.numberText == "-1.50e+3")
  }

  @Test(arguments: ["0", "-0", "12", "0.5", "1e6", "1E-06", "-12.5e+300"])
  func `keeps numbers as written`(_ text: String) throws {
    #expect(try parse(text).root.numberText == text)
    #expect(try parse("[\(text)]").root.elements.map(\.numberText) == [text])
  }

  @Test func `keeps the text of numbers of any length`() throws {
    let number = "-" + String(repeating: "1234567890", count: 40) + ".5"
    #expect(try parse("{\"n\": \(number)}").root["n"]?.numberText == number)
  }

  @Test(
    arguments: zip(
      [
        #""""#, #""a\"b""#, #""\\\/\b\f\n\r\t""#, #""\u0041\u00e9\u20AC""#, #""\ud83d\ude00""#,
        #""naïve – 日本語 😀""#, "\"\u{7F}\u{2028}\"", #""12345678\n""#, #""1234567é\n12345678""#,
      ],
      [
        "", "a\"b", "\\/\u{8}\u{C}\n\r\t", "Aé€", "😀", "naïve – 日本語 😀", "\u{7F}\u{2028}",
        "12345678\n", "1234567é\n12345678",
      ]))
  func `reads strings`(_ text: String, _ value: String) throws {
    let node = try parse(text).root
    #expect(node.string == value)
    #expect(node.sourceRange == 0..<text.utf8.count)
  }

  @Test func `knows the place of every value and key`() throws {
    let root = try parse("{ \"key\" : [ 1 , \"ab\" ] }").root
    #expect(root.sourceRange == 0..<24)
    let member = try #require(root.member("key"))
    #expect(member.key.sourceRange == 2..<7)
    #expect(member.value.sourceRange == 10..<22)
    #expect(member.value.elements.map(\.sourceRange) == [12..<13, 16..<20])
  }

  @Test func `remarks on a byte order mark and continues`() throws {
    let document = try parse("\u{FEFF}[1]")
    #expect(document.remarks == [.init(.byteOrderMark, offset: 0)])
    #expect(document.root.sourceRange == 3..<6)
  }

  @Test func `remarks on lone surrogates at their escape`() throws {
    let document = try parse(#"["a\ud800", "\udc00\ud800", "\ud800\u0041"]"#)
    #expect(document.remarks.map(\.offset) == [3, 13, 19, 29])
    #expect(document.remarks.allSatisfy { $0.kind == .loneSurrogate })
  }

  @Test func `remarks on bytes that are not UTF-8, once per run`() throws {
    let text: [UInt8] =
      Array("[\"a".utf8) + [0xE9, 0xE9, 0x62, 0xED, 0xA0, 0x80] + Array("\"]".utf8)
    let document = try JSONParser.parse(text)
    #expect(
      document.remarks == [
        .init(.invalidUTF8(byte: 0xE9), offset: 3), .init(.invalidUTF8(byte: 0xED), offset: 6),
      ])
  }

  @Test func `remarks on repeated keys with both places`() throws {
    let document = try parse(#"{"a": 1, "\u0061": 2, "b": {"c": 1, "c": 2}, "a": 3}"#)
    #expect(
      document.remarks == [
        .init(.duplicateKey(firstOffset: 1), offset: 9),
        .init(.duplicateKey(firstOffset: 28), offset: 36),
        .init(.duplicateKey(firstOffset: 1), offset: 45),
      ])
    #expect(document.root["a"]?.numberText == "3")
  }

  @Test(arguments: [2, 24, 25, 26, 300])
  func `finds repeated keys in objects of any size`(_ count: Int) throws {
    var members = (0..<count).map { "\"key\($0)\":\($0)" }
    #expect(try parse("{" + members.joined(separator: ",") + "}").remarks.isEmpty)
    members.append("\"key\(count / 2)\":0")
    let remarks = try parse("{" + members.joined(separator: ",") + "}").remarks
    #expect(remarks.count == 1)
  }
}

@Suite("JSON limits")
struct JSONLimitTests {
  private func nested(_ depth: Int) -> [UInt8] {
    Array(repeating: UInt8(ascii: "["), count: depth)
      + Array(repeating: UInt8(ascii: "]"), count: depth)
  }

  @Test func `nesting is read up to the limit`() throws {
    #expect(try JSONParser.parse(nested(512)).entryCount == 512)
  }

  @Test(arguments: [513, 10_000, 1_000_000])
  func `nesting beyond the limit is a fault at the first bracket too many`(_ depth: Int) {
    let fault = #expect(throws: SyntaxFault.self) { try JSONParser.parse(nested(depth)) }
    #expect(fault?.code == .tooDeep)
    #expect(fault?.offset == 512)
  }

  @Test func `size and number of values are bounded`() {
    let text = Array("[1,2,3]".utf8)
    let size = #expect(throws: SyntaxFault.self) {
      try JSONParser.parse(text, limits: TextLimits(size: 6))
    }
    #expect(size?.code == .tooLarge)
    let values = #expect(throws: SyntaxFault.self) {
      try JSONParser.parse(text, limits: TextLimits(values: 3))
    }
    #expect(values?.code == .tooLarge)
    #expect(values?.offset == 5)
  }

  @Test func `remarks are bounded by kind`() throws {
    let keys = Array(repeating: "\"k\":0", count: 5000).joined(separator: ",")
    let document = try JSONParser.parse(Array("\u{FEFF}{\(keys)}".utf8))
    #expect(document.remarks.count == 1001)
    #expect(document.omittedRemarks == 3999)
  }

  @Test
  func `objects of very many keys, equal or not, take no more than linear time`() throws {
    let equal = Array(repeating: "\"key\":0", count: 200_000).joined(separator: ",")
    #expect(try JSONParser.parse(Array("{\(equal)}".utf8)).root.count == 200_000)
    let unequal = (0..<200_000).map { "\"\($0)\":0" }.joined(separator: ",")
    #expect(try JSONParser.parse(Array("{\(unequal)}".utf8)).remarks.isEmpty)
  }
}
