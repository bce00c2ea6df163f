import Formats
import ObjectStorage
import TestSupport
import Testing

@testable import Listings

@Suite("Listings in Parquet", .temporaryFolder)
struct ParquetListingTests {
  private static let fields = [
    TableField("bucket", kind: .string), TableField("key", kind: .string),
    TableField("size", kind: .integer, isNullable: true),
    TableField("is_latest", kind: .boolean), TableField("is_delete_marker", kind: .boolean),
    TableField("last_modified_date", kind: .timestamp, isNullable: true),
    TableField("e_tag", kind: .string, isNullable: true),
  ]

  private static let keys = ["a b%20c+.cdf", "d/ü.cdf", "old.cdf", "z"]

  private func file(_ fields: [TableField] = fields) -> [UInt8] {
    var options = ParquetWriterOptions(writer: "test")
    options.rowsPerGroup = 3
    var writer = ParquetWriter(fields, options: options)
    var columns = fields.map { $0.makeValues() }
    for (row, key) in Self.keys.enumerated() {
      for (index, field) in fields.enumerated() {
        switch field.name {
        case "bucket": columns[index].append("src")
        case "key", "Object": columns[index].append(key)
        case "is_latest": columns[index].append(row != 2)
        case "is_delete_marker": columns[index].append(row == 2)
        case "last_modified_date": columns[index].append(Int64(1_714_979_289_000_000))
        case "e_tag": columns[index].append("tag\(row)")
        default:
          if row == 2 {
            columns[index].appendNull()
          } else {
            columns[index].append(Int64(10 + row))
          }
        }
      }
    }
    writer.append(columns)
    writer.finish()
    return writer.takeOutput()
  }

  private func read(_ name: String) throws -> (entries: [ListingEntry], summary: ListingSummary) {
    var entries: [ListingEntry] = []
    let listing = ListingFile(path: TemporaryFolder.current.path + "/" + name)
    let summary = try listing.read { entries += $0 }
    return (entries, summary)
  }

  @Test func `have keys as they are, and all details`() throws {
    try TemporaryFolder.current.write(file(), to: "p.parquet")
    let (entries, summary) = try read("p.parquet")
    #expect(summary.faults.map(\.description) == [])
    #expect(summary.format == .parquet)
    #expect(summary.target == "s3://src/")
    #expect(entries.map(\.key) == Self.keys)
    #expect(entries.filter(\.isPresent).map(\.size) == [10, 11, 13])
    #expect(entries[0].etag == "tag0")
    #expect(entries[0].lastModified?.text == "2024-05-06T07:08:09Z")
    #expect(entries.map(\.line) == [1, 2, 3, 4])
  }

  @Test func `need columns for keys and sizes`() throws {
    try TemporaryFolder.current.write(
      file([
        TableField("Object", kind: .string),
        TableField("FileSize", kind: .integer, isNullable: true),
      ]),
      to: "good.parquet")
    #expect(try read("good.parquet").entries.count == 3)
    try TemporaryFolder.current.write(file([TableField("key", kind: .string)]), to: "bad.parquet")
    let faults = try read("bad.parquet").summary.faults
    #expect(faults.map(\.code) == [.unclear])
  }

  @Test func `that are cut are not complete`() throws {
    let bytes = file()
    for length in stride(from: 4, to: bytes.count, by: 11) {
      try TemporaryFolder.current.write(Array(bytes[..<length]), to: "cut.parquet")
      #expect(try !read("cut.parquet").summary.isComplete, "\(length) bytes")
    }
  }

  @Test(
    "are named by the manifest of an inventory",
    arguments: ["message s3.inventory { required binary key (UTF8); }", "message s3 { }"])
  func manifest(_ schema: String) throws {
    try TemporaryFolder.current.write(file(), to: "data/p.parquet")
    try TemporaryFolder.current.write(
      """
      {"sourceBucket": "src", "destinationBucket": "d", "fileFormat": "Parquet",
       "fileSchema": "\(schema)", "files": [{"key": "inv/data/p.parquet"}]}
      """, to: "manifest.json")
    let (entries, summary) = try read("manifest.json")
    #expect(summary.faults.map(\.description) == [])
    #expect(summary.format == .inventory)
    #expect(entries.map(\.key) == Self.keys)
  }

  @Test func `in ORC are refused with advice`() throws {
    try TemporaryFolder.current.write(
      #"{"sourceBucket": "s", "fileFormat": "ORC", "fileSchema": "struct<>", "files": []}"#,
      to: "manifest.json")
    let faults = try read("manifest.json").summary.faults
    #expect(faults.first?.message.contains("set the inventory to Parquet or CSV") == true)
    try TemporaryFolder.current.write(Array("ORC".utf8) + [10, 0, 1], to: "p.orc")
    #expect(try read("p.orc").summary.faults.first?.message.contains("pyarrow.orc") == true)
  }
}
