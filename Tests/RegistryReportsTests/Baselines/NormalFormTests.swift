import Formats
import ObjectStorage
import SharedCloudRegistry
import Testing
import ValidationTestSupport

@testable import RegistryReports
@testable import RegistryValidation

@Suite("Files whose names differ only in their normal form")
struct NormalFormTests {
  /// One directory name as two keys: `é` as one scalar, and as two.
  private static let names = ["d\u{E9}", "de\u{301}"]

  private static func row(_ name: String, _ number: Int) -> String {
    "2010-01-01T0\(number):00:00Z,2010-01-01T0\(number):59:59Z,s3://b/\(name)/\(number).cdf,x\n"
  }

  private func report(_ counts: [Int], baseline: Baseline? = nil) async throws -> Report {
    let header = "# start, stop, datakey, filesize\n"
    var files: ExactDictionary<[UInt8]> = [:]
    for (name, count) in zip(Self.names, counts) {
      let rows = (1...count).map { Self.row(name, $0) }.joined()
      files["\(name)/ds_2010.csv"] = Array((header + rows).utf8)
    }
    let validator = Validator.forTests(profile: .default)
    let targets = Self.names.map { name in
      TargetSource(
        name: "\(name)/ds_2010.csv",
        content: .index(ObjectTree(memory: files), key: "\(name)/ds_2010.csv"))
    }
    return try await validator.validate(targets, besides: baseline)
  }

  @Test func `are counted apart`() async throws {
    let report = try await report([1, 3])
    let counts = report.fileCounts.map { $0.counts.rules["IDX035"]?.total ?? 0 }.sorted()
    #expect(counts == [1, 3])
  }

  @Test func `have their own entries in a baseline`() async throws {
    let baseline = Baseline(of: try await report([1, 3]), name: "b.json")
    let entries = baseline.entries.filter { $0.rule == "IDX035" }
    #expect(Set(entries.map { ExactText($0.key) }).count == 2)
    let known = try await report([1, 3], baseline: baseline)
    #expect(known.findings.filter(\.isActive).isEmpty)
    let more = try await report([2, 3], baseline: baseline)
    #expect(more.findings.count { $0.isActive && $0.rule == "IDX035" } == 1)
  }
}
