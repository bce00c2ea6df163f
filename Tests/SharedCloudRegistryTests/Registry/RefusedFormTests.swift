import Formats
import ObjectStorage
import TestSupport
import Testing

@testable import SharedCloudRegistry

@Suite("An index file that is refused beside another form of it", .temporaryFolder)
struct RefusedFormTests {
  private static let text =
    "# start, stop, datakey, filesize\n2020-01-01T00:00:00Z,2020-01-02T00:00:00Z,s3://b/ds/a.cdf,3\n"

  /// Reads a dataset that has `.csv`, which is refused, and another form.
  private static func read(
    _ form: String, absence: StoreError.Code
  ) async throws -> (names: [String], faults: [ReadingFault], texts: FaultList) {
    _ = try await LocalRegistry.dataset(
      #""start": "2020-01-01T00:00:00Z", "stop": "2020-12-31T00:00:00Z""#,
      files: ["2020.csv": text])
    let bytes = Array(text.utf8)
    let packed =
      form == "csv.gz"
      ? Gzip.compress(bytes) : try ZipWriter.archive(of: bytes, named: "ds_2020.csv")
    try TemporaryFolder.current.write(packed, to: "ds/ds_2020.\(form)")
    let dataset = try await RefusingStorage.dataset(absence: absence) {
      $0 == "ds_2020.csv" ? .accessDenied : nil
    }
    let (faults, texts) = (FaultList(), FaultList())
    var query = FileQuery()
    query.onFault = { faults.add($0) }
    let names = try await LocalRegistry.all(dataset.files(query)).map { String($0.name) }
    query.onFault = { texts.add($0) }
    var content = try await IndexTexts(dataset, for: query)
    var found = ""
    while let bytes = try await content.next() { found += String(decoding: bytes, as: UTF8.self) }
    #expect(found == text)
    return (names, faults.all.filter(\.isUnread), texts)
  }

  @Test(
    "is named if the server denies that others exist", arguments: ["csv.gz", "csv.zip"])
  func named(_ form: String) async throws {
    let (names, faults, texts) = try await Self.read(form, absence: .notFound)
    #expect(names == ["a.cdf"])
    #expect(faults.map(\.address) == ["s3://b/ds/ds_2020.csv"])
    #expect(
      faults.first?.detail == "it can't be read, so ds_2020.\(form) is read instead: refused")
    #expect(texts.all.filter(\.isUnread) == faults)
  }

  @Test(
    "is not named if the server refuses all that does not exist", arguments: ["csv.gz", "csv.zip"])
  func unnamed(_ form: String) async throws {
    let (names, faults, texts) = try await Self.read(form, absence: .accessDenied)
    #expect(names == ["a.cdf"])
    #expect(faults.isEmpty && texts.all.filter(\.isUnread).isEmpty)
  }
}

@Suite("The errors of all names of an index file")
struct IndexAbsenceTests {
  private static func error(_ code: StoreError.Code, _ name: String) -> StoreError {
    StoreError(code, address: name, detail: "x")
  }

  /// The errors of the names a, b and so on, the name of the one that tells most, and whether the
  /// server denies one.
  static let cases: [(codes: [StoreError.Code], main: String?, tellsAbsence: Bool)] = [
    ([], nil, false), ([.notFound, .notFound], "a", true), ([.notFound, .accessDenied], "b", true),
    ([.accessDenied, .notFound, .accessDenied], "a", true),
    ([.notCached, .accessDenied], "a", false),
  ]

  @Test("are judged together", arguments: cases.indices)
  func judged(_ number: Int) {
    let example = Self.cases[number]
    var absence = IndexAbsence()
    for (name, code) in zip(["a", "b", "c"], example.codes) {
      let isNoted = absence.add(Self.error(code, name))
      #expect(isNoted)
    }
    #expect(absence.main?.address == example.main)
    #expect(absence.tellsAbsence == example.tellsAbsence)
    #expect(absence.refusals.count == example.codes.count { $0 == .accessDenied })
  }

  @Test(
    "are more than an absence for other codes",
    arguments: [StoreError.Code.unavailable, .malformed, .badCredentials, .cancelled, .changed])
  func others(_ code: StoreError.Code) {
    var absence = IndexAbsence()
    let isNoted = absence.add(Self.error(code, "a"))
    #expect(!isNoted && absence.main == nil)
  }

  @Test func `leave out copies that were pages`() {
    var absence = IndexAbsence()
    absence.isPage = true
    let isCopyNoted = absence.add(Self.error(.notCached, "a"))
    #expect(isCopyNoted && absence.main == nil)
    let isRefusalNoted = absence.add(Self.error(.accessDenied, "b"))
    #expect(isRefusalNoted)
    #expect(absence.main?.address == "b")
  }
}
