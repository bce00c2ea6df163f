import ObjectStorage
import SharedCloudRegistry
import Testing
import ValidationTestSupport

@testable import RegistryValidation

@Suite("Fingerprints")
struct FingerprintTests {
  private func fingerprints(_ files: [String: String]) async throws -> [String: [String]] {
    let report = try await Validator.forTests().validate([TestTarget.tree(files)])
    return Dictionary(grouping: report.findings, by: \.rule)
      .mapValues { $0.map(\.fingerprint).sorted() }
  }

  static let row = "2010-02-01T00:00:00Z,2010-02-01T00:00:00Z,relative,-1\n"
  static let before = (1...5).map {
    "2010-01-0\($0)T00:00:00Z,2010-01-0\($0)T00:00:00Z,s3://b/\($0).cdf,1\n"
  }.joined()
  static let header = "# start, stop, datakey, filesize\n"

  @Test func `of rows survive rows inserted before`() async throws {
    let catalog = TestCatalog.oneDataset()
    let first = try await fingerprints(
      ["catalog.json": catalog, "ds/ds_2010.csv": Self.header + Self.row])
    let second = try await fingerprints(
      ["catalog.json": catalog, "ds/ds_2010.csv": Self.header + Self.before + Self.row])
    for rule in ["IDX030", "IDX037"] {
      #expect(first[rule]?.count == 1)
      #expect(first[rule] == second[rule])
    }
  }

  @Test func `of entries survive lines and entries inserted before`() async throws {
    let faulty = TestCatalog.entry(id: "a b", index: "s3://b/x", start: "2010-01-01T00:00")
    let good = TestCatalog.entry(id: "good")
    let first = try await fingerprints(["catalog.json": TestCatalog.text([faulty])])
    let moved = "\n\n" + TestCatalog.text([good, faulty])
    let second = try await fingerprints(["catalog.json": moved])
    for rule in ["DST002", "DST004", "TIM003"] {
      #expect(first[rule]?.count == 1, "\(rule)")
      #expect(first[rule] == second[rule], "\(rule)")
    }
  }

  @Test func `tell different findings apart`() async throws {
    let rows = (1...9).map {
      "2010-02-0\($0)T00:00:00Z,2010-02-0\($0)T00:00:00Z,relative\($0),-1\n"
    }
    let entries = (1...9).map { TestCatalog.entry(id: "a b\($0)", index: "s3://b/\($0)") }
    let found = try await fingerprints([
      "catalog.json": TestCatalog.text([TestCatalog.entry(id: "ds")] + entries),
      "ds/ds_2010.csv": Self.header + rows.joined(),
    ])
    for rule in ["IDX030", "IDX037", "DST002", "DST004"] {
      #expect(Set(found[rule] ?? []).count == 9, "\(rule)")
    }
    let all = found.values.flatMap(\.self)
    #expect(Set(all).count == all.count)
    #expect(all.allSatisfy { $0.utf8.count == 16 })
  }

  @Test func `are the same wherever the copy of the bucket lies`() async throws {
    let files = [
      "catalog.json": TestCatalog.oneDataset(), "ds/ds_2010.csv": Self.header + Self.row,
    ]
    let bytes = files.mapValues { Array($0.utf8) }
    var all: [[String]] = []
    for name in ["/one/place/", "/another/"] {
      let target = TargetSource(name: name, content: .tree(ObjectTree(memory: bytes, name: name)))
      let report = try await Validator.forTests().validate([target])
      all.append(report.findings.map(\.fingerprint))
    }
    #expect(all[0] == all[1])
  }
}
