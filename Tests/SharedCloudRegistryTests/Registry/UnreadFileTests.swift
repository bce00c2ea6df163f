import TestSupport
import Testing

@testable import SharedCloudRegistry

@Suite("Files of a registry that can't be read", .temporaryFolder)
struct UnreadFileTests {
  private static let header = "# start, stop, datakey, filesize\n"

  private static func row(_ year: Int) -> String {
    header + "\(year)-01-01T00:00:00Z,\(year)-01-01T01:00:00Z,s3://b/ds/\(year).cdf,1\n"
  }

  private func faults(_ years: [Int], then change: () throws -> Void = {}) async throws -> FaultList
  {
    let dataset = try await LocalRegistry.dataset(
      #""start": "2015-01-01T00:00:00Z", "stop": "2018-12-31T00:00:00Z""#,
      files: Dictionary(uniqueKeysWithValues: years.map { ("\($0).csv", Self.row($0)) }))
    try change()
    let faults = FaultList()
    var query = FileQuery()
    query.onFault = { faults.add($0) }
    let records = try await LocalRegistry.all(dataset.files(query))
    #expect(records.count == years.count)
    return faults
  }

  @Test func `a year without files between others may be empty`() async throws {
    let faults = try await faults([2015, 2017, 2018])
    #expect(faults.kinds == ["missing-index"])
    #expect(faults.all.allSatisfy { !$0.isUnread })
  }

  @Test func `a year that an earlier row covers has nothing to be missing`() async throws {
    let dataset = try await LocalRegistry.dataset(
      #""start": "2015-01-01T00:00:00Z", "stop": "2018-12-31T00:00:00Z", "multiyear": true"#,
      files: [
        "2015.csv": Self.header + "2015-01-01T00:00:00Z,2016-12-31T23:59:59Z,s3://b/ds/a.cdf,1\n",
        "2018.csv": Self.row(2018),
      ])
    let faults = FaultList()
    var query = FileQuery()
    query.onFault = { faults.add($0) }
    #expect(try await LocalRegistry.all(dataset.files(query)).count == 2)
    #expect(faults.all.map(\.address).allSatisfy { $0.hasSuffix("ds_2017.csv") })
    #expect(faults.kinds == ["missing-index"])
  }

  @Test(
    "the first and the last year have rows", arguments: [[2015, 2016, 2017], [2016, 2017, 2018]])
  func ends(_ years: [Int]) async throws {
    let faults = try await faults(years)
    #expect(faults.kinds == ["unread-index"])
    #expect(faults.all.allSatisfy { $0.isUnread })
  }

  @Test func `a link that leads nowhere is named`() async throws {
    let folder = TemporaryFolder.current
    let faults = try await faults([2015, 2017, 2018]) {
      try folder.link("ds/ds_2016.csv", to: "nowhere")
    }
    #expect(faults.kinds == ["unread-index"])
    #expect(
      faults.all.first?.detail.hasSuffix("a symbolic link to nowhere, which does not exist") == true
    )
  }

  @Test func `a pipe is named, and not waited for`() async throws {
    let faults = FaultList()
    let dataset = try await LocalRegistry.dataset(files: ["2015.csv": Self.row(2015)])
    try TemporaryFolder.current.makePipe("ds/ds_2016.csv")
    var query = FileQuery()
    query.onFault = { faults.add($0) }
    let error = await #expect(throws: ReadingError.self) {
      _ = try await LocalRegistry.all(dataset.files(query))
    }
    #expect(error?.detail == "it is a pipe, not a file")
    #expect(faults.kinds == ["unread-index"])
  }

  @Test func `a Parquet file that is cut is an error`() async throws {
    let dataset = try await LocalRegistry.dataset(files: ["2015.csv": Self.row(2015)])
    try TemporaryFolder.current.write("PAR1", to: "ds/ds_2016.parquet")
    await #expect(throws: ReadingError.self) {
      _ = try await LocalRegistry.all(dataset.files())
    }
  }

  @Test(
    "an entry without a usable index says so",
    arguments: ["\"\"", "null", "7", "\"s3://\"", "\"https:///x/\""])
  func entry(_ index: String) async throws {
    let bucket = try await LocalRegistry.bucket(
      """
      {"version": "1.1", "endpoint": "s3://b/", "catalog": [
        {"id": "ds", "index": "s3://b/ds/", "title": "T"}, {"id": "d2", "index": \(index)}]}
      """)
    let error = #expect(throws: ReadingError.self) { try bucket.dataset("d2") }
    #expect(error?.code == .malformed)
    #expect(error?.detail.hasPrefix("entry 2 (d2) has ") == true)
  }

  @Test func `an index directory may begin with a slash`() async throws {
    let folder = TemporaryFolder.current
    try folder.write(
      """
      {"version": "1.1", "endpoint": "s3://b/", "catalog": [
        {"id": "ds", "index": "s3://b//ds/", "start": "2015-01-01Z", "stop": "2015-06-01Z"}]}
      """, to: "catalog.json")
    try folder.write(Self.row(2015), to: "ds/ds_2015.csv")
    let dataset = try await RegistryReader().bucket(at: folder.path).dataset("ds")
    #expect(try await LocalRegistry.all(dataset.files()).count == 1)
  }
}
