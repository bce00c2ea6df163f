import Formats
import ObjectStorage
import TestSupport
import Testing

@testable import SharedCloudRegistry

@Suite("Files by time", .temporaryFolder)
struct FilesByTimeTests {
  /// Hourly files around the turn of a year, one of which continues into the next.
  static let index2015 = """
    # start, stop, datakey, filesize
    2015-06-01T00:00:00Z,2015-06-01T01:00:00Z,s3://b/ds/a.cdf,1
    2015-12-31T22:00:00Z,2015-12-31T23:00:00Z,s3://b/ds/b.cdf,2
    2015-12-31T23:00:00Z,2016-01-01T01:00:00Z,s3://b/ds/c.cdf,3

    """
  static let index2016 = """
    # start, stop, datakey, filesize
    2016-01-01T01:00:00Z,2016-01-01T02:00:00Z,s3://b/ds/d.cdf,4
    2016-01-01T02:00:00Z,2016-01-01T03:00:00Z,s3://b/ds/e.cdf,5
    2016-05-01T00:00:00Z,2016-05-02T00:00:00Z,s3://b/ds/f.cdf,6

    """

  /// A time and the files that belong to it.
  struct Case: CustomTestStringConvertible, Sendable {
    var from: String?
    var to: String?
    var names: String
    var selection = FileQuery.Selection.overlapping
    var testDescription: String { "\(from ?? "…") to \(to ?? "…"), \(selection)" }

    var query: FileQuery {
      var query = FileQuery(from: from.flatMap(TimeText.typed), to: to.flatMap(TimeText.typed))
      query.selection = selection
      return query
    }
  }

  static let cases = [
    Case(names: "a.cdf b.cdf c.cdf d.cdf e.cdf f.cdf"),
    Case(from: "2016", names: "c.cdf d.cdf e.cdf f.cdf"),
    Case(from: "2016", names: "d.cdf e.cdf f.cdf", selection: .startingInRange),
    Case(to: "2016", names: "a.cdf b.cdf c.cdf"),
    // A file that stops at the start belongs to it; one that starts at the end does not.
    Case(from: "2016-01-01T01:00", to: "2016-01-01T02:00", names: "c.cdf d.cdf"),
    Case(from: "2016-01-01T01:00:01", to: "2016-01-01T02:00:01", names: "d.cdf e.cdf"),
    Case(
      from: "2016-01-01T01:00", to: "2016-01-01T02:00", names: "d.cdf",
      selection: .startingInRange),
    Case(from: "2016-01-01T02:30", to: "2016-01-01T02:30", names: "e.cdf"),
    Case(from: "2016-02", to: "2016-03", names: ""),
    Case(from: "2015-07", to: "2015-12-31T22", names: ""),
    Case(from: "2020", names: ""),
    Case(to: "2015", names: ""),
  ]

  @Test("are those that overlap it", arguments: cases)
  func selection(_ example: Case) async throws {
    let dataset = try await LocalRegistry.dataset(
      files: ["2015.csv": Self.index2015, "2016.csv": Self.index2016])
    #expect(try await LocalRegistry.names(dataset, example.query) == example.names)
  }

  @Test(
    "of a year without an index file are looked for in the last one before it",
    arguments: ["2017-05-01", "2018-02-28"])
  func yearsBefore(_ day: String) async throws {
    let dataset = try await LocalRegistry.dataset(
      #""start": "2015-06-01T00:00:00Z", "stop": "2018-03-01T00:00:00Z""#,
      files: ["2015.csv": "2015-06-01T00:00:00Z,2018-03-01T00:00:00Z,s3://b/ds/long.cdf,1\n"])
    let faults = FaultList()
    var query = FileQuery(from: TimeText.typed(day), to: TimeText.typed(day + "T01"))
    query.onFault = { faults.add($0) }
    #expect(try await LocalRegistry.names(dataset, query) == "long.cdf")
    #expect(faults.kinds == [])
  }

  @Test func `include rows whose stop can't be read or is before the start`() async throws {
    let dataset = try await LocalRegistry.dataset(
      files: [
        "2015.csv": """
        2015-01-01T02:00:00Z,2015-01-01T01:00:00Z,s3://b/ds/a.cdf,1
        2015-01-01T12:00:00Z,NaT,s3://b/ds/b.cdf,1
        2015-01-01T13:00:00Z,2015-01-01T14:00:00Z,s3://b/ds/c.cdf,1

        """, "2016.csv": Self.index2016,
      ])
    let faults = FaultList()
    func names(_ from: String, _ to: String) async throws -> String {
      var query = FileQuery(from: TimeText.typed(from), to: TimeText.typed(to))
      query.onFault = { faults.add($0) }
      return try await LocalRegistry.names(dataset, query)
    }
    #expect(try await names("2015-01-01T01:20", "2015-01-01T01:40") == "a.cdf")
    #expect(Set(faults.kinds) == ["disorder", "field"])
    #expect(try await names("2015-01-01T12:30", "2015-01-01T12:40") == "b.cdf")
    #expect(try await names("2015-01-01T13:30", "2015-01-01T13:40") == "c.cdf")
  }

  @Test("with carriage returns only are an error, not an empty answer", arguments: [true, false])
  func carriageReturns(hasHeader: Bool) async throws {
    let lines = Self.index2015.split(separator: "\n").dropFirst(hasHeader ? 0 : 1)
    let dataset = try await LocalRegistry.dataset(
      #""start": "2015-01-01T00:00:00Z", "stop": "2015-12-31T00:00:00Z""#,
      files: ["2015.csv": lines.joined(separator: "\r")])
    await #expect(throws: ReadingError.self) {
      _ = try await LocalRegistry.names(dataset, FileQuery())
    }
  }

  @Test("of a dataset with long files are found from its start on", arguments: [true, false])
  func multiyear(_ isMultiyear: Bool) async throws {
    let dataset = try await LocalRegistry.dataset(
      """
      "start": "2010-01-01T00:00:00Z", "stop": "2016-01-01T00:00:00Z", "multiyear": \(isMultiyear)
      """,
      files: [
        "2010.csv": "2010-03-01T00:00:00Z,2015-03-01T00:00:00Z,s3://b/ds/long.cdf,1\n",
        "2015.csv": "2015-02-01T00:00:00Z,2015-03-01T00:00:00Z,s3://b/ds/short.cdf,1\n",
      ])
    let query = FileQuery(from: TimeText.typed("2015-02-10"), to: TimeText.typed("2015-02-11"))
    let names = try await LocalRegistry.names(dataset, query)
    #expect(names == (isMultiyear ? "long.cdf short.cdf" : "short.cdf"))
  }

  @Test func `are found after the stop in the catalog`() async throws {
    let dataset = try await LocalRegistry.dataset(
      #""start": "2015-01-01T00:00:00Z", "stop": "2015-02-01T00:00:00Z""#,
      files: ["2015.csv": Self.index2015, "2016.csv": Self.index2016])
    let query = FileQuery(from: TimeText.typed("2016-04"))
    #expect(try await LocalRegistry.names(dataset, query) == "f.cdf")
  }

  @Test(
    "of an index without stops last until the next",
    arguments: [
      Case(from: "2011-01-02T06", to: "2011-01-02T07", names: "b.cdf"),
      Case(from: "2011-01-02", to: "2011-01-03", names: "a.cdf b.cdf"),
      Case(from: "2011-12", to: "2012", names: "c.cdf"),
      Case(from: "2011-12", names: "", selection: .startingInRange),
      Case(names: "a.cdf b.cdf c.cdf"),
    ])
  func threeColumns(_ example: Case) async throws {
    let dataset = try await LocalRegistry.dataset(
      #""start": "2011-01-01T00:00:00Z", "stop": "2011-12-31T00:00:00Z""#, version: "0.4",
      files: [
        "2011.csv": """
        # start, datakey, filesize
        2011-01-01T00:00:00Z, s3://b/ds/a.cdf, 1
        2011-01-02T00:00:00Z, s3://b/ds/b.cdf, 2
        2011-01-03T00:00:00Z, s3://b/ds/c.cdf, 3

        """
      ])
    #expect(try await LocalRegistry.names(dataset, example.query) == example.names)
  }

  @Test func `come in order even if the index is unsorted`() async throws {
    let faults = FaultList()
    let dataset = try await LocalRegistry.dataset(files: [
      "2015.csv": """
      2015-03-01T00:00:00Z,2015-03-01T01:00:00Z,s3://b/ds/b.cdf,1
      2015-04-01T00:00:00Z,2015-04-01T01:00:00Z,s3://b/ds/c.cdf,1
      2015-02-01T00:00:00Z,2015-02-01T01:00:00Z,s3://b/ds/a.cdf,1
      2015-05-01T00:00:00Z,2015-05-01T01:00:00Z,s3://b/ds/d.cdf,1
      """
    ])
    var query = FileQuery(to: TimeText.typed("2015-05"))
    query.onFault = faults.add
    #expect(try await LocalRegistry.names(dataset, query) == "a.cdf b.cdf c.cdf")
    #expect(faults.all.first { $0.kind == .disorder }?.line == 3)
    query.order = .asWritten
    #expect(try await LocalRegistry.names(dataset, query) == "b.cdf c.cdf a.cdf")
  }

  @Test func `can be sampled without reading the complete index`() async throws {
    let row = "2015-03-01T00:00:00Z,2015-03-01T01:00:00Z,s3://b/ds/"
    let many = (0..<20_000).map { "\(row)\($0).cdf,1\n" }.joined()
    let dataset = try await LocalRegistry.dataset(files: ["2015.csv": many])
    #expect(try await dataset.sample(3).map(\.name) == ["0.cdf", "1.cdf", "2.cdf"])
    let few = try await LocalRegistry.dataset(files: ["2015.csv": row + "only.cdf,1"])
    #expect(try await few.sample(3).map(\.name) == ["only.cdf"])
  }

  @Test func `without time come first, whatever the query`() async throws {
    let dataset = try await LocalRegistry.dataset(
      #""start": "static", "stop": "static""#, version: "0.5",
      files: ["static.csv": "static,static,s3://b/ds/map.fits,7\n"])
    #expect(dataset.isStatic)
    let records = try await LocalRegistry.all(dataset.files(from: TimeText.typed("2015")))
    #expect(records == [FileRecord(start: nil, datakey: "s3://b/ds/map.fits", filesize: 7)])
  }

  @Test("are the same in every compression", arguments: ["csv", "csv.gz", "csv.zip"])
  func compression(_ ending: String) async throws {
    var dataset = try await LocalRegistry.dataset(files: ["2015.csv": Self.index2015])
    let expected = try await LocalRegistry.all(dataset.files())
    let folder = TemporaryFolder.current.path
    let bytes = Array(Self.index2015.utf8)
    if ending != "csv" {
      try await FileStorage(folder).delete("ds/ds_2015.csv")
      let packed =
        ending == "csv.gz"
        ? Gzip.compress(bytes) : try ZipWriter.archive(of: bytes, named: "ds_2015.csv")
      _ = try await FileStorage(folder).write(
        packed, to: "ds/ds_2015.\(ending)", WriteAttributes())
    }
    dataset = try await RegistryReader().bucket(at: folder).dataset("ds")
    let faults = FaultList()
    var query = FileQuery()
    query.onFault = faults.add
    #expect(try await LocalRegistry.all(dataset.files(query)) == expected)
    #expect(faults.kinds.contains("compression") == (ending == "csv.gz"))
  }
}
