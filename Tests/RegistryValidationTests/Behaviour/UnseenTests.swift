import ObjectStorage
import SharedCloudRegistry
import Testing
import ValidationTestSupport

@testable import RegistryValidation

/// Nothing follows from what was not seen.
@Suite("What was not seen")
struct UnseenTests {
  /// A registry whose info document declares a column.
  private static let files = [
    "catalog.json": TestCatalog.oneDataset(stop: "2011-01-01T23:59:59Z"),
    "ds/ds.json": #"{"version": "1.1", "parameters": [{"name": "q", "type": "double"}]}"#,
    "ds/ds_2010.csv": """
    # start, stop, datakey, filesize, q
    2010-01-01T00:00:00Z,2010-01-01T23:59:59Z,s3://b/ds/a.cdf,1,2

    """,
    "ds/ds_2011.csv": """
    # start, stop, datakey, filesize, q
    2011-01-01T00:00:00Z,2011-01-01T23:59:59Z,s3://b/ds/b.cdf,1,2

    """,
    "ds/a.cdf": "x", "ds/b.cdf": "x",
  ]

  private func report(
    _ depth: Validator.Depth = .objects, _ change: (inout GappyStore) -> Void
  ) async throws -> Report {
    var store = GappyStore(Self.files)
    change(&store)
    var validator = Validator.forTests(profile: .strict)
    validator.depth = depth
    return try await validator.validate([TargetSource(name: "tree", content: .tree(store.tree))])
  }

  @Test func `everything that was seen is right`() async throws {
    let report = try await report { _ in }
    #expect(report.findings.map(\.rule) == [])
    #expect(report.isComplete)
  }

  @Test(
    "a gap makes no finding",
    arguments: [
      "", "ds", "ds/ds_2010.csv", "ds/ds_2011.csv", "ds/ds.json", "ds/ds.info", "ds/a.cdf",
      "catalog.json", "HelioDataRegistry.json",
    ])
  func gap(_ key: String) async throws {
    for kind in [ListingGap.Kind.failed, .brokenLink, .circularLink] {
      let report = try await report {
        $0.gaps = [ListingGap(key, kind, error: GappyStore.busy)]
      }
      #expect(report.findings.map(\.rule) == [])
      #expect(report.verdict == .undetermined)
      #expect(report.notices.map(\.code) == ["NET001"])
    }
  }

  @Test(
    "a listed file that can't be read makes no finding",
    arguments: ["ds/ds_2010.csv", "ds/ds_2011.csv", "ds/ds.json", "catalog.json"])
  func unreadable(_ key: String) async throws {
    let report = try await report { $0.unreadable = [key] }
    #expect(report.findings.map(\.rule) == [])
    #expect(report.verdict == .undetermined)
    #expect(report.notices.map(\.uri) == [key])
  }

  @Test func `an info document that is not JSON declares nothing and denies nothing`() async throws
  {
    var files = Self.files
    files["ds/ds.json"] = "{"
    let report = try await Validator.forTests(profile: .strict).validate([TestTarget.tree(files)])
    #expect(Set(report.findings.map(\.rule)) == ["SYN001"])
  }

  @Test(
    "a depth needs only its files",
    arguments: [
      ("README", Validator.Depth.index, true), ("ds/a.cdf", .index, true),
      ("ds/a.cdf", .objects, false), ("ds/ds_2010.csv", .metadata, true),
      ("ds/ds_2010.csv", .index, false),
    ])
  func depth(_ key: String, _ depth: Validator.Depth, _ isComplete: Bool) async throws {
    let report = try await report(depth) {
      $0.gaps = [ListingGap(key, .brokenLink, error: GappyStore.busy)]
    }
    #expect(report.isComplete == isComplete)
  }

  @Test func `many broken links are counted, and the first are listed`() async throws {
    let report = try await report {
      $0.gaps = (0..<50).map { ListingGap("x/\($0)", .brokenLink, error: GappyStore.busy) }
    }
    #expect(report.notices.count == 21)
    #expect(
      report.notices.contains {
        $0.message == "50 symbolic links lead nowhere; the first 20 have a notice"
      })
  }

  @Test func `an optional document that may be absent leaves the run complete`() async throws {
    let report = try await report(.index) {
      $0.gaps = [ListingGap("ds/ds.info", .withheld, error: GappyStore.busy)]
    }
    #expect(report.notices.map(\.code) == [Notice.Kind.absentOrForbidden.rawValue])
    #expect(report.verdict == .noViolations)
    let open = report.outcomes.filter { $0.outcome == .notEvaluated }.map(\.rule)
    #expect(open.contains("INF001") && open.contains("XRF014"))
  }

  @Test func `the bucket of a catalog is that of its endpoint`() async throws {
    var files = Self.files
    files["catalog.json"] = TestCatalog.text([
      TestCatalog.entry(id: "ds", index: "s3://z/ds/", stop: "2011-01-01T23:59:59Z")
    ])
    let report = try await Validator.forTests(profile: .default).validate([TestTarget.tree(files)])
    #expect(report.notices.map(\.code) == ["NET002"])
    #expect(report.findings.map(\.rule) == ["XRF010"])
  }

  @Test func `a registry that can't be read lists any endpoint`() async throws {
    let registry = TestTarget.document(
      #"{"version": "1.1", "registry": [{"endpoint": "s3://x/", "name": "x"}]}"#,
      key: "HelioDataRegistry.json", .registry)
    let broken = TestTarget.document("{", key: "other.json", .registry)
    let validator = Validator.forTests(profile: .default)
    let tree = TestTarget.tree(Self.files)
    #expect(try await validator.validate([tree, registry]).counts["XRF013"] == 1)
    #expect(try await validator.validate([tree, registry, broken]).counts["XRF013"] == nil)
  }
}
