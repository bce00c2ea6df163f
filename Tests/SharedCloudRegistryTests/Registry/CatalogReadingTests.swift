import ObjectStorage
import TestSupport
import Testing

@testable import SharedCloudRegistry

@Suite("Catalogs", .temporaryFolder)
struct CatalogReadingTests {
  /// An entry with the field names of one version.
  static let entries: [(dialect: Dialect, version: String, entry: String)] = [
    (
      .spec01a, #""Cloudy": "0.1""#,
      #""loc": "s3://b/d/", "startdate": "2015-01-01T00:00Z", "enddate": "2016-01-01T00:00Z", "indexformat": "csv", "fileformat": "cdf""#
    ),
    (
      .spec01b, #""Cloudy": "0.1""#,
      #""loc": "s3://b/d/", "startDate": "2015-01-01T00:00Z", "endDate": "2016-01-01T00:00Z", "indexformat": "csv", "fileformat": "cdf""#
    ),
    (
      .spec02, #""Cloudy": "0.2""#,
      #""loc": "s3://b/d/", "startDate": "2015-01-01T00:00Z", "stopDate": "2016-01-01T00:00Z", "indexformat": "csv", "fileformat": "cdf""#
    ),
    (
      .spec022, #""Cloudy": "0.2""#,
      #""loc": "s3://b/d/", "startDate": "2015-01-01T00:00Z", "stopDate": "2016-01-01T00:00Z", "indexFormat": "csv", "fileFormat": "cdf""#
    ),
    (
      .spec03, #""version": "0.3.5""#,
      #""index": "s3://b/d/", "start": "2015-01-01T00:00Z", "stop": "2016-01-01T00:00Z", "indextype": "csv", "filetype": "cdf""#
    ),
    (
      .spec05, #""version": "0.5.0""#,
      #""index": "s3://b/d/", "start": "2015-01-01T00:00Z", "stop": "2016-01-01T00:00Z", "indextype": "csv", "filetype": "cdf""#
    ),
    (
      .spec10, #""version": "1.1.0""#,
      #""index": "s3://b/d/", "start": "2015-01-01T00:00.00Z", "stop": "2016-01-01T00:00Z", "indextype": "csv", "filetype": ["cdf"]"#
    ),
  ]

  @Test(
    "inside something else are named, never empty",
    arguments: [
      ("[{\"catalog\": []}]", "the catalog is inside a list"),
      ("{\"data\": {\"catalog\": []}}", "the catalog is inside another object, as \"data\""),
      ("{\"catalog\": {\"catalog\": []}}", "inside another object, as \"catalog\""),
      ("[[{\"catalog\": []}]]", "inside a list"), ("[]", "it has no list named catalog"),
      ("{}", "it has no list named catalog"),
    ])
  func enclosed(_ text: String, _ words: String) async {
    let error = await #expect(throws: ReadingError.self) { try await LocalRegistry.bucket(text) }
    #expect(error?.code == .malformed && error?.detail.contains(words) == true)
  }

  @Test func `with entries inside something else name them`() async throws {
    let bucket = try await LocalRegistry.bucket(
      "{\"catalog\": [{\"a\": {\"id\": \"d\", \"index\": \"s3://b/d/\"}}]}")
    // The entry, and that no other can be read.
    #expect(bucket.datasets.isEmpty && bucket.faults.count == 2)
  }

  @Test("that are archives are named", arguments: ["gzip", "zip"])
  func archive(_ format: String) async throws {
    let bytes: [UInt8] = format == "gzip" ? [0x1F, 0x8B, 8, 0, 0] : Array("PK\u{3}\u{4}".utf8)
    try TemporaryFolder.current.write(bytes, to: "catalog.json")
    let error = await #expect(throws: ReadingError.self) {
      try await RegistryReader().bucket(at: TemporaryFolder.current.path)
    }
    let words = format == "gzip" ? "is compressed with gzip" : "is a zip archive"
    #expect(error?.detail == "it \(words), not JSON")
  }

  @Test func `without entries are empty`() async throws {
    #expect(try await LocalRegistry.bucket("{\"catalog\": []}").datasets.isEmpty)
  }

  @Test("of every version give the same dataset", arguments: entries.indices)
  func dialect(_ number: Int) async throws {
    let example = Self.entries[number]
    let bucket = try await LocalRegistry.bucket(
      "{\(example.version), \"catalog\": [{\"id\": \"d\", \"title\": \"T\", \(example.entry)}]}")
    #expect(bucket.dialect == example.dialect)
    #expect(bucket.faults.isEmpty)
    let dataset = try bucket.dataset("d")
    #expect(dataset.index == "s3://b/d/")
    #expect(dataset.title == "T")
    #expect(dataset.start == TimeText.typed("2015"))
    #expect(dataset.stop == TimeText.typed("2016"))
    #expect(dataset.indexType == "csv")
    #expect(dataset.fileTypes == ["cdf"])
  }

  @Test func `one bad entry hides no other`() async throws {
    let bucket = try await LocalRegistry.bucket(
      """
      {"version": "1.1", "catalog": [
        7, null, "text", [], {}, {"id": "no-index"}, {"index": "s3://b/no-id/"},
        {"id": 12, "index": "s3://b/x/"},
        {"id": "null-start", "index": "s3://b/a/", "start": null, "stop": "2015-01-01T00:00Z"},
        {"id": "good", "index": "s3://b/b/", "start": "2014-01-01T00:00Z", "stop": "2015-01-01T00:00Z"},
        {"id": "good", "index": "s3://b/c/", "start": "2014-01-01T00:00Z", "stop": "2015-01-01T00:00Z"}
      ]}
      """)
    #expect(bucket.datasets.map(\.id) == ["null-start", "good", "good"])
    #expect(bucket.faults.count { $0.kind == .entry } == 8)
    #expect(bucket.faults.count { $0.kind == .time } == 1)
    #expect(bucket.faults.count { $0.kind == .repeatedID } == 1)
    #expect(throws: ReadingError.self) { try bucket.dataset("good") }
  }

  @Test(
    "that lack a dataset name the entries that may be it",
    arguments: [
      (#"{"index": "s3://b/x/"}"#, "; entry 2 has no id"),
      (#"{"id": "other"}"#, "; entry 2 (other) has no index"),
      (#"7, {"id": ""}"#, "; 2 entries can't be read: entry 2 is not an object"), ("", nil),
    ])
  func lacking(_ entries: String, _ words: String?) async throws {
    let more = entries.isEmpty ? "" : ", " + entries
    let bucket = try await LocalRegistry.bucket(
      "{\"catalog\": [{\"id\": \"good\", \"index\": \"s3://b/g/\"}\(more)]}")
    let error = #expect(throws: ReadingError.self) { try bucket.dataset("nothing-like-it") }
    #expect(error?.code == .notFound)
    #expect(error?.detail.hasSuffix(words ?? "lists the ids") == true)
  }

  @Test(
    "that give no dataset, but faults, are not empty",
    arguments: [
      ("{\"catalog\": [7]}", "its only entry can't be read"),
      ("{\"catalog\": [{\"id\": \"a\"}, {}]}", "none of its 2 entries can be read"),
      (
        "{\"catalog\": [{\"id\": \"a\", \"index\": \"s3://b/a/\"}], \"catalog\": []}",
        "none of its datasets can be read"
      ),
    ])
  func unread(_ text: String, _ words: String) async throws {
    let bucket = try await LocalRegistry.bucket(text)
    #expect(bucket.datasets.isEmpty)
    #expect(bucket.faults.filter(\.isUnread).map(\.detail) == [words])
  }

  /// The status in a catalog, and its meaning.
  static let statuses: [(json: String, code: Int?, isAvailable: Bool)] = [
    (#"{"code": 1200, "message": "OK"}"#, 1200, true), (#"{"code": "1200"}"#, 1200, true),
    (#""1200/OK""#, 1200, true), (#""OK""#, nil, true), ("null", nil, true), ("1200", 1200, true),
    (#"{"code": 1400, "message": "down"}"#, 1400, false), (#"{"code": "1400"}"#, 1400, false),
    (#""1400/temporarily unavailable""#, 1400, false), ("1400", 1400, false),
  ]

  @Test("have many forms of the status", arguments: statuses.indices)
  func status(_ number: Int) async throws {
    let example = Self.statuses[number]
    let catalog = "{\"status\": \(example.json), \"catalog\": []}"
    var options = RegistryReader.Options()
    if !example.isAvailable {
      let error = await #expect(throws: ReadingError.self) {
        try await LocalRegistry.bucket(catalog)
      }
      #expect(error?.code == .unavailable)
      options.readsUnavailableBuckets = true
    }
    let bucket = try await LocalRegistry.bucket(catalog, options)
    #expect(bucket.status.code == example.code)
    #expect(bucket.status.isAvailable == example.isAvailable)
  }

  @Test(
    "that are invalid are errors with a place",
    arguments: [
      ("{\"catalog\": [", "line 1, column 14"), ("{\n  \"catalog\": [1,]}", "line 2"),
      ("{}", "no list"), ("{\"catalog\": {}}", "no list"), ("\u{0}", "line 1"), ("", "line 1"),
    ])
  func malformed(_ text: String, _ detail: String) async throws {
    let error = await #expect(throws: ReadingError.self) { try await LocalRegistry.bucket(text) }
    #expect(error?.code == .malformed)
    #expect(error?.detail.contains(detail) == true, "\(error?.detail ?? "")")
  }

  @Test func `that are missing are errors too`() async throws {
    let reader = RegistryReader()
    let error = await #expect(throws: ReadingError.self) {
      try await reader.bucket(at: TemporaryFolder.current.path + "/nothing/")
    }
    #expect(error?.storage == .notFound)
  }

  @Test(
    "are found by what people type",
    arguments: [
      ("s3://b/", "s3://b/"), ("b-1.x", "s3://b-1.x/"), ("https://h/p/", "https://h/p/"),
      ("./b", "./b"), ("a/b", "a/b"), ("file:///a", "file:///a"),
    ])
  func address(_ text: String, _ address: String) {
    #expect(RegistryReader.bucketAddress(text) == address)
  }

  @Test func `that are copies lead to the copied index files`() async throws {
    let bucket = try await LocalRegistry.bucket(
      """
      {"version": "1.1", "catalog": [{"id": "d", "index": "s3://far/x/d/", "title": "",
        "start": "2015-01-01T00:00Z", "stop": "2016-01-01T00:00Z"}]}
      """,
      files: ["x/d/d_2015.csv": "2015-01-01T00:00:00Z,2015-01-01T01:00:00Z,s3://far/x/a,1\n"])
    let records = try await LocalRegistry.all(try bucket.dataset("d").files())
    #expect(records.map(\.datakey) == ["s3://far/x/a"])
  }

  @Test func `may be mapped to where copies are`() async throws {
    let folder = TemporaryFolder.current
    try folder.write(
      "2015-01-01T00:00:00Z,2015-01-01T01:00:00Z,s3://far/x/a,1\n", to: "copy/d/d_2015.csv")
    var options = RegistryReader.Options()
    options.mappings = [AddressMapping("s3://far/x/", to: folder.path + "/copy/")]
    let bucket = try await LocalRegistry.bucket(
      """
      {"version": "1.1", "catalog": [{"id": "d", "index": "s3://far/x/d/", "title": "",
        "start": "2015-01-01T00:00Z", "stop": "2016-01-01T00:00Z"}]}
      """, options)
    #expect(try await LocalRegistry.all(try bucket.dataset("d").files()).count == 1)
  }
}
