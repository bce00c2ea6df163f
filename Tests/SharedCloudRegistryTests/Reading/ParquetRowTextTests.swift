import Formats
import ObjectStorage
import TestSupport
import Testing

@testable import SharedCloudRegistry

@Suite("Rows of Parquet files as lines") struct ParquetRowTextTests {
  private static let fields = [
    TableField("start", kind: .string), TableField("stop", kind: .string),
    TableField("datakey", kind: .string, isNullable: true),
    TableField("filesize", kind: .integer, isNullable: true),
    TableField("note", kind: .string, isNullable: true),
    TableField("ratio", kind: .number, isNullable: true),
    TableField("isGood", kind: .boolean, isNullable: true),
    TableField("made", kind: .timestamp, isNullable: true),
  ]

  private static func field(_ text: String?) -> String {
    guard let text, let first = text.utf8.first, let last = text.utf8.last else { return "" }
    let isOdd = first <= 0x27 || first > 0x7F || last <= 0x27 || last > 0x7F
    guard isOdd || text.contains(where: { $0 == "," || $0 == "\"" }) else { return text }
    return "\"" + text.replacing("\"", with: "\"\"") + "\""
  }

  @Test func `are the fields of all columns, in quotes where needed`() async throws {
    var generator = SeededGenerator(seed: 3)
    var lines = ["# start, stop, datakey, filesize, note, ratio, isGood, made"]
    var writer = ParquetWriter(Self.fields, options: ParquetWriterOptions(writer: "test"))
    for group in 0..<4 {
      var batch = Self.fields.map { $0.makeValues() }
      for row in 0..<Int.random(in: 1...3000, using: &generator) {
        let time = SCRTime(seconds: 1_600_000_000 + Int64(row)).text
        // The first rows are plain, so that whole batches need no quotes.
        let odd = group == 0 ? [] : ["a b", "ü", "x,y", "\"", " ", "'", "+(", "é,\"z\""]
        let key =
          (odd + ["s3://b/\(row)", String(repeating: "k", count: row % 300), nil])
          .randomElement(using: &generator) ?? nil
        let size = [nil, 0, Int64(row), .max, -5].randomElement(using: &generator) ?? nil
        batch[0].append(time)
        batch[1].append(time)
        if let key { batch[2].append(key) } else { batch[2].appendNull() }
        if let size { batch[3].append(size) } else { batch[3].appendNull() }
        batch[4].appendNull()
        batch[5].append(Double(row) / 2)
        batch[6].append(row % 2 == 0)
        batch[7].append(Int64(row) * 1_000_000)
        let made = SCRTime(seconds: Int64(row)).text
        let ratio = row % 2 == 0 ? "\(row / 2)" : "\(Double(row) / 2)"
        lines.append(
          [
            time, time, Self.field(key), size.map { "\($0)" } ?? "", "", ratio, "\(row % 2 == 0)",
            made,
          ]
          .joined(separator: ","))
      }
      writer.append(batch)
    }
    writer.finish()
    let source = ParquetIndexSource(
      ObjectRanges(LocalObject(writer.takeOutput()), address: "f"))
    var text: [UInt8] = []
    var buffer = [UInt8](repeating: 7, count: 100)
    while true {
      // Some readers ask for arrays, others lend a buffer.
      if Bool.random(using: &generator) {
        guard let more = try await source.next() else { break }
        text += more
      } else {
        let (filled, count) = try await source.next(into: consume buffer, from: 40)
        buffer = filled
        guard count > 0 else { break }
        text += buffer[40..<40 + count]
      }
    }
    #expect(String(decoding: text, as: UTF8.self) == lines.joined(separator: "\n") + "\n")
  }
}
