import Formats
import Testing

@Suite("Node")
struct NodeTests {
  private let root: Node

  init() throws {
    let text =
      #"{"s": "a\u0062", "n": 12, "f": 1.5, "t": true, "z": null, "l": [1, [2], 3], "s": "c"}"#
    root = try JSONParser.parse(Array(text.utf8)).root
  }

  @Test func `gives values of the requested kind`() {
    #expect(root["n"]?.integer == 12)
    #expect(root["f"]?.integer == nil)
    #expect(root["f"]?.numberText == "1.5")
    #expect(root["t"]?.bool == true)
    #expect(root["n"]?.bool == nil)
    #expect(root["n"]?.string == nil)
    #expect(root["z"]?.kind == .null)
    #expect(root["z"]?.text == "null")
  }

  @Test func `gives the last of repeated members`() {
    #expect(root["s"]?.string == "c")
    #expect(root.members.first { _ in true }?.value.text == "ab")
  }

  @Test func `gives nothing for missing values`() {
    #expect(root["x"] == nil)
    #expect(root["n"]?["x"] == nil)
    #expect(root["n"]?.elements.map(\.kind) == [])
    #expect(root["l"]?.members.map(\.key.text) == [])
    #expect(root["n"]?.count == 0)
    #expect(root["l"]?.text == "")
  }

  @Test func `skips nested content`() {
    #expect(root["l"]?.elements.map(\.kind) == [.number, .array, .number])
    #expect(root["l"]?.count == 3)
    #expect(root.nextIndex == root.document.entryCount)
  }

  @Test func `compares text to the byte`() throws {
    let text = "\"0123456789abcdef!\""
    let node = try JSONParser.parse(Array(text.utf8)).root
    #expect(node.hasText(Array("0123456789abcdef!".utf8)))
    #expect(!node.hasText(Array("0123456789abcdef?".utf8)))
    #expect(!node.hasText(Array("0123456x89abcdef!".utf8)))
    #expect(!node.hasText(Array("0123456789abcdef".utf8)))
  }

  @Test func `entries by index agree with nodes`() {
    let document = root.document
    #expect(document.value(ofKey: Array("n".utf8), at: 0).map { document.kind(at: $0) } == .number)
    #expect(document.value(ofKey: Array("x".utf8), at: 0) == nil)
    #expect(document.value(ofKey: Array("x".utf8), at: 1) == nil)
    for index in 0..<document.entryCount {
      let node = Node(document: document, index: index)
      #expect(document.count(at: index) == node.count)
      #expect(document.withText(at: index) { $0.count } == node.text.utf8.count)
      #expect(document.textCount(at: index) == node.text.utf8.count)
      #expect(String(decoding: document.text(at: index), as: UTF8.self) == node.text)
    }
  }
}
