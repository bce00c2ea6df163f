import Formats
import ObjectStorage
import SharedCloudRegistry
import Testing

@testable import RegistryPublishing

@Suite("Parquet index files are made of lines")
struct ParquetIndexFileTests {
  private func bytes(_ text: String) throws -> [UInt8] {
    try ParquetIndexFile.bytes(of: .bytes(Array(text.utf8)), named: "ds_2020.csv")
  }

  /// The lines of a Parquet file.
  private func lines(_ bytes: [UInt8]) async throws -> String {
    let source = ParquetIndexSource(ObjectRanges(LocalObject(bytes), address: "f"))
    var text: [UInt8] = []
    while let more = try await source.next() { text += more }
    return String(decoding: text, as: UTF8.self)
  }

  @Test func `with the same rows`() async throws {
    let text = """
      # start, stop, datakey, filesize, note
      2020-01-01T00:00Z,2020-01-01T00:01:00.5Z,"s3://b/a,""b"".cdf",12,x
      2020-01-02T00:00:00Z,2020-01-03T00:00:00Z,s3://b/ü.cdf,13,

      """
    #expect(try await lines(bytes(text)) == text)
    #expect(try bytes(text) == bytes(text))
  }

  @Test func `with gaps only for missing sizes`() async throws {
    let row = "2020-01-01T00:00:00Z,2020-01-02T00:00:00Z,s3://b/a.cdf,"
    let metadata = try #require(
      try? ParquetFooter.metadata(from: bytes(row + "1\n"), size: bytes(row + "1\n").count))
    #expect(metadata.schema.columns.allSatisfy { !$0.isNullable })
    #expect(try await lines(bytes(row + "\n")).hasSuffix("s3://b/a.cdf,\n"))
  }

  @Test(
    "that hold nothing, or that only commas make longer, are refused",
    arguments: [
      ("", "neither a header nor a row"), ("\n", "blank lines only"),
      ("# start, stop, datakey, filesize\nROW,\nROW,\n", "field 5 is always empty"),
      ("ROW,\nROW,\n", "field 5 is always empty"),
      ("# start, stop, datakey, filesize, a\nROW,x,\nROW,y,\n", "field 6 is always empty"),
    ])
  func nothing(_ text: String, _ words: String) {
    let row = "2020-01-01T00:00:00Z,2020-01-02T00:00:00Z,s3://b/a.cdf,1"
    let error = #expect(throws: StoreError.self) { try bytes(text.replacing("ROW", with: row)) }
    #expect(error?.detail.contains(words) == true, "\(error?.detail ?? "")")
  }

  @Test(
    "that are not rows are refused",
    arguments: [
      "2020-01-01T00:00:00Z,x", "2020-01-01Z,2020-01-02Z,k/a,many",
      "#2020-01-01T00:00:00Z,2020-01-02T00:00:00Z,s3://b/c.cdf,1",
    ])
  func refusal(_ row: String) {
    let good = "2020-01-01T00:00:00Z,2020-01-02T00:00:00Z,s3://b/a.cdf,1\n"
    #expect(throws: StoreError.self) { try bytes(good + good + row + "\n") }
  }
}
