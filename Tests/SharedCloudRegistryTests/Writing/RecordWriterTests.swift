import Formats
import TestSupport
import Testing

@testable import SharedCloudRegistry

@Suite("Records in other formats", .temporaryFolder)
struct RecordWriterTests {
  private func text(
    _ format: RecordFormat, _ index: String, matching pattern: Wildcard? = nil
  ) async throws -> String {
    let dataset = try await LocalRegistry.dataset(files: ["2015.csv": index])
    var writer = RecordWriter(format, dataset: dataset, query: FileQuery())
    var output: [UInt8] = []
    for try await batch in dataset.files().batches {
      writer.append(batch, matching: pattern, to: &output)
    }
    writer.finish(into: &output)
    return String(decoding: output, as: UTF8.self)
  }

  static let index = """
    # start, stop, datakey, filesize
    2015-01-01T00:00Z,2015-01-01T01:00Z,s3://b/ds/plain.cdf,12
    '2015-01-02T00:00Z', '2015-01-02T01:00Z', 's3://b/ds/a,"b".cdf', nothing

    """

  static let forms: [(format: RecordFormat, text: String)] = [
    (
      .csv,
      """
      start,stop,datakey,filesize
      2015-01-01T00:00Z,2015-01-01T01:00Z,s3://b/ds/plain.cdf,12
      2015-01-02T00:00Z,2015-01-02T01:00Z,"s3://b/ds/a,""b"".cdf",

      """
    ),
    (
      .text,
      """
      2015-01-01T00:00Z  2015-01-01T01:00Z            12  s3://b/ds/plain.cdf
      2015-01-02T00:00Z  2015-01-02T01:00Z             -  s3://b/ds/a,"b".cdf

      """
    ),
    (.uris, "s3://b/ds/plain.cdf\ns3://b/ds/a,\"b\".cdf\n"),
    (
      .ndjson,
      #"""
      {"start":"2015-01-01T00:00Z","stop":"2015-01-01T01:00Z","datakey":"s3://b/ds/plain.cdf","filesize":12}
      {"start":"2015-01-02T00:00Z","stop":"2015-01-02T01:00Z","datakey":"s3://b/ds/a,\"b\".cdf","filesize":null}

      """#
    ),
  ]

  @Test("are written as their readers expect", arguments: forms.indices)
  func form(_ number: Int) async throws {
    let example = Self.forms[number]
    #expect(try await text(example.format, Self.index) == example.text)
  }

  @Test("are valid JSON", arguments: [Self.index, "# start, stop, datakey, filesize\n"])
  func json(_ index: String) async throws {
    let count = index == Self.index ? 2 : 0
    let array = try JSONParser.parse(Array(try await text(.json, index).utf8)).root
    #expect(array.count == count)
    let hapi = try JSONParser.parse(Array(try await text(.hapiJSON, index).utf8)).root
    #expect(hapi["HAPI"]?.text == "3.1")
    #expect(hapi["data"]?.count == count)
    #expect(
      hapi["parameters"]?.elements.compactMap { $0["name"]?.text } == [
        "start", "stop", "datakey", "filesize",
      ])
    // Every row has as many values as there are parameters, and times of the stated length.
    for row in hapi["data"]?.elements.map({ Array($0.elements) }) ?? [] {
      #expect(row.count == 4)
      #expect(row[0].text.utf8.count == 30)
    }
    let csv = try await text(.hapiCSV, index).split(separator: "\n")
    #expect(csv.count == count + 1)
    #expect(try JSONParser.parse(Array(csv[0].dropFirst().utf8)).root["format"]?.text == "csv")
  }

  @Test func `are filtered by a pattern`() async throws {
    #expect(try await text(.uris, Self.index, matching: Wildcard("p*")) == "s3://b/ds/plain.cdf\n")
    let csv = try await text(.csv, Self.index, matching: Wildcard("*b*"))
    #expect(csv.split(separator: "\n").count == 2)
  }

  @Test func `keep the names of extra columns`() async throws {
    let index = """
      # start, stop, datakey, filesize, wave length
      2015-01-01T00:00Z,2015-01-01T01:00Z,s3://b/ds/plain.cdf,12,94

      """
    #expect(
      try await text(.csv, index).hasPrefix("start,stop,datakey,filesize,wave length\n2015"))
    #expect(try await text(.ndjson, index).contains(#""wave length":"94""#))
  }

  @Test func `with deceptive characters do not reach a terminal`() async throws {
    let index = "2015-01-01T00:00Z,2015-01-01T01:00Z,s3://b/\u{202E}fdc.exe,12\n"
    let shown = try await text(.text, index)
    #expect(!shown.unicodeScalars.contains("\u{202E}"))
  }
}
