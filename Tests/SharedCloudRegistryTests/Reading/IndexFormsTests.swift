import Files
import TestSupport
import Testing

@testable import SharedCloudRegistry

@Suite("Rows as in published index files", .temporaryFolder)
struct IndexFormsTests {
  static let time = "2015-06-01T00:00:00Z"
  static let stop = "2015-06-01T01:00:00Z"
  static let row = "\(time),\(stop),s3://b/ds/a.cdf,12"

  /// Index files that mean the same row.
  static let forms = [
    row, row + "\n", row + "\r\n", "\u{FEFF}" + row + "\n",
    "# start, stop, datakey, filesize\n" + row,
    "#start,stop,datakey,filesize\n" + row + "\n", "start,stop,datakey,filesize\n" + row,
    "'start','stop','datakey','filesize'\n" + row, "\n\n" + row + "\n\n",
    "# one\n# two\n" + row, "'\(time)', '\(stop)', 's3://b/ds/a.cdf', 12",
    "\"\(time)\",\"\(stop)\",\"s3://b/ds/a.cdf\",\"12\"\n",
    "  \(time) ,\t\(stop), s3://b/ds/a.cdf , 12 \n",
    "\(time.dropLast())+00:00,\(stop.dropLast())+00:00,s3://b/ds/a.cdf,12\n",
    "2015-06-01T00:00Z,2015-06-01T01:00Z,s3://b/ds/a.cdf,12",
    "2015-06-01T00:00:00.000Z,2015-06-01T01:00:00.000Z,s3://b/ds/a.cdf,12",
    "2015-06-01T00Z,2015-06-01T01Z,s3://b/ds/a.cdf,12",
    "# start, datakey, filesize, stop\n\(time),s3://b/ds/a.cdf,12,\(stop)\n",
  ]

  @Test("mean the same", arguments: forms)
  func form(_ text: String) async throws {
    let dataset = try await LocalRegistry.dataset(files: ["2015.csv": text])
    let records = try await LocalRegistry.all(dataset.files())
    #expect(records.map(\.start) == [TimeText.typed(Self.time)])
    #expect(records.map(\.stop) == [TimeText.typed(Self.stop)])
    #expect(records.map(\.datakey) == ["s3://b/ds/a.cdf"])
    #expect(records.map(\.filesize) == [12])
  }

  @Test func `keep extra columns`() async throws {
    let dataset = try await LocalRegistry.dataset(files: [
      "2015.csv": """
      # start, stop, datakey, filesize, checksum, checksum_algorithm, wave, note
      \(Self.row),abc,SHA-256,195,"a ""b"", c"
      """
    ])
    let record = try #require(try await LocalRegistry.all(dataset.files()).first)
    #expect(record.extra == ["abc", "SHA-256", "195", #"a "b", c"#])
    #expect(record.checksum == "abc")
    #expect(record.checksumAlgorithm == "SHA-256")
  }

  /// A bad row between two good rows.
  static let faults: [(text: String, kind: ReadingFault.Kind, records: Int)] = [
    ("nonsense", .row, 2), ("2015-06-31T00:00:00Z,\(stop),s3://b/ds/x.cdf,1", .row, 2),
    ("\(time),\(stop),,1", .row, 2), ("\(time),\(stop),s3://b/\u{1B}[2J.cdf,1", .row, 2),
    ("\(time),\(stop)", .row, 2), ("\(time),\(stop),s3://b/ds/x.cdf,many", .field, 3),
    ("\(time),\(stop),s3://b/ds/x.cdf,-5", .field, 3),
    ("\(time),never,s3://b/ds/x.cdf,5", .field, 3),
    ("\(time),\(stop),s3://b/ds/x.cdf,99999999999999999999", .field, 3),
    (String(repeating: "x", count: 3 << 20), .longLine, 2),
  ]

  @Test("that can't be read are skipped and reported", arguments: faults.indices)
  func fault(_ number: Int) async throws {
    let example = Self.faults[number]
    let dataset = try await LocalRegistry.dataset(files: [
      "2015.csv": "\(Self.row)\n\(example.text)\n\(example.text)\n\(Self.row)\n"
    ])
    let faults = FaultList()
    var query = FileQuery()
    query.onFault = faults.add
    let records = try await LocalRegistry.all(dataset.files(query))
    #expect(records.count == (example.records == 3 ? 4 : 2))
    let fault = try #require(faults.all.first { $0.kind == example.kind })
    #expect(fault.line == 2)
    #expect(fault.count == 2)
    #expect(fault.address.hasSuffix("/ds/ds_2015.csv"))
  }

  @Test func `that are not UTF-8 are skipped`() async throws {
    let dataset = try await LocalRegistry.dataset(files: ["2015.csv": Self.row + "\n"])
    let bad =
      Array("\(Self.time),\(Self.stop),s3://b/".utf8) + [0xFF, 0xFE] + Array(".cdf,1\n".utf8)
    let file = try AtomicFile(TemporaryFolder.current.path + "/ds/ds_2015.csv")
    let bytes = bad + Array(Self.row.utf8)
    try file.append(bytes.span)
    try file.commit()
    let faults = FaultList()
    var query = FileQuery()
    query.onFault = faults.add
    #expect(try await LocalRegistry.all(dataset.files(query)).count == 1)
    #expect(faults.kinds.contains("row"))
  }

  @Test("any number of rows, in any place of a file", arguments: 0..<12)
  func randomRows(_ seed: UInt64) async throws {
    var generator = SeededGenerator(seed: seed + 1)
    var text = ""
    var expected: [FileRecord] = []
    let first = SCRTime.secondsOfYear(2015).lowerBound
    for number in 0..<Int.random(in: 0...30_000, using: &generator) {
      let start = SCRTime(seconds: first + Int64(number) * 60)
      let stop = SCRTime(seconds: start.seconds + .random(in: 0...600, using: &generator))
      let name = String(repeating: "x", count: .random(in: 0...120, using: &generator))
      let record = FileRecord(
        start: start, stop: stop, datakey: "s3://b/ds/\(name)\(number).cdf", filesize: number + 1)
      expected.append(record)
      let fields = [start.text, stop.text, record.datakey, "\(number + 1)"]
      switch Int.random(in: 0..<40, using: &generator) {
      case 0: text += fields.map { "'\($0)'" }.joined(separator: ", ") + "\n"
      case 1: text += fields.joined(separator: ",") + "\r\n"
      case 2: text += "\n" + fields.joined(separator: " , ") + "\n"
      default: text += fields.joined(separator: ",") + "\n"
      }
    }
    if Bool.random(using: &generator), text.hasSuffix("\n") { text.removeLast() }
    let dataset = try await LocalRegistry.dataset(files: ["2015.csv": text])
    var query = FileQuery()
    query.memory = [0, 1 << 20, 16 << 20].randomElement(using: &generator) ?? 0
    #expect(try await LocalRegistry.all(dataset.files(query)) == expected)
    query.from = SCRTime(seconds: first + .random(in: 0...2_000_000, using: &generator))
    query.to = SCRTime(seconds: first + .random(in: 0...2_000_000, using: &generator))
    let wanted = expected.filter { record in
      guard let start = record.start, let stop = record.stop, let from = query.from,
        let to = query.to
      else { return false }
      return stop >= from && start < to
    }
    #expect(try await LocalRegistry.all(dataset.files(query)) == wanted)
  }

  @Test("lines are cut so that each is read once", arguments: 0..<40)
  func cuts(_ seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed + 1)
    var lines: [String] = []
    for _ in 0..<Int.random(in: 0...40, using: &generator) {
      lines.append(
        String(repeating: "y", count: [0, 1, 3, 50, 5000].randomElement(using: &generator) ?? 0))
    }
    var text = lines.joined(separator: "\n")
    if Bool.random(using: &generator) { text += "\n" }
    let content = IndexContent(Array(text.utf8))
    var found: [UInt8] = []
    var start = 0
    while start < content.size {
      let end = Swift.min(content.size, start + .random(in: 1...700, using: &generator))
      let part = try content.lines(startingIn: start..<end, lineLimit: 1 << 20)
      found += part.bytes[part.range]
      start = end
    }
    #expect(String(decoding: found, as: UTF8.self) == text)
  }
}
