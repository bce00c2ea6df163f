import Formats
import Testing

@testable import Listings

@Suite("Lines of a snapshot")
struct SnapshotLineTests {
  private static let header = #"{"format":"scregistry-snapshot","schemaVersion":1,"tool":"t"}"#

  /// The usual form, and others that only the parser of JSON reads.
  static let lines = [
    #"{"key":"a","size":1}"#,
    #"{"key":"a b","size":0,"etag":"d41d8cd98f00b204e9800998ecf8427e"}"#,
    #"{"key":"a","size":1,"etag":"\"0cc175b9c0f1b6a831c399e269772661\""}"#,
    #"{"key":"a","size":1,"etag":"\"x\"","lastModified":"2026-01-31T10:00:00Z"}"#,
    #"{"key":"a","size":1,"lastModified":"2026-01-31T10:00:00.250+01:00"}"#,
    #"{"key":"a"}"#,
    #"{"key":"a","etag":""}"#,
    #"{"key":"é","size":1}"#,
    #"{"key":"q\"u\\o\u0041te","size":1}"#,
    #"{"size":1,"key":"a"}"#,
    #"{ "key" : "a" , "size" : 1 }"#,
    #"{"key":"a","size":01}"#,
    #"{"key":"a","size":1.0}"#,
    #"{"key":"a","size":-1}"#,
    #"{"key":"a","size":99999999999999999999}"#,
    #"{"key":"","size":1}"#,
    #"{"key":"a","size":1,"etag":"W/\"x\""}"#,
    #"{"key":"a","size":1,"etag":"\"x"}"#,
    #"{"key":"a","size":1,"etag":"x\""}"#,
    #"{"key":"a","size":1,"lastModified":"yesterday"}"#,
    #"{"key":"a","size":1,"encryption":"SSE-KMS"}"#,
    #"{"key":"a","size":1,"size":2}"#,
    #"{"key":"a","key":"b"}"#,
    #"{"key":"a","size":1}}"#,
    #"{"key":"a","size":1"#,
    "{\"key\":\"a\tb\",\"size\":1}",
    "",
  ]

  @Test("are the same whether the parser of JSON reads them or not", arguments: lines)
  func agreement(line: String) {
    // With a space before it, a line is JSON of the same meaning and not of the usual form.
    let usual = Self.read([line, line])
    let parsed = Self.read([" \(line)", " \(line)"])
    #expect(usual.entries == parsed.entries)
    #expect(usual.faults == parsed.faults)
  }

  @Test("are the same wherever the bytes are split", arguments: [1, 2, 3, 7, 40, 41, 1000])
  func split(size: Int) {
    let good = Self.lines.prefix(10) + [Self.lines[1]]
    #expect(Self.read(Array(good), by: size).entries == Self.read(Array(good)).entries)
    #expect(Self.read(Array(good), by: size).sum == Self.read(Array(good)).sum)
  }

  /// What a reader gives for the lines of objects; the sum is the fault about the checksum, which
  /// depends on every byte.
  private static func read(
    _ lines: [String], by size: Int = 1 << 20
  ) -> (entries: [ListingEntry], faults: Int, sum: [String]) {
    let footer = #"{"complete":true,"count":\#(lines.count),"bytes":0,"sorted":true,"sha256":"x"}"#
    let text = Array(([header] + lines + [footer]).joined(separator: "\n").utf8) + [0x0A]
    var reader = ListingReader(format: .snapshot)
    var entries: [ListingEntry] = []
    var start = 0
    while start < text.count {
      let end = Swift.min(start + size, text.count)
      entries += Array(reader.read(text[start..<end].span))
      start = end
    }
    entries += Array(reader.finish())
    return (entries, reader.summary.faultCount, reader.summary.faults.map(\.message))
  }
}
