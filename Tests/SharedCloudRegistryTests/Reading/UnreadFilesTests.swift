import ObjectStorage
import TestSupport
import Testing

@testable import SharedCloudRegistry

@Suite("An index file that can't be read", .temporaryFolder)
struct UnreadFilesTests {
  private static func row(_ year: Int) -> String {
    "\(year)-01-01T00:00:00Z,\(year)-01-01T01:00:00Z,s3://b/ds/\(year).cdf,4\n"
  }

  /// Four years, of which some have other content.
  private func dataset(_ odd: [Int: String]) async throws -> Dataset {
    var files: [String: String] = [:]
    for year in 2013...2016 {
      files["\(year).csv"] = odd[year] ?? Self.row(year)
      try TemporaryFolder.current.write("\(year)", to: "ds/\(year).cdf")
    }
    return try await LocalRegistry.dataset(
      #""start": "2013-01-01T00:00:00Z", "stop": "2016-01-01T01:00:00Z""#, files: files)
  }

  private func read(
    _ dataset: Dataset, _ order: FileQuery.Order = .time
  ) async -> (names: [String], error: ReadingError?, faults: FaultList) {
    let faults = FaultList()
    var query = FileQuery()
    query.order = order
    query.onFault = { faults.add($0) }
    var names: [String] = []
    do throws(ReadingError) {
      for try await record in dataset.files(query) { names.append(String(record.name)) }
      return (names, nil, faults)
    } catch {
      return (names, error, faults)
    }
  }

  static let odd = ["", "{\"a\": 1}\n", "<html></html>\n", "\u{1F}\u{8B}\u{8}", "PAR1", "\n\n\n"]

  @Test("does not hide those of the other years", arguments: odd, 2013...2016)
  func others(_ content: String, _ year: Int) async throws {
    let dataset = try await dataset([year: content])
    for order in [FileQuery.Order.time, .asWritten] {
      let (names, error, faults) = await read(dataset, order)
      #expect(names == (2013...2016).filter { $0 != year }.map { "\($0).cdf" })
      #expect(error?.storage == .malformed)
      #expect(error?.address.hasSuffix("ds_\(year).csv") == true)
      #expect(faults.kinds == ["unread-index"])
    }
  }

  @Test func `is reported, also if it is not the first`() async throws {
    let dataset = try await dataset([2013: "{}", 2015: "", 2016: "PAR1"])
    let (names, error, faults) = await read(dataset)
    #expect(names == ["2014.cdf"])
    #expect(error?.address.hasSuffix("ds_2013.csv") == true)
    #expect(
      faults.all.map { String($0.address.suffix(8)) } == ["2013.csv", "2015.csv", "2016.csv"])
  }

  @Test func `ends the sequence only once`() async throws {
    var files = try await dataset([2013: ""]).files().makeAsyncIterator()
    for _ in 0..<3 { #expect(try await files.next(isolation: nil) != nil) }
    await #expect(throws: ReadingError.self) { try await files.next(isolation: nil) }
    #expect(try await files.next(isolation: nil) == nil)
  }

  @Test func `does not keep the files of other years from a download`() async throws {
    let dataset = try await dataset([2014: "{}"])
    let fetch = FileFetch(dataset, to: TemporaryFolder.current.path + "/t")
    let plan = try await fetch.plan(dataset.files())
    #expect(plan.records.count == 3)
    #expect(plan.failure?.storage == .malformed)
    let done = SharedValue(0)
    let error = await #expect(throws: ReadingError.self) {
      try await fetch.fetch(dataset.files()) { _ in done.change { $0 += 1 } }
    }
    #expect(error?.storage == .malformed)
    #expect(done.value == 3)
  }

  @Test("does not keep the bytes of other files", arguments: [1, 2, 9])
  func contents(_ concurrency: Int) async throws {
    let dataset = try await dataset([2015: "PAR1"])
    var options = ContentOptions()
    options.concurrency = concurrency
    var contents = dataset.contents(of: dataset.files(), options).makeAsyncIterator()
    for _ in 0..<3 { #expect(try await contents.next(isolation: nil) != nil) }
    await #expect(throws: ReadingError.self) { try await contents.next(isolation: nil) }
    #expect(try await contents.next(isolation: nil) == nil)
  }

  @Test func `does not hide the counts of other years, or a sample`() async throws {
    let dataset = try await dataset([2013: "", 2015: "{}"])
    var tally = YearTally()
    await #expect(throws: ReadingError.self) {
      try await dataset.count(FileQuery(), into: &tally)
    }
    #expect(tally.counts.map(\.year) == [2014, 2016])
    let faults = FaultList()
    let sample = try await dataset.sample { faults.add($0) }
    #expect(sample.map { String($0.name) } == ["2014.cdf"])
    #expect(faults.kinds == ["unread-index"])
  }

  @Test func `ends the reading if every other one fails, too`() {
    func error(_ code: StoreError.Code) -> ReadingError {
      ReadingError(StoreError(code, address: "x", detail: "y"))
    }
    var unread = UnreadFiles()
    unread.add(error(.unavailable))
    unread.noteDelivery()
    unread.add(error(.unavailable))
    unread.add(error(.malformed))
    unread.add(error(.unavailable))
    #expect(!unread.endsReading)
    unread.add(error(.unavailable))
    #expect(unread.endsReading)
    var cancelled = UnreadFiles()
    cancelled.add(error(.cancelled))
    #expect(cancelled.endsReading)
  }
}
