import Testing
import ValidationTestSupport

@testable import RegistryValidation

@Suite("The bucket of datakeys")
struct DatakeyBucketTests {
  /// Addresses of the bucket `b`.
  static let own = [
    "s3://b/", "https://b.s3.amazonaws.com/", "https://s3.us-west-2.amazonaws.com/b/",
    "https://b.s3-us-west-2.amazonaws.com/", "https://b.s3.dualstack.us-west-2.amazonaws.com/",
    "https://b.s3-fips.us-gov-west-1.amazonaws.com/", "https://b.s3.cn-north-1.amazonaws.com.cn/",
  ]
  static let other = [
    "s3://c/", "https://c.s3.amazonaws.com/", "https://s3.us-west-2.amazonaws.com/c/",
    "gs://b/",
  ]

  private static func report(
    index: String = "s3://b/ds/", _ prefixes: [String], usesFastTest: Bool = true
  ) async throws -> Report {
    let entry = TestCatalog.entry(
      id: "ds", index: index, stop: "2010-01-01T00:\(10 + prefixes.count - 1):59Z")
    let rows = prefixes.enumerated().map { number, prefix in
      let minute = "2010-01-01T00:\(10 + number)"
      return "\(minute):00Z,\(minute):59Z,\(prefix)ds/\(number).cdf,1\n"
    }
    let files = [
      "catalog.json": TestCatalog.text([
        entry.replacing("00:00:00Z\", \"stop", with: "00:10:00Z\", \"stop")
      ]),
      "ds/ds_2010.csv": "# start, stop, datakey, filesize\n" + rows.joined(),
    ]
    var validator = Validator.forTests(profile: .default)
    validator.usesFastTest = usesFastTest
    return try await validator.validate([TestTarget.tree(files)])
  }

  @Test("is that of the index in every spelling", arguments: own, [true, false])
  func isOne(_ prefix: String, _ usesFastTest: Bool) async throws {
    let keys = try await Self.report(
      [prefix, "s3://b/", prefix, prefix] + Self.own, usesFastTest: usesFastTest)
    #expect(keys.counts == [:])
    #expect(keys.verdict == .noViolations)
    let index = try await Self.report(
      index: prefix + "ds/", ["s3://b/", prefix], usesFastTest: usesFastTest)
    #expect(index.counts == [:])
    #expect(index.verdict == .noViolations)
  }

  @Test("is another one where the address says so", arguments: other, [true, false])
  func isOther(_ prefix: String, _ usesFastTest: Bool) async throws {
    let first = try await Self.report(
      [prefix, "s3://b/", prefix, prefix], usesFastTest: usesFastTest)
    #expect(first.findings(of: "IDX031").map(\.location.line) == [2, 4, 5])
    let later = try await Self.report(["s3://b/", prefix, "s3://b/"], usesFastTest: usesFastTest)
    #expect(later.findings(of: "IDX031").map(\.location.line) == [3])
  }

  @Test("is unknown for other hosts: one notice per file", arguments: [true, false])
  func isUnknown(_ usesFastTest: Bool) async throws {
    let host = "https://data.example.org/"
    for prefixes in [[host, host, host], ["s3://b/", host, host], [host, "s3://b/", host]] {
      let report = try await Self.report(prefixes, usesFastTest: usesFastTest)
      #expect(report.counts == [:])
      #expect(report.notices.map(\.code) == ["NET005"])
      #expect(report.verdict == .undetermined)
      let outcomes = report.outcomes.filter { $0.outcome == .notEvaluated }.map(\.rule)
      #expect(outcomes == ["IDX031"])
    }
    let both = try await Self.report(["https://c.s3.amazonaws.com/", host])
    #expect(both.counts["IDX031"] == 1)
  }
}
