import ObjectStorage
import Patterns
import TestSupport
import Testing
import ValidationTestSupport

@testable import RegistryReports
@testable import RegistryValidation

@Suite("Merging reports on parts gives the report on all")
struct MergeTests {
  private static func recorded(_ report: Report, _ name: String = "a") throws -> RecordedReport {
    try RecordedReport(
      reading: report.written(as: .json, options: ReportOptions(toolVersion: "1")), name: name)
  }

  private static func expectSame(
    _ merged: RecordedReport, _ whole: Report, at place: SourceLocation = #_sourceLocation
  ) {
    let options = ReportOptions(toolVersion: "1")
    for format in ReportFormat.allCases {
      // Given directly, the bytes would be compared one by one for the message.
      let isSame =
        merged.report.written(as: format, options: merged.options)
        == whole.written(as: format, options: options)
      #expect(isSame, "\(format)", sourceLocation: place)
    }
  }

  /// Merges parts in some order and in some groups, some parts more than once.
  private static func merged(
    _ parts: [RecordedReport], _ random: inout SeededGenerator
  ) throws -> RecordedReport {
    var left = parts.shuffled(using: &random)
    for part in parts where random.oneIn(3) { left.append(part) }
    while left.count > 1 {
      let count = Int.random(in: 2...Swift.min(4, left.count), using: &random)
      let group = try RecordedReport.merged(Array(left.prefix(count)))
      left.removeFirst(count)
      left.insert(group, at: Int.random(in: 0...left.count, using: &random))
    }
    return try RecordedReport.merged(left)
  }

  @Test("of random buckets, in any order and any groups", arguments: 0..<8)
  func random(_ seed: Int) throws {
    var random = SeededGenerator(seed: UInt64(seed))
    let buckets = Array(seed..<seed + Int.random(in: 1...7, using: &random))
    let whole = RandomReport.report(of: buckets, findings: 6)
    let parts = try buckets.map {
      try Self.recorded(RandomReport.report(of: [$0], findings: 6), "part \($0)")
    }
    let merged = try Self.merged(parts, &random)
    Self.expectSame(merged, whole)
    RecordedReportTests.expectEqual(merged.report.parts, whole.parts)
  }

  @Test("of parts that overlap, in any order and any groups", arguments: 0..<3)
  func overlap(_ seed: Int) throws {
    var random = SeededGenerator(seed: UInt64(seed) + 1000)
    let buckets = Array(seed..<seed + 5)
    let parts = try (0..<6).map { number in
      let some = buckets.filter { _ in !random.oneIn(2) }
      return try Self.recorded(RandomReport.report(of: some, findings: 5), "part \(number)")
    }
    let first = try Self.merged(parts, &random)
    for _ in 0..<3 { Self.expectSame(try Self.merged(parts, &random), first.report) }
    Self.expectSame(try RecordedReport.merged([first, parts[0], first]), first.report)
  }

  // MARK: - Validated

  /// Buckets in memory, each its own target, with their own dataset ids if wanted.
  private static func buckets(_ count: Int, seed: Int, ownIDs: Bool = true) -> [TargetSource] {
    (0..<count).map { number in
      let tree = GeneratedRegistry.tree(
        datasets: 2, years: 2, rows: 40, seed: UInt64(seed * 100 + number))
      var files: [String: [UInt8]] = [:]
      for (key, bytes) in tree {
        let id = ownIDs ? "ds_\(number)_" : "ds"
        let text = String(decoding: bytes, as: UTF8.self).split(
          separator: "ds", omittingEmptySubsequences: false
        ).joined(separator: id)
        let name = key.split(separator: "ds", omittingEmptySubsequences: false)
        files[name.joined(separator: id)] = Array(text.utf8)
      }
      if number % 4 == 3 { files["catalog.json"]?.removeLast(3) }
      let store = ObjectTree(memory: files, name: "copies/b\(number)/")
      return TargetSource(name: "copies/b\(number)", content: .tree(store))
    }
  }

  private static func validator(of seed: Int) throws -> Validator {
    var validator = Validator.forTests()
    validator.listedPerRule = 3
    for (rule, paths, line) in [
      ("IDX037", "ds_0_0/*", 3), ("IDX030", "**/*_2001.csv", 4), ("IDX014", "**", 5),
      ("OBJ001", "**", 6), ("CAT015", "nowhere", 7),
    ] {
      var place = Location(uri: "scregistry.yml", key: "scregistry.yml")
      place.line = line
      validator.settings.suppress(
        Suppression(
          rule: rule, reason: "known", paths: [try GlobPattern(paths)],
          expires: line == 5 ? "2020-01-01" : "2030-01-01", location: place), at: validator.now)
    }
    return validator
  }

  @Test("of buckets that were checked apart", arguments: 0..<3, [false, true])
  func shards(_ seed: Int, _ hasBaseline: Bool) async throws {
    var random = SeededGenerator(seed: UInt64(seed))
    let targets = Self.buckets(5, seed: seed)
    let validator = try Self.validator(of: seed)
    var baseline: Baseline?
    if hasBaseline {
      var all = validator
      all.listedPerRule = 2000
      let old = try await all.validate(Array(targets.prefix(4)))
      let full = Baseline(of: old, name: "scregistry-baseline.json")
      // Some entries have higher counts, some lower, some match nothing.
      let entries = full.entries.enumerated().compactMap { number, entry -> Baseline.Entry? in
        var entry = entry
        if number % 5 == 1 { return nil }
        if number % 5 == 2 { entry.count += 2 }
        if number % 7 == 3 { entry.fingerprint = nil }
        if number % 7 == 4 { entry.fingerprint = "0123456789abcdef" }
        return entry
      }
      baseline = Baseline(name: full.name, entries: entries)
    }
    let whole = try await validator.validate(targets, besides: baseline)
    #expect(hasBaseline == (whole.tally.known > 0))
    #expect(hasBaseline == (whole.counts["CFG020"] != nil))
    var parts: [RecordedReport] = []
    var left = targets[...]
    while !left.isEmpty {
      let count = Int.random(in: 1...Swift.min(3, left.count), using: &random)
      let report = try await validator.validate(
        Array(left.prefix(count)), besides: baseline)
      parts.append(try Self.recorded(report, "part \(parts.count)"))
      left = left.dropFirst(count)
    }
    let merged = try Self.merged(parts, &random)
    RecordedReportTests.expectEqual(merged.report.parts, whole.parts)
    Self.expectSame(merged, whole)
  }

  @Test func `except for rules that compare buckets, which see only those of their part`()
    async throws
  {
    let targets = Self.buckets(3, seed: 1, ownIDs: false)
    let validator = Validator.forTests()
    let whole = try await validator.validate(targets)
    var parts: [RecordedReport] = []
    for target in targets {
      parts.append(try Self.recorded(try await validator.validate([target])))
    }
    let merged = try RecordedReport.merged(parts).report
    #expect(whole.counts["XRF011"] == 4)
    #expect(merged.counts == whole.counts.filter { $0.key != "XRF011" })
    let rest = whole.findings.filter { $0.rule != "XRF011" }.map(\.recorded)
    #expect(merged.findings == rest)
    #expect(merged.targets == whole.targets)
    #expect(merged.notices == whole.notices)
    #expect(
      merged.outcomes.filter { $0.rule != "XRF011" }
        == whole.outcomes.filter { $0.rule != "XRF011" })
  }

  // MARK: - Refusals

  static let differences: [(String, @Sendable (inout Report.Parts) -> Void)] = [
    ("the profile is default in one and strict in the other", { $0.settings.profile = .strict }),
    ("the fail level is error in one and info in the other", { $0.settings.failLevel = .info }),
    (
      "rule IDX040 is off in x.yml in one and on in the other",
      { $0.settings.reasonsOff["IDX040"] = nil }
    ),
    (
      "the severity of CFG010 is that of the profile in one and error in the other",
      { $0.settings.severities["CFG010"] = .error }
    ),
    (
      "the number of suppressions is 0 in one and 1 in the other",
      {
        $0.suppressions = [
          SuppressionUse(rule: "CAT001", file: "f", reason: "r", hasExpired: false)
        ]
      }
    ),
    (
      "the baseline is absent in one and b.json in the other",
      { $0.baseline = BaselineUse(file: "b.json", digest: "1", listed: 20) }
    ),
  ]

  @Test("unless their settings differ", arguments: differences.indices)
  func disagreement(_ number: Int) throws {
    let (words, change) = Self.differences[number]
    let first = RandomReport.report(of: [1])
    var parts = first.parts
    change(&parts)
    let reports = [try Self.recorded(first), try Self.recorded(Report(parts), "b")]
    let error = #expect(throws: MergeError.self) {
      try RecordedReport.merged(reports)
    }
    let said = error.map { "\($0)" } ?? ""
    #expect(said == "a and b can't be merged: \(words)", "\(said)")
  }

  @Test func `unless their depths differ`() throws {
    let reports = try ["--depth index", nil].enumerated().map { number, reason in
      var parts = RandomReport.report(of: [1]).parts
      for index in parts.targets.indices {
        parts.targets[index].coverage = Coverage()
        if let reason { parts.targets[index].coverage.exclude([.object], because: reason) }
      }
      return try Self.recorded(Report(parts), number == 0 ? "a" : "b")
    }
    let error = #expect(throws: MergeError.self) { try RecordedReport.merged(reports) }
    #expect(error?.detail == "the depth is --depth index in one and --depth objects in the other")
  }

  @Test func `unless another version made them`() throws {
    let report = RandomReport.report(of: [1])
    var other = try Self.recorded(report, "b")
    other.options.toolVersion = "2"
    let reports = [try Self.recorded(report), other]
    #expect(throws: MergeError.self) { try RecordedReport.merged(reports) }
  }
}
