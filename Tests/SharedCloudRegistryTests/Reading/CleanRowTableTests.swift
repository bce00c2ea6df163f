import SharedCloudRegistry
import Testing

/// The fast test on one row after a clean one, for every fault that one place can have.
@Suite("The fast test, place by place")
struct CleanRowTableTests {
  /// Two rows of a layout.
  struct Rows {
    let layout: RowLayout
    /// The fields of the previous row, and of the current row.
    var before: [[UInt8]]
    var row: [[UInt8]]

    init(_ layout: RowLayout) {
      self.layout = layout
      func fields(_ seconds: Int64, _ key: String) -> [[UInt8]] {
        let times = (layout.hasStop ? [0, 59] : [0]).map {
          SCRTime(seconds: seconds + $0, nanoseconds: 123_456_789).text(precision: layout.precision)
        }
        return (times + [layout.prefix + key, "1048576"]).map { Array($0.utf8) }
      }
      before = fields(1_277_596_800, "one/two/three/file_20100627.cdf")
      row = fields(1_277_734_271, "one/two/three/file_20100628.cdf")
    }

    /// Whether the current row passes the fast test.
    var passes: Bool {
      let lines = [before, row].map { Array($0.joined(separator: [0x2C])) }
      let file = ScannedFile(
        Array(lines.joined(separator: [0x0A])) + [0x0A], chunk: 4096, layout: layout)
      return file.cleanRows == 1
    }

    /// The fault of the current row by plain code; nil if there is no fault.
    var fault: String? {
      let lines = [before, row].map {
        ReferenceRow(Array($0.joined(separator: [0x2C])), layout)
      }
      return lines[1].fault(layout, previousStart: lines[0].start, previousKey: lines[0].key)
    }
  }

  static let layouts = RowLayout.all.filter { $0.timeLength != 30 }

  /// Checks that the fast test passes no row with a fault, and all rows that it should.
  func check(_ rows: Rows, _ name: @autoclosure () -> String, mayRefuse: Bool = false) {
    let passes = rows.passes
    let fault = rows.fault
    if passes {
      #expect(fault == nil, "\(name())")
    } else if !mayRefuse {
      #expect(fault != nil, "\(name())")
    }
  }

  @Test("any byte at any place", arguments: layouts)
  func bytes(_ layout: RowLayout) {
    // Every byte in the most common layout, the ends of ranges in the others.
    let isUsual = layout.timeLength == 20 && layout.hasStop
    let bytes: [UInt8] =
      isUsual
      ? Array(0...255)
      : [
        0, 9, 10, 13, 31, 32, 34, 35, 38, 39, 44, 45, 46, 47, 48, 49, 53, 54, 57, 58, 84, 90, 127,
        128, 255,
      ]
    for field in Rows(layout).row.indices {
      for place in Rows(layout).row[field].indices {
        for byte in bytes where byte != 0x0A {
          var rows = Rows(layout)
          rows.row[field][place] = byte
          // # and & count as quotes; a stop in the next year and a zero take the slow path.
          let mayRefuse =
            field == layout.keyColumn || (place == 0 && byte == 0x30)
            || (layout.hasStop && field == 1 && place < 4)
          check(rows, "byte \(byte) at \(place) of field \(field)", mayRefuse: mayRefuse)
        }
      }
    }
  }

  /// The common part of the previous and the current datakey.
  enum Before: CaseIterable, Sendable {
    case beginning, all, bucket
  }

  @Test("texts in datakeys", arguments: Before.allCases)
  func keys(_ before: Before) {
    let layout = RowLayout(timeLength: 20, hasStop: true)
    let texts =
      [
        "..", "/../", "/..", "../", "/./", "//", " ", "\u{0}", "\u{1}", "\u{7F}", "é", "\"", "'",
        ",",
        ",,", ".", "...", "#", "%2E%2E", "\\", "/../../", "s3://", "\t",
      ].map { Array($0.utf8) } + [[0xFF], [0xC3], [0xE2, 0x80]]
    for text in texts {
      for place in 0...Rows(layout).row[2].count {
        var rows = Rows(layout)
        rows.row[2].insert(contentsOf: text, at: place)
        switch before {
        case .beginning: break
        case .all: rows.before[2].insert(contentsOf: text, at: place)
        case .bucket: rows.before[2] = Array((layout.prefix + "another").utf8)
        }
        check(rows, "\(text) at \(place)", mayRefuse: true)
      }
    }
  }

  @Test("a segment of two periods, the first shared with the previous row", arguments: 0..<9)
  func half(_ length: Int) {
    var rows = Rows(RowLayout(timeLength: 20, hasStop: true))
    let start = rows.layout.prefix + String(repeating: "k", count: length)
    rows.before[2] = Array((start + "/.a/file_1").utf8)
    rows.row[2] = Array((start + "/../file_1").utf8)
    check(rows, start)
  }

  @Test("lengths of datakeys")
  func keyLengths() {
    let layout = RowLayout(timeLength: 20, hasStop: true, prefix: "s3://b/")
    for before in 1...40 {
      for length in 0...40 {
        var rows = Rows(layout)
        rows.before[2] = Array(("s3://b/" + String(repeating: "k", count: before)).utf8)
        rows.row[2] = Array(("s3://b/" + String(repeating: "k", count: length)).utf8)
        // Keys of one or no byte are too short for words of eight.
        check(rows, "\(before) bytes, then \(length)", mayRefuse: length < 2)
        rows.row[2].append(0x20)
        check(rows, "\(before) bytes, then \(length) and a space")
      }
    }
  }

  @Test("datakeys that are not in the bucket")
  func buckets() {
    let layout = RowLayout(timeLength: 20, hasStop: true)
    for key in [
      "s3://bucket", "s3://bucket/", "s3://bucketa/b/c", "https://bucket/a", "bucket/abcdef",
      "S3://bucket/a", "s3://buckeT/a", "s3://bucket/a", "",
    ] {
      var rows = Rows(layout)
      rows.row[2] = Array(key.utf8)
      check(rows, key)
      // The same after a row with the same prefix.
      rows.before[2] = Array((key + "/more").utf8)
      check(rows, key, mayRefuse: true)
    }
  }

  @Test(
    "filesizes",
    arguments: [
      "0", "00", "01", "1", "9", "10", "-1", "+1", "1.0", "1e3", " 1", "1 ", "", "1_000", "0x10",
      "999999999999999999", "1000000000000000000", "9223372036854775807", "9223372036854775808",
      "99999999999999999999", "18446744073709551617", "1234567890123456789012345", "1\u{0}", "１",
      "\"1\"", "1,", "1,2", ",1",
    ])
  func filesizes(_ text: String) {
    for layout in Self.layouts {
      var rows = Rows(layout)
      rows.row[layout.keyColumn + 1] = Array(text.utf8)
      // Sizes of 19 digits may be too large for a number; a zero takes the slow path.
      check(rows, text, mayRefuse: text.utf8.count == 19 || text.hasPrefix("0"))
    }
  }
}
