import Formats
import SharedCloudRegistry
import Testing

@Suite("The scanner of index files")
struct IndexScannerTests {
  /// A file, and the lines it has.
  struct Case: CustomTestStringConvertible, Sendable {
    var name: String
    var text: String
    var lines: [String]
    var endsWithLineFeed = true
    var hasByteOrderMark = false
    var testDescription: String { name }
  }

  static let cases = [
    Case(name: "empty", text: "", lines: []),
    Case(name: "header only", text: "# a, b\n", lines: ["# a, b"]),
    Case(name: "header without end", text: "# a, b", lines: ["# a, b"], endsWithLineFeed: false),
    Case(
      name: "no end of the last line", text: "a\nb", lines: ["a", "b"], endsWithLineFeed: false),
    Case(name: "one line feed", text: "\n", lines: [""]),
    Case(name: "blank lines", text: "\n\na\n\n", lines: ["", "", "a", ""]),
    Case(name: "CRLF", text: "a\r\nb\r\n", lines: ["a\r", "b\r"]),
    Case(name: "CR alone ends no line", text: "a\rb\r", lines: ["a\rb\r"], endsWithLineFeed: false),
    Case(
      name: "byte order mark", text: "\u{FEFF}# a\nb\n", lines: ["\u{FEFF}# a", "b"],
      hasByteOrderMark: true),
    Case(
      name: "byte order mark alone", text: "\u{FEFF}", lines: ["\u{FEFF}"],
      endsWithLineFeed: false, hasByteOrderMark: true),
    Case(name: "byte order mark further on", text: "a\n\u{FEFF}b\n", lines: ["a", "\u{FEFF}b"]),
    Case(name: "NUL", text: "a\u{0}b\n\u{0}\n", lines: ["a\u{0}b", "\u{0}"]),
    Case(
      name: "other ends of lines", text: "a\u{B}\u{C}\u{85}\u{2028}b\n",
      lines: ["a\u{B}\u{C}\u{85}\u{2028}b"]),
  ]

  @Test("returns lines unchanged, wherever chunks end", arguments: cases)
  func lines(_ example: Case) {
    let bytes = Array(example.text.utf8)
    var offset = 0
    let expected = example.lines.enumerated().map { index, line in
      let bytes = Array(line.utf8)
      defer { offset += bytes.count + 1 }
      return ScannedFile.Line(number: index + 1, offset: offset, bytes: bytes, length: bytes.count)
    }
    for chunk in CleanRowTests.chunks {
      let file = ScannedFile(bytes, chunk: chunk)
      #expect(file.lines == expected)
      #expect(file.endsWithLineFeed == example.endsWithLineFeed)
      #expect(file.hasByteOrderMark == example.hasByteOrderMark)
      #expect(file.byteCount == bytes.count)
      #expect(file.cleanRows == 0)
    }
  }

  @Test("returns lines up to the limit, and counts longer ones", arguments: CleanRowTests.chunks)
  func limit(_ chunk: Int) {
    let lengths = [0, 1, 99, 100, 101, 1000, 5, 100, 101]
    let lines = lengths.map { [UInt8](repeating: 0x61, count: $0) }
    for ending in [[], [0x0A]] as [[UInt8]] {
      let file = ScannedFile(
        Array(lines.joined(separator: [0x0A])) + ending, chunk: chunk, lineLimit: 100)
      var offset = 0
      let expected = lines.enumerated().map { index, line in
        defer { offset += line.count + 1 }
        return ScannedFile.Line(
          number: index + 1, offset: offset, bytes: line.count > 100 ? nil : line,
          length: line.count)
      }
      #expect(file.lines == expected)
      #expect(file.endsWithLineFeed == !ending.isEmpty)
    }
  }

  @Test("returns lines as long as its chunks", arguments: [1, 7, 64, 1023, 1024, 1025, 4096])
  func wholeChunks(_ length: Int) {
    for difference in -1...1 {
      let line = [UInt8](repeating: 0x62, count: length + difference)
      let bytes = Array([line, line, line].joined(separator: [0x0A])) + [0x0A]
      for room in [length, length + 1] {
        let file = ScannedFile(bytes, chunk: length, room: room)
        #expect(file.lines.map(\.bytes) == [line, line, line])
        #expect(file.lines.map(\.offset) == [0, line.count + 1, 2 * line.count + 2])
      }
    }
  }

  @Test func `continues after a line of three megabytes, with less memory than that`() {
    let long = [UInt8](repeating: 0x63, count: 3 << 20)
    let bytes = Array("a\n".utf8) + long + Array("\nb\n".utf8)
    let file = ScannedFile(bytes, chunk: 256 << 10, lineLimit: 1 << 20)
    #expect(file.lines.map(\.length) == [1, 3 << 20, 1])
    #expect(file.lines.map(\.bytes?.count) == [1, nil, 1])
    #expect(file.lines.map(\.offset) == [0, 2, 3 + 3 << 20])
    #expect(file.largestRoom < 2 << 20)
    #expect(file.endsWithLineFeed)
  }

  @Test func `counts ten megabytes without a line end, with less memory than that`() {
    let bytes = [UInt8](repeating: 0, count: 10 << 20)
    let file = ScannedFile(bytes, chunk: 256 << 10, lineLimit: 1 << 20)
    #expect(
      file.lines == [ScannedFile.Line(number: 1, offset: 0, bytes: nil, length: 10 << 20)])
    #expect(file.largestRoom < 2 << 20)
    #expect(!file.endsWithLineFeed)
  }

  @Test func `counts a million line feeds as lines`() {
    let file = ScannedFile([UInt8](repeating: 0x0A, count: 1_000_000), chunk: 4096)
    #expect(file.lines.count == 1_000_000)
    #expect(file.lines.last?.offset == 999_999)
  }
}

@Suite("The scanner on previous rows")
struct IndexSequenceTests {
  static let layout = RowLayout(timeLength: 20, hasStop: true)

  /// Makes a file of rows, one minute each, from the keys after `s3://bucket/`.
  static func file(_ keys: [String]) -> [UInt8] {
    let rows = keys.enumerated().map { index, key in
      let start = SCRTime(seconds: 1_262_304_000 + Int64(index) * 60)
      let stop = SCRTime(seconds: start.seconds + 59)
      return "\(start.text),\(stop.text),s3://bucket/\(key),1\n"
    }
    return Array(rows.joined().utf8)
  }

  @Test(
    "keys are in order, or are not, wherever chunks end",
    arguments: [
      (["aa", "ab", "ac", "ad"], true), (["ad", "ac", "ab", "aa"], true),
      (["aa", "aab", "aabc", "b"], true), (["aa", "ac", "ab"], false), (["aa", "aa"], false),
      (["aa", "ab", "ab", "ac"], false), (["aa", "zz", "aa"], false), (["aa"], true), ([], true),
    ])
  func order(_ keys: [String], _ isStrict: Bool) {
    for chunk in CleanRowTests.chunks {
      let file = ScannedFile(Self.file(keys), chunk: chunk, layout: Self.layout)
      #expect(file.keyOrder.isStrict == isStrict)
      #expect(file.firstKey == keys.first.map { Array("s3://bucket/\($0)".utf8) } ?? [])
      #expect(file.lastKey == keys.last.map { Array("s3://bucket/\($0)".utf8) } ?? [])
    }
  }

  @Test("a key as long as S3 allows is kept for the next chunk")
  func longestKey() {
    let keys = ["a", "b" + String(repeating: "x", count: 1023), "c"]
    // The longest name of a bucket has 63 characters.
    let text = String(decoding: Self.file(keys), as: UTF8.self)
    let bucket = "s3://" + String(repeating: "b", count: 63) + "/"
    let bytes = Array(text.replacing("s3://bucket/", with: bucket).utf8)
    var layout = Self.layout
    layout.prefix = bucket
    for chunk in [1, 100, 1000, 256 << 10] {
      let file = ScannedFile(bytes, chunk: chunk, layout: layout)
      #expect(file.keyOrder.isStrict)
      #expect(file.lastKey == Array((bucket + "c").utf8))
    }
  }

  @Test(
    "a key too long to be kept never counts as in order",
    arguments: [
      ["a", "LONG", "a"], ["a", "b", "LONG"], ["LONG", "b", "a"], ["LONG", "LONG", "a"],
    ])
  func longKey(_ pattern: [String]) {
    let long = "z" + String(repeating: "y", count: 5000)
    let keys = pattern.map { $0 == "LONG" ? long : $0 }
    let isStrict = Set(keys).count == 3
    for chunk in CleanRowTests.chunks {
      let file = ScannedFile(Self.file(keys), chunk: chunk, layout: Self.layout)
      #expect(file.lines.count + file.cleanRows == 3)
      guard file.keyOrder.isStrict else { continue }
      #expect(isStrict, "chunk \(chunk)")
      #expect(file.lastKey == Array("s3://bucket/\(keys[2])".utf8), "chunk \(chunk)")
    }
  }

  @Test func `fast rows give the times of the last row and the latest stop`() {
    let text = """
      2010-01-01T00:00:00Z,2010-01-01T00:10:00Z,s3://bucket/a,1
      2010-01-01T01:00:00Z,2010-01-01T09:00:00Z,s3://bucket/b,1
      2010-01-01T02:00:00Z,2010-01-01T02:10:00Z,s3://bucket/c,1
      odd

      """
    var rest = Array(text.utf8)[...]
    var scanner = IndexScanner()
    scanner.fill { (buffer, range) throws(Never) -> Int in
      buffer.replace(at: range.lowerBound, with: rest.span)
      return rest.count
    }
    rest = []
    guard case .line(let range) = scanner.next() else {
      Issue.record("there is a first line")
      return
    }
    #expect(scanner.fastSequence?.previousStart == nil)
    let first = range.lowerBound
    scanner.setLayout(
      timeLength: 20, hasStop: true, prefix: Array("s3://bucket/".utf8), year: 2010)
    scanner.notePrevious(
      start: first..<first + 20, stop: first + 21..<first + 41,
      key: first + 42..<range.upperBound - 2)
    guard case .line = scanner.next() else {
      Issue.record("there is an odd line")
      return
    }
    #expect(scanner.line == 4)
    #expect(scanner.cleanRows == 2)
    let sequence = scanner.fastSequence
    #expect(sequence?.previousStart?.text == "2010-01-01T02:00:00Z")
    #expect(sequence?.previousStop?.text == "2010-01-01T02:10:00Z")
    #expect(sequence?.latestStop?.text == "2010-01-01T09:00:00Z")
  }
}
