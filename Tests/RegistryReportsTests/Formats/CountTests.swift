import Formats
import Testing
import ValidationTestSupport

@testable import RegistryReports
@testable import RegistryValidation

@Suite("Every finding is counted, the first ones are listed")
struct CountTests {
  /// An index file in which each row has faults of three rules, and one habit.
  static let files: [String: String] = {
    var text = "# start, stop, datakey, filesize\n"
    for number in 0..<10_000 {
      text += "2010-01-01T00:00:00Z, 2010-01-01T00:00:00Z,key\(number),-1\n"
    }
    return ["catalog.json": TestCatalog.oneDataset(), "ds/ds_2010.csv": text]
  }()

  @Test("20 of 10,000 unless the limit is set", arguments: [1, 20, 20_000])
  func listing(_ listed: Int) async throws {
    var validator = Validator.forTests()
    validator.listedPerRule = listed
    let report = try await validator.validate([TestTarget.tree(Self.files)])
    for (rule, total) in [("IDX030", 10_000), ("IDX037", 10_000), ("IDX016", 9_999)] {
      let shown = min(listed, total)
      #expect(report.findings(of: rule).count == shown)
      #expect(report.counts[rule] == total)
      #expect(report.unlisted[rule, default: 0] == total - shown)
      #expect(report.files["ds/ds_2010.csv"]?.rules[rule]?.total == total)
    }
    let habit = report.findings(of: "IDX042")
    #expect(habit.map(\.occurrences) == [10_000])
    #expect(report.counts["IDX042"] == 10_000)
    #expect(report.unlisted["IDX042"] == nil)
    #expect(report.coverage.rows == 10_000)
    #expect(report.countsByDataset["ds"] == report.counts.values.reduce(0, +))
  }

  @Test func `the totals are in the JSON report`() async throws {
    let report = try await Validator.forTests().validate([TestTarget.tree(Self.files)])
    let bytes = report.written(as: .json, options: ReportOptions(toolVersion: "0"))
    let summary = try #require(try JSONParser.parse(bytes).root["summary"])
    #expect(summary["byRule"]?["IDX030"]?.integer == 10_000)
    #expect(summary["truncated"]?["IDX030"]?.integer == 9_980)
    #expect(summary["truncated"]?["IDX042"] == nil)
    let severities = ["error", "warning", "info"].compactMap { summary[$0]?.integer }
    #expect(severities.reduce(0, +) == report.counts.values.reduce(0, +))
  }

  @Test func `faults of entries are counted in full too`() async throws {
    let entries = (0..<500).map { TestCatalog.entry(id: "a b\($0)", index: "s3://b/x\($0)") }
    let report = try await Validator.forTests().validate([
      TestTarget.document(TestCatalog.text(entries), key: "catalog.json", .catalog)
    ])
    for rule in ["DST002", "DST004"] {
      #expect(report.counts[rule] == 500)
      #expect(report.findings(of: rule).count == 20)
      #expect(report.unlisted[rule] == 480)
    }
    #expect(report.countsByDataset["a b499"] == 2)
  }

  @Test func `the text has the exact number of findings that it does not show`() async throws {
    let report = try await Validator.forTests().validate([TestTarget.tree(Self.files)])
    let text = String(
      decoding: report.written(as: .text, options: ReportOptions(toolVersion: "0")), as: UTF8.self)
    #expect(text.contains("IDX030 datakey-not-absolute [MUST §3.4] 10,000 findings in 1 file"))
    #expect(text.contains("... and 9,997 more"))
    #expect(text.contains("(10000 times)"))
  }
}
