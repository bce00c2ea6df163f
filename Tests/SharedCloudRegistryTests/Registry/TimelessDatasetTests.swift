import ObjectStorage
import TestSupport
import Testing

@testable import SharedCloudRegistry

@Suite("Datasets without time", .temporaryFolder)
struct TimelessDatasetTests {
  private static let index = "static,static,s3://b/ds/map.fits,7\n"
  private static let dated =
    "# start, stop, datakey, filesize\n2020-01-01T00:00:00Z,2020-01-02T00:00:00Z,s3://b/ds/a.cdf,3\n"

  private static func write(_ files: [String: String]) async throws -> Dataset {
    try TemporaryFolder.current.write("no index file", to: "ds/readme.txt")
    return try await LocalRegistry.dataset(
      #""start": "static", "stop": "static""#, version: "0.5", files: files)
  }

  private static func read(_ dataset: Dataset) async throws -> FaultList {
    let (faults, again) = (FaultList(), FaultList())
    var query = FileQuery()
    query.onFault = { faults.add($0) }
    for try await _ in dataset.files(query) {}
    query.onFault = { again.add($0) }
    var texts = try await IndexTexts(dataset, for: query)
    while try await texts.next() != nil {}
    #expect(again.all == faults.all)
    return faults
  }

  @Test("need their index file", arguments: [true, false])
  func missing(isListed: Bool) async throws {
    var dataset = try await Self.write([:])
    if !isListed { dataset = try await RefusingStorage.dataset() }
    let fault = try #require(try await Self.read(dataset).all.first)
    #expect(fault.kind == .unreadIndex)
    #expect(fault.detail == "the index file is missing, and the dataset has no other")
    #expect(fault.address.hasSuffix("ds/ds_static.csv"))
  }

  @Test(
    "may have it where a server refuses it",
    arguments: [StoreError.Code.notFound, .accessDenied])
  func refused(absence: StoreError.Code) async throws {
    _ = try await Self.write([:])
    let dataset = try await RefusingStorage.dataset(absence: absence) {
      $0 == "ds_static.csv" ? .accessDenied : nil
    }
    let faults = try await Self.read(dataset).all
    let fault = try #require(faults.first)
    #expect(faults.count == 1 && fault.kind == .unreadIndex)
    #expect(fault.address == "s3://b/ds/ds_static.csv")
    #expect(fault.detail == "it is missing or can't be read: refused")
  }

  @Test(
    "need no other than the one they have",
    arguments: [["static.csv": index], ["2020.csv": dated]],
    [nil, StoreError.Code.notFound, .accessDenied])
  func present(_ files: [String: String], absence: StoreError.Code?) async throws {
    var dataset = try await Self.write(files)
    if let absence { dataset = try await RefusingStorage.dataset(absence: absence) }
    #expect(try await Self.read(dataset).kinds == [])
  }

  @Test func `whose file is refused by a server that denies the others lack it`() async throws {
    _ = try await Self.write(["2020.csv": Self.dated])
    let dataset = try await RefusingStorage.dataset {
      $0 == "ds_static.csv" ? .accessDenied : nil
    }
    // The server says of the other forms that they do not exist, so this one does.
    #expect(try await Self.read(dataset).all.map(\.address) == ["s3://b/ds/ds_static.csv"])
  }
}
