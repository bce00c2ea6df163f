import Testing

@testable import Formats

@Suite("Spans of bytes")
struct SpanTextTests {
  @Test func `become text if they are UTF-8`() {
    let good = Array("é".utf8)
    let bad: [UInt8] = [0x61, 0xFF]
    #expect(good.span.validText == "é" && good.span.text == "é")
    #expect(bad.span.validText == nil && bad.span.text == "a\u{FFFD}")
    #expect([UInt8]().span.text == "")
  }

  @Test("are ordered by their bytes", arguments: ["", "a", "ab", "b", "é"])
  func order(_ text: String) {
    for other in ["", "a", "ab", "b", "é"] {
      let (left, right) = (Array(text.utf8), Array(other.utf8))
      let order = left.span.byteOrder(to: right.span)
      #expect((order < 0) == text.utf8.lexicographicallyPrecedes(other.utf8))
      #expect((order == 0) == (text == other))
    }
  }

  @Test func `replace others`() {
    var bytes = Array("0123456789".utf8)
    let other = Array("abc".utf8)
    var span = bytes.mutableSpan
    span.replace(at: 7, with: other.span)
    span.replace(at: 0, with: other.span.extracting(0..<1))
    span.replace(at: 10, with: other.span.extracting(0..<0))
    #expect(String(decoding: bytes, as: UTF8.self) == "a123456abc")
  }

  @Test func `are hashed by their bytes`() {
    let bytes = Array("bytes".utf8)
    var (first, second) = (Hasher(), Hasher())
    first.combine(bytes: bytes.span)
    second.combine(bytes: bytes.span.extracting(0..<2))
    second.combine(bytes: bytes.span.extracting(2..<5))
    #expect(first.finalize() == second.finalize())
  }
}
