import Testing

@testable import Formats

@Suite("CSV records")
struct CSVRecordReaderTests {
  /// Reads a text in pieces and tells its records in short: line, fields, fault.
  private static func read(_ text: String, chunk: Int = 1 << 16, limit: Int = 1 << 20) -> [String] {
    var reader = CSVRecordReader(limit: limit)
    var records: [CSVRecordReader.Record] = []
    let bytes = Array(text.utf8)
    for start in stride(from: 0, to: bytes.count, by: chunk) {
      reader.read(
        bytes.span.extracting(start..<Swift.min(bytes.count, start + chunk)), into: &records)
    }
    reader.finish(into: &records)
    return records.map { record in
      let fields = record.fields.map { String(decoding: $0, as: UTF8.self) }
      return "\(record.line) \(fields.joined(separator: "|"))"
        + (record.fault.map { " !\($0)" } ?? "")
    }
  }

  static let cases: [(text: String, records: [String])] = [
    ("", []), ("\n\r\n\n", []), ("a", ["1 a"]), ("a,b\n", ["1 a|b"]),
    ("a,b\r\nc,\r\n", ["1 a|b", "2 c|"]),
    (",\n", ["1 |"]), ("\"\"\n", ["1 "]), ("\"\",\"\"", ["1 |"]),
    ("\"a,b\",\"c\"\"d\"\n", ["1 a,b|c\"d"]),
    ("\"a\nb\",c\nd\n", ["1 a\nb|c", "3 d"]),
    ("\"a\r\nb\"\r\nc", ["1 a\r\nb", "3 c"]),
    (" a , b\n", ["1  a | b"]),
    ("a\"b,c\n", ["1 a\"b|c"]), ("'a,b'\n", ["1 'a|b'"]),
    ("\"a\" ,b\n", ["1 a|b"]),
    ("\"a\"b,c\nd\n", ["1 a|c !text follows the closing quote of a field", "2 d"]),
    ("a\n\"b\nc", ["1 a", "2 b\nc !a quoted field is not closed"]),
  ]

  @Test("are split, whatever the pieces", arguments: cases, [1, 2, 1000])
  func reading(_ example: (text: String, records: [String]), _ chunk: Int) {
    #expect(Self.read(example.text, chunk: chunk) == example.records)
  }

  @Test func `that are too long are skipped`() {
    let long = String(repeating: "x", count: 100)
    let words = "!the record is longer than 50 bytes"
    #expect(Self.read("a\n\(long)\nb\n", limit: 50) == ["1 a", "2  \(words)", "3 b"])
    #expect(Self.read("\"\(long)\nb\nc\n", limit: 50) == ["1  \(words)", "2 b", "3 c"])
  }
}
