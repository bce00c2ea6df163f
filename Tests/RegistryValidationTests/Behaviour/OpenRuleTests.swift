import Testing
import ValidationTestSupport

@testable import RegistryValidation

@Suite("A rule that had nothing to look at is open")
struct OpenRuleTests {
  /// One registry, with a change and the rules that it leaves open.
  struct Change: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var replacements: [(file: String, old: String, new: String)]
    var rules: [String]
    /// Whether the run stays complete, since what is unreadable has a finding.
    var isComplete = true
  }

  private static let files = [
    "catalog.json": TestCatalog.oneDataset(stop: "2010-01-02T23:59:59Z"),
    "ds/ds.json": #"{"parameters": []}"#,
    "ds/ds_2010.csv": rows,
  ]
  private static let rows = """
    # start, stop, datakey, filesize
    2010-01-01T00:00:00Z,2010-01-01T23:59:59Z,s3://b/ds/a.cdf,1
    2010-01-02T00:00:00Z,2010-01-02T23:59:59Z,s3://b/ds/b.cdf,1

    """

  static let changes: [Change] = [
    Change(
      testDescription: "a start that can't be read",
      replacements: [("catalog.json", "\"2010-01-01T00:00:00Z\"", "\"unknown\"")],
      rules: ["DST022", "DST034", "XRF005"]),
    Change(
      testDescription: "an expiration that can't be read",
      replacements: [("catalog.json", "\"indextype\"", "\"expiration\": \"soon\", \"indextype\"")],
      rules: ["DST035"]),
    Change(
      testDescription: "an indextype that nobody knows",
      replacements: [("catalog.json", "\"csv\"", "\"tar\"")], rules: ["XRF016"]),
    Change(
      testDescription: "an info document that is no JSON",
      replacements: [("ds/ds.json", "{", "<")], rules: ["IDX046", "IDX047"], isComplete: false),
    Change(
      testDescription: "an index file that is a web page",
      replacements: [("ds/ds_2010.csv", Self.rows, "<html>404</html>")],
      rules: ["IDX032", "XRF005", "XRF015"], isComplete: false),
    Change(
      testDescription: "rows whose starts can't be read",
      replacements: [("ds/ds_2010.csv", "2010-01-", "x")],
      rules: ["IDX014", "IDX015", "IDX017", "IDX058", "XRF005"]),
    Change(
      testDescription: "an index file without rows",
      replacements: [("ds/ds_2010.csv", "2010-", "# 2010-")],
      rules: ["XRF005", "XRF006", "XRF007", "XRF008", "XRF009", "XRF019"]),
  ]

  @Test("of the registry, if it can't be read", arguments: changes)
  func change(_ change: Change) async throws {
    var files = Self.files
    for (file, old, new) in change.replacements {
      let text = try #require(files[file])
      #expect(text.contains(old))
      files[file] = text.replacing(old, with: new)
    }
    let before = try await outcomes(Self.files)
    let after = try await outcomes(files)
    for rule in change.rules {
      #expect(before.outcomes[rule] == .pass, "\(rule) of the good registry")
      #expect(after.outcomes[rule] == .notEvaluated, "\(rule)")
    }
    #expect(after.isComplete == change.isComplete)
  }

  @Test func `about the present, if it is not looked at`() async throws {
    let found = try await outcomes(Self.files, hasClock: false)
    for rule in ["DST031", "DST035", "IDX058"] {
      #expect(found.outcomes[rule] == .notEvaluated, "\(rule)")
    }
    #expect(found.isComplete)
  }

  @Test("about sizes of objects, if none is compared", arguments: ["1", "x"])
  func sizes(_ size: String) async throws {
    var files = Self.files.mapValues { $0.replacing(",1\n", with: ",\(size)\n") }
    // Either no object exists, or no row has a size.
    if size == "x" { (files["ds/a.cdf"], files["ds/b.cdf"]) = ("1", "1") }
    let found = try await outcomes(files, depth: .objects)
    #expect(found.outcomes["OBJ002"] == .notEvaluated)
    (files["ds/a.cdf"], files["ds/b.cdf"]) = ("1", "1")
    let right = files.mapValues { $0.replacing(",x\n", with: ",1\n") }
    #expect(try await outcomes(right, depth: .objects).outcomes["OBJ002"] == .pass)
  }

  private func outcomes(
    _ files: [String: String], hasClock: Bool = true, depth: Validator.Depth = .index
  ) async throws -> (outcomes: [String: Coverage.RuleOutcome.Outcome], isComplete: Bool) {
    var validator = Validator.forTests(profile: .default)
    validator.depth = depth
    if !hasClock { validator.now = nil }
    let report = try await validator.validate([TestTarget.tree(files)])
    let pairs = report.outcomes.map { ($0.rule, $0.outcome) }
    return (Dictionary(uniqueKeysWithValues: pairs), report.isComplete)
  }
}
