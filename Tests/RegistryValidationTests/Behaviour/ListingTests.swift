import Foundation
import SharedCloudRegistry
import Testing
import ValidationTestSupport

@testable import RegistryValidation

@Suite("A listing in place of the bucket")
struct ListingTests {
  private static let tree = [
    "catalog.json": TestCatalog.oneDataset(stop: "2010-01-03T23:59:59Z"),
    "ds/ds_2010.csv": """
    # start, stop, datakey, filesize
    2010-01-01T00:00:00Z,2010-01-01T23:59:59Z,s3://b/ds/a.cdf,1
    2010-01-02T00:00:00Z,2010-01-02T23:59:59Z,s3://b/ds/b.cdf,2
    2010-01-03T00:00:00Z,2010-01-03T23:59:59Z,s3://b/ds/ü.cdf,3

    """,
  ]

  /// The objects of a bucket with a correct index.
  private static let whole =
    "ds/a.cdf,1\nds/b.cdf,2\nds/ü.cdf,3\ncatalog.json,9\nds/ds_2010.csv,9\nds/,0\n"

  /// Validates the tree against listings, each with its address.
  private func validate(
    _ listings: [(prefix: String?, text: String)], depth: Validator.Depth = .objects,
    tree: [String: String] = Self.tree
  ) async throws -> Report {
    let folder = try Folder()
    var validator = Validator.forTests(profile: .default)
    validator.depth = depth
    for (number, listing) in listings.enumerated() {
      let path = try folder.write(listing.text, to: "\(number)")
      validator.listings.append(.init(prefix: listing.prefix, path: path))
    }
    return try await validator.validate([TestTarget.tree(tree)])
  }

  /// The findings on objects in short: rule, line or place, and actual value.
  private func objects(_ report: Report) -> [String] {
    report.findings.filter { $0.rule.hasPrefix("OBJ") }.map {
      "\($0.rule) \($0.rule == "OBJ003" ? $0.location.uri : "\($0.location.line ?? 0)") \($0.actual ?? "")"
    }
  }

  @Test("agrees with its index", arguments: [nil, "s3://b/", "s3://b"])
  func agreement(_ prefix: String?) async throws {
    let report = try await validate([(prefix, Self.whole)])
    #expect(objects(report) == [])
    #expect(report.verdict == .noViolations)
    #expect(report.coverage.objects == 3)
  }

  @Test(
    "may name objects by any address of the bucket, also some of them",
    arguments: ["s3://b/", "S3://b/", "https://b.s3.amazonaws.com/"])
  func addresses(_ start: String) async throws {
    for count in [1, 3] {
      let lines = ["ds/a.cdf,1", "ds/b.cdf,2", "ds/ü.cdf,3"].enumerated().map { number, line in
        number < count ? start + line.replacing("ü", with: start == "https" ? "%C3%BC" : "ü") : line
      }
      let report = try await validate([(nil, lines.joined(separator: "\n") + "\n")])
      #expect(objects(report) == [], "\(lines)")
      #expect(report.verdict == .noViolations)
    }
    let other = try await validate([(nil, "s3://other/ds/a.cdf,1\ns3://other/ds/b.cdf,2\n")])
    #expect(objects(other) == [])
    #expect(other.verdict == .undetermined)
  }

  @Test func `with missing files, other sizes or more files has findings`() async throws {
    let report = try await validate([(nil, "ds/a.cdf,1\nds/b.cdf,20\nds/more.cdf,5\nds/none,0\n")])
    #expect(
      objects(report) == ["OBJ002 3 2", "OBJ001 4 s3://b/ds/ü.cdf", "OBJ003 s3://b/ds/more.cdf "])
    #expect(report.verdict == .violations)
  }

  @Test func `of a prefix has keys relative to it`() async throws {
    let report = try await validate([("s3://b/ds/", "a.cdf,1\nb.cdf,2\nü.cdf,3\nds_2010.csv,7\n")])
    #expect(objects(report) == [])
    #expect(report.verdict == .noViolations)
  }

  @Test func `may come in several files`() async throws {
    let report = try await validate([
      (nil, "ds/a.cdf,1\n"), ("s3://b/", "ds/b.cdf,2\nds/ü.cdf,3\n"),
    ])
    #expect(objects(report) == [])
    #expect(report.isComplete)
  }

  @Test func `may name its bucket`() async throws {
    let report = try await validate([(nil, "b,ds/a.cdf,1\nb,ds/b.cdf,2\nb,ds/ü.cdf,4\n")])
    #expect(objects(report) == ["OBJ002 4 3"])
    let other = try await validate([(nil, "other,ds/a.cdf,1\n")])
    #expect(other.notices.map(\.code) == ["NET003"])
    #expect(other.notices.first?.message.contains("was not used") == true)
  }

  @Test func `of only a prefix decides nothing about other objects`() async throws {
    let json = #"{"Contents": [{"Key": "ds/a.cdf", "Size": 1}], "Prefix": "ds/a"}"#
    let report = try await validate([(nil, json)])
    #expect(objects(report) == ["OBJ004 3 s3://b/ds/b.cdf"])
    #expect(report.findings(of: "OBJ004").first?.occurrences == 2)
  }

  @Test func `without the size of an object does not check it`() async throws {
    let json =
      #"[{"Path":"ds/a.cdf","Size":-1},{"Path":"ds/b.cdf","Size":-1},{"Path":"ds/ü.cdf","Size":3}]"#
    #expect(objects(try await validate([(nil, json)])) == [])
  }

  @Test(
    "that lacks the content of a directory decides nothing about what is below",
    arguments: [("ds", ["NET003"], 0), ("ds/c", [], 2), ("d", [], 2)])
  func folded(_ directory: String, _ notices: [String], _ missing: Int) async throws {
    let json =
      #"[{"Path": "ds/a.cdf", "Size": 1}, {"Path": "\#(directory)", "Size": -1, "IsDir": true}]"#
    let above = json.replacing(
      #"{"Path": "ds/a.cdf", "Size": 1}"#, with: #"{"Path": "x", "Size": 1}"#)
    let report = try await validate([(nil, missing == 0 ? above : json)])
    #expect(report.notices.map(\.code) == notices)
    #expect(
      report.findings.filter { $0.rule == "OBJ001" }.map(\.occurrences).reduce(0, +) == missing)
  }

  @Test(
    "that is incomplete decides nothing",
    arguments: [
      #"{"Contents": [{"Key": "ds/a.cdf", "Size": 1}], "IsTruncated": true}"#,
      "{\"Contents\": [{\"Key\": \"ds/a.cdf\", \"Size\": 1},",
      "1\tds/a.cdf\n2\tds/b.cdf", "ds/a.cdf,1\nds/b.cdf\n", "", "no listing\n",
      "ds/a.cdf,1\nds/b.cdf,2\nds/a.cdf,2\n",
      "{\"format\":\"scregistry-snapshot\",\"schemaVersion\":1,\"tool\":\"t\"}\n",
    ])
  func damage(_ text: String) async throws {
    let report = try await validate([(nil, text)])
    #expect(objects(report) == [])
    #expect(report.verdict == .undetermined)
    #expect(report.notices.map(\.code) == ["NET003"])
    for outcome in report.outcomes where outcome.rule.hasPrefix("OBJ") {
      #expect(outcome.outcome == .notEvaluated)
      #expect(outcome.reason?.isEmpty == false)
    }
  }

  @Test func `that can't be read decides nothing`() async throws {
    var validator = Validator.forTests(profile: .default)
    validator.depth = .objects
    validator.listings = [.init(path: "/nonexistent/listing")]
    let report = try await validator.validate([TestTarget.tree(Self.tree)])
    #expect(report.verdict == .undetermined)
    #expect(report.notices.first?.message.contains("can't be read") == true)
  }

  @Test func `is not read if objects are not checked`() async throws {
    let report = try await validate([(nil, "")], depth: .index)
    #expect(report.verdict == .noViolations)
  }

  @Test func `is taken from the configuration for its target`() throws {
    let configuration = try Configuration(
      text: """
        version: 1
        depth: objects
        targets:
          - {uri: "s3://b/", root: copy, listing: l1}
          - {uri: other, listing: l2}
          - third
        """)
    func listings(_ change: (inout AppliedConfiguration.Flags) -> Void) -> [Validator.Listing] {
      var flags = AppliedConfiguration.Flags()
      change(&flags)
      return AppliedConfiguration(flags, over: configuration, at: nil).listings
    }
    let own = [
      Validator.Listing(prefix: "s3://b/", path: "l1"),
      Validator.Listing(target: "other", path: "l2"),
    ]
    #expect(listings { _ in } == own)
    #expect(listings { $0.targets = ["other"] } == [own[1]])
    let given = Validator.Listing(prefix: "s3://b", path: "l3")
    #expect(listings { $0.listings = [given] } == [given, own[1]])
    #expect(listings { $0.listings = [.init(path: "l4")] } == [.init(path: "l4")])
  }

  @Test func `on the command line sets the depth to objects`() {
    var flags = AppliedConfiguration.Flags()
    flags.listings = [.init(path: "l")]
    #expect(AppliedConfiguration(flags, over: nil, at: nil).depth.value == .objects)
  }
}

/// A folder that is deleted after its last use.
private final class Folder {
  private let url: URL

  init() throws {
    url = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  func write(_ text: String, to name: String) throws -> String {
    let file = url.appending(path: name)
    try Data(text.utf8).write(to: file)
    return file.path
  }
}
