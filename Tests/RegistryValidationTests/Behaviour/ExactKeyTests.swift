import Formats
import ObjectStorage
import SharedCloudRegistry
import Testing
import ValidationTestSupport

@testable import RegistryValidation

@Suite("Keys, ids and names are bytes")
struct ExactKeyTests {
  static let composed = "\u{E9}"
  static let decomposed = "e\u{301}"
  static let row = ("2010-01-01T00:00:00Z", "2010-01-01T23:59:59Z")

  private static func report(_ files: ExactDictionary<String>) async throws -> Report {
    var validator = Validator.forTests(profile: .default)
    validator.depth = .objects
    let store = ObjectTree(memory: files.mapValues { Array($0.utf8) })
    return try await validator.validate([TargetSource(name: "tree", content: .tree(store))])
  }

  private static func index(_ keys: [String]) -> String {
    let rows = keys.map { "\(row.0),\(row.1),s3://b/data/\($0).cdf,1\n" }
    return "# start, stop, datakey, filesize\n" + rows.joined()
  }

  @Test("an object has a row only if the bytes of its key are in one", arguments: [true, false])
  func objects(_ isSame: Bool) async throws {
    let report = try await Self.report([
      "catalog.json": TestCatalog.oneDataset(stop: Self.row.1),
      "ds/ds_2010.csv": Self.index([Self.decomposed]),
      "data/\(isSame ? Self.decomposed : Self.composed).cdf": "x",
    ])
    #expect(report.counts["OBJ001"] == (isSame ? nil : 1))
    #expect(report.counts["OBJ003"] == (isSame ? nil : 1))
  }

  @Test func `two keys that look alike do not repeat`() async throws {
    let report = try await Self.report([
      "catalog.json": TestCatalog.oneDataset(stop: Self.row.1),
      "ds/ds_2010.csv": Self.index([Self.composed, Self.decomposed]),
      "data/\(Self.composed).cdf": "x", "data/\(Self.decomposed).cdf": "x",
    ])
    for rule in ["IDX032", "OBJ001", "OBJ003"] { #expect(report.counts[rule] == nil, "\(rule)") }
  }

  @Test("an index file belongs to the id with the same bytes", arguments: [true, false])
  func ids(_ isSame: Bool) async throws {
    let (id, name) = (Self.decomposed, isSame ? Self.decomposed : Self.composed)
    let entry = TestCatalog.entry(id: id, index: "s3://b/ds/", stop: Self.row.1)
    let report = try await Self.report([
      "catalog.json": TestCatalog.text([entry]), "ds/\(name)_2010.csv": Self.index(["a"]),
      "data/a.cdf": "x",
    ])
    #expect(report.counts["XRF002"] == (isSame ? nil : 1))
    #expect(report.counts["XRF003"] == (isSame ? nil : 1))
  }

  @Test func `two ids that look alike do not repeat`() async throws {
    let ids = [Self.composed, Self.decomposed]
    let report = try await Self.report([
      "catalog.json": TestCatalog.text(ids.map { TestCatalog.entry(id: $0, index: "s3://b/ds/") })
    ])
    #expect(report.counts["DST003"] == nil && report.counts["DST032"] == nil)
    #expect(report.counts["XRF002"] == 2)
  }

  @Test("a directory of index files is found by its bytes", arguments: [true, false])
  func directories(_ isSame: Bool) async throws {
    let entry = TestCatalog.entry(
      id: "ds", index: "s3://b/\(Self.decomposed)/", stop: Self.row.1)
    let directory = isSame ? Self.decomposed : Self.composed
    let report = try await Self.report([
      "catalog.json": TestCatalog.text([entry]), "\(directory)/ds_2010.csv": Self.index(["a"]),
      "data/a.cdf": "x",
    ])
    #expect(report.counts["XRF002"] == (isSame ? nil : 1))
  }
}
