import Formats
import Testing

@Suite("Line index")
struct LineIndexTests {
  /// A text, an offset, and the line and column it has.
  struct Case: CustomTestStringConvertible, Sendable {
    var text: String
    var offset: Int
    var line: Int
    var column: Int
    var testDescription: String { "\(text.debugDescription) at \(offset)" }
  }

  static let cases = [
    Case(text: "", offset: 0, line: 1, column: 1),
    Case(text: "ab", offset: 1, line: 1, column: 2),
    Case(text: "ab", offset: 99, line: 1, column: 3),
    Case(text: "ab", offset: -1, line: 1, column: 1),
    Case(text: "a\nb", offset: 1, line: 1, column: 2),
    Case(text: "a\nb", offset: 2, line: 2, column: 1),
    Case(text: "a\r\nb", offset: 3, line: 2, column: 1),
    Case(text: "a\r\nb", offset: 2, line: 1, column: 3),
    Case(text: "é1", offset: 2, line: 1, column: 2),
    Case(text: "é1", offset: 1, line: 1, column: 1),
    Case(text: "😀😀1", offset: 8, line: 1, column: 3),
    Case(text: "x\n日本1", offset: 8, line: 2, column: 3),
    Case(text: "\u{FEFF}ab", offset: 3, line: 1, column: 1),
    Case(text: "\u{FEFF}ab", offset: 0, line: 1, column: 1),
    Case(text: "\u{FEFF}ab", offset: 4, line: 1, column: 2),
    Case(text: "1234567\n12345678\nx", offset: 17, line: 3, column: 1),
  ]

  @Test("counts lines, and columns in scalars", arguments: cases)
  func position(_ example: Case) {
    let position = LineIndex(Array(example.text.utf8)).position(at: example.offset)
    #expect(position.line == example.line)
    #expect(position.column == example.column)
  }

  @Test func `columns of long lines agree with counting one by one`() {
    let text = Array(String(repeating: "aé日😀", count: 400).utf8)
    let index = LineIndex(text)
    var column = 1
    for offset in text.indices {
      if offset > 0, text[offset] & 0xC0 != 0x80 { column += 1 }
      #expect(index.position(at: offset).column == column)
    }
    #expect(index.position(at: text.count).column == 1601)
  }

  @Test func `lines come without their ends`() {
    let index = LineIndex(Array("a\r\nbc\n".utf8))
    #expect(index.count == 3)
    #expect(
      (0...4).map { String(decoding: index.line($0), as: UTF8.self) } == ["", "a", "bc", "", ""])
  }
}
