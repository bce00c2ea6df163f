import ObjectStorage
import TestSupport
import Testing

@testable import SharedCloudRegistry

@Suite("Years whose index files are not seen", .temporaryFolder)
struct UnseenYearTests {
  private static let header = "# start, stop, datakey, filesize\n"
  private static let late = "2020-12-20T00:00:00Z,2021-01-03T00:00:00Z,s3://b/ds/b.cdf,3\n"
  private static let early = "2020-01-01T00:00:00Z,2020-12-20T00:00:00Z,s3://b/ds/a.cdf,3\n"
  private static let newYear = #""start": "2020-01-01T00:00:00Z", "stop": "2021-01-03T00:00:00Z""#
  private static let years = #""start": "2018-01-01T00:00:00Z", "stop": "2021-12-31T00:00:00Z""#

  private static func query(
    _ range: (from: Int, to: Int?)?, _ selection: FileQuery.Selection, _ order: FileQuery.Order
  ) -> FileQuery {
    var query = FileQuery(
      from: range.map { SCRTime(seconds: SCRTime.secondsOfYear($0.from).lowerBound) },
      to: range?.to.map { SCRTime(seconds: SCRTime.secondsOfYear($0).lowerBound) })
    query.selection = selection
    query.order = order
    return query
  }

  private static func faults(_ dataset: Dataset, _ query: FileQuery) async throws -> FaultList {
    let faults = FaultList()
    var query = query
    query.onFault = { faults.add($0) }
    for try await _ in dataset.files(query) {}
    return faults
  }

  private static func faultsOfTexts(
    _ dataset: Dataset, _ query: FileQuery
  ) async throws -> FaultList {
    let faults = FaultList()
    var query = query
    query.onFault = { faults.add($0) }
    var texts = try await IndexTexts(dataset, for: query)
    while try await texts.next() != nil {}
    return faults
  }

  @Test(
    "the last year needs no file if a row reaches to the end",
    arguments: [
      header + early + late,
      "\u{FEFF}2020-01-01T00:00:00Z,2021-01-03T00:00:00Z,s3://b/ds/a.cdf,3\n",
    ], [nil, 2020, 2021])
  func reached(_ text: String, _ from: Int?) async throws {
    let dataset = try await LocalRegistry.dataset(Self.newYear, files: ["2020.csv": text])
    for order in [FileQuery.Order.time, .asWritten] {
      for selection in [FileQuery.Selection.overlapping, .startingInRange] {
        let query = Self.query(from.map { ($0, nil) }, selection, order)
        #expect(try await Self.faults(dataset, query).kinds == [])
        #expect(try await Self.faultsOfTexts(dataset, query).kinds == [])
      }
    }
  }

  @Test("the last year needs a file if no row reaches to the end", arguments: [nil, 2020, 2021])
  func unreached(_ from: Int?) async throws {
    let dataset = try await LocalRegistry.dataset(
      Self.newYear, files: ["2020.csv": Self.header + Self.early])
    for order in [FileQuery.Order.time, .asWritten] {
      for selection in [FileQuery.Selection.overlapping, .startingInRange] {
        let query = Self.query(from.map { ($0, nil) }, selection, order)
        #expect(try await Self.faults(dataset, query).kinds == ["unread-index"])
        #expect(try await Self.faultsOfTexts(dataset, query).kinds == ["unread-index"])
      }
    }
  }

  @Test func `a range after the end asks for no file of the last year`() async throws {
    let dataset = try await LocalRegistry.dataset(
      Self.newYear, files: ["2020.csv": Self.header + Self.early])
    let query = FileQuery(from: TimeText.typed("2021-02-01"))
    #expect(try await Self.faults(dataset, query).kinds == [])
  }

  @Test func `a directory with the name of an index file is named`() async throws {
    let dataset = try await LocalRegistry.dataset(
      Self.years,
      files: ["2020.csv": Self.header + Self.early, "2019.csv/x": "", "2018.csv": Self.header])
    let error = await #expect(throws: ReadingError.self) {
      _ = try await Self.faults(dataset, Self.query((2020, 2021), .overlapping, .time))
    }
    #expect(error?.address.hasSuffix("ds_2019.csv") == true)
    #expect(error?.detail == "it is a directory, not a file")
  }

  /// The year, whether the dataset is of many years, the error, and the faults it causes.
  static let refusals: [(Int, Bool, StoreError.Code, [String])] = [
    (2019, false, .accessDenied, ["unread-index"]), (2019, false, .notCached, ["unread-index"]),
    (2019, false, .notFound, []), (2017, false, .accessDenied, []),
    (2018, true, .accessDenied, ["unread-index"]), (2018, true, .notCached, ["unread-index"]),
    (2018, true, .notFound, ["unread-index"]), (2019, true, .notFound, []),
    (2017, true, .accessDenied, []),
  ]

  @Test("a year before the range that is refused is named", arguments: refusals)
  func refused(_ year: Int, isMultiyear: Bool, code: StoreError.Code, kinds: [String]) async throws
  {
    var files: [String: String] = [:]
    for other in 2018...2020 where other != year {
      files["\(other).csv"] =
        Self.header + "\(other)-01-01T00:00:00Z,\(other)-02-01T00:00:00Z,s3://b/ds/a.cdf,3\n"
    }
    _ = try await LocalRegistry.dataset(
      Self.years + (isMultiyear ? #", "multiyear": true"# : ""), files: files)
    let dataset = try await RefusingStorage.dataset { $0.hasPrefix("ds_\(year)") ? code : nil }
    let faults = try await Self.faults(dataset, Self.query((2020, 2021), .overlapping, .time))
    #expect(faults.kinds == kinds)
    #expect(faults.all.allSatisfy { $0.address == "s3://b/ds/ds_\(year).csv" })
    if code == .notCached {
      #expect(faults.all.allSatisfy { !$0.detail.contains("missing") })
    }
  }

  @Test func `a year after the last row that is wanted says nothing`() async throws {
    var files: [String: String] = [:]
    for year in 2018...2021 {
      files["\(year).csv"] =
        Self.header + "\(year)-01-01T00:00:00Z,\(year)-02-01T00:00:00Z,s3://b/ds/a.cdf,3\n"
    }
    _ = try await LocalRegistry.dataset(Self.years, files: files)
    let dataset = try await RefusingStorage.dataset { name in
      ["ds_2018.csv", "ds_2020.csv"].contains(name) ? .accessDenied : nil
    }
    let faults = FaultList()
    var query = FileQuery()
    query.onFault = { faults.add($0) }
    var rows = dataset.files(query).makeAsyncIterator()
    let first = try await rows.next(isolation: nil)
    #expect(first?.start == TimeText.typed("2019"))
    // The files that are read ahead have time to fail.
    try await Task.sleep(for: .milliseconds(200))
    #expect(faults.all.map(\.address) == ["s3://b/ds/ds_2018.csv"])
    while try await rows.next(isolation: nil) != nil {}
    #expect(faults.all.map(\.address) == [2018, 2020].map { "s3://b/ds/ds_\($0).csv" })
  }
}
