import Glibc
import ObjectStorage
import TestSupport
import Testing

@testable import SharedCloudRegistry

@Suite("Entries without usable times", .temporaryFolder)
struct UnclaimedYearTests {
  private static let row = "-01-01T00:00:00Z,s3://b/ds/a.cdf,3\n"
  private static let present = SCRTime(seconds: Int64(time(nil))).year

  /// An index file with one row that begins and ends when a year does.
  private static func index(_ year: Int) -> String {
    "# start, stop, datakey, filesize\n\(year)-01-01T00:00:00Z,\(year)\(row)"
  }

  /// Writes a dataset with index files of some years.
  private static func write(_ times: String, _ years: [Int]) async throws -> Dataset {
    try TemporaryFolder.current.write("no index file", to: "ds/readme.txt")
    return try await LocalRegistry.dataset(
      times, files: Dictionary(uniqueKeysWithValues: years.map { ("\($0).csv", index($0)) }))
  }

  private static func read(
    _ dataset: Dataset, _ query: FileQuery = FileQuery()
  ) async throws -> (count: Int, faults: FaultList) {
    let (faults, again) = (FaultList(), FaultList())
    var query = query
    query.onFault = { faults.add($0) }
    let count = try await LocalRegistry.all(dataset.files(query)).count
    query.onFault = { again.add($0) }
    var texts = try await IndexTexts(dataset, for: query)
    while try await texts.next() != nil {}
    // Whoever reads the files as they are learns the same.
    #expect(again.all == faults.all)
    return (count, faults)
  }

  static let times = [
    #""filetype": "cdf""#, #""start": null, "stop": null"#, #""start": "soon", "stop": "later""#,
    #""start": "2020-01-01T00:00:00Z", "stop": "2018-01-01T00:00:00Z""#,
    #""start": "2019-06-01T00:00:00Z", "stop": "2019-01-01T00:00:00Z""#,
  ]

  @Test("claim no year, so none is missing", arguments: times)
  func listed(_ times: String) async throws {
    let (count, faults) = try await Self.read(try await Self.write(times, [2018, 2020]))
    #expect(count == 2 && faults.kinds == [])
    let (found, open) = try await Self.read(try await RefusingStorage.dataset())
    #expect(found == 2 && open.kinds == [])
  }

  @Test("leave each year open whose file a server neither shows nor denies", arguments: times)
  func open(_ times: String) async throws {
    _ = try await Self.write(times, [2020])
    let dataset = try await RefusingStorage.dataset(absence: .accessDenied)
    let (count, faults) = try await Self.read(dataset)
    #expect(count == 1)
    // One line for the years before, and one for those after.
    #expect(
      faults.all.map(\.address) == [Self.present - 100, 2021].map { "s3://b/ds/ds_\($0).csv" })
    for fault in faults.all {
      #expect(fault.isUnread)
      #expect(fault.detail.hasPrefix("the same for the "))
      #expect(fault.detail.hasSuffix("the catalog does not say which years have files"))
    }
    let seen = try await dataset.times { _ in }
    let years = Set((Self.present - 100)...Self.present)
    #expect(seen.unreadYears == years.subtracting([2020]))
    #expect(seen.failure != nil)
  }

  @Test(
    "with a start or a stop alone leave the years after or before it open",
    arguments: [
      (#""start": "2018-03-01T00:00:00Z""#, [2018, 2019, 2021]),
      (#""stop": "2019-03-01T00:00:00Z""#, [present - 100]),
    ])
  func half(_ times: String, _ years: [Int]) async throws {
    _ = try await Self.write(times, [2020])
    let (count, faults) = try await Self.read(
      try await RefusingStorage.dataset(absence: .accessDenied))
    #expect(count == 1)
    #expect(faults.all.map(\.address) == years.map { "s3://b/ds/ds_\($0).csv" })
  }

  @Test("need some index file, since no file at all is not the answer", arguments: times)
  func none(_ times: String) async throws {
    let local = try await Self.write(times, [])
    for dataset in [local, try await RefusingStorage.dataset()] {
      let (count, faults) = try await Self.read(dataset)
      #expect(count == 0 && faults.kinds == ["unread-index"])
      #expect(faults.all.first?.detail.hasPrefix("there is no index file of ds") == true)
    }
    // Where nobody can list, the files may be in other years.
    let range = FileQuery(from: TimeText.typed("2018"), to: TimeText.typed("2019"))
    #expect(try await Self.read(try await RefusingStorage.dataset(), range).faults.kinds == [])
  }

  @Test func `whose file can't be read have one`() async throws {
    _ = try await LocalRegistry.dataset(Self.times[0], files: ["2020.csv": "{}\n"])
    let faults = FaultList()
    var query = FileQuery()
    query.onFault = { faults.add($0) }
    let dataset = try await RefusingStorage.dataset()
    await #expect(throws: ReadingError.self) {
      try await LocalRegistry.all(dataset.files(query))
    }
    #expect(faults.all.map(\.address) == ["s3://b/ds/ds_2020.csv"])
  }

  // MARK: The future

  private static let endless = #""start": "2015-01-01T00:00:00Z", "stop": "2999-01-01T00:00:00Z""#

  @Test(
    "are others than those that stop in the future, which claim the years up to now",
    arguments: [StoreError.Code.notFound, .accessDenied])
  func future(_ code: StoreError.Code) async throws {
    let local = try await Self.write(Self.endless, [2015])
    let remote = try await RefusingStorage.dataset(absence: code)
    for dataset in code == .notFound ? [local, remote] : [remote] {
      let (count, faults) = try await Self.read(dataset)
      #expect(count == 1)
      let names = faults.all.map { String($0.address.suffix(11)) }
      #expect(names == (2016...Self.present).map { "ds_\($0).csv" })
      // The file of the present year need not exist yet; one that is refused may.
      let kind = code == .notFound ? "missing-index" : "unread-index"
      #expect(Set(faults.kinds) == [kind])
    }
  }

  @Test func `are others than those that start in the future, which need no file`() async throws {
    let local = try await Self.write(
      #""start": "2998-01-01T00:00:00Z", "stop": "2999-01-01T00:00:00Z""#, [])
    for dataset in [local, try await RefusingStorage.dataset(absence: .accessDenied)] {
      #expect(try await Self.read(dataset).faults.kinds == [])
    }
  }
}
