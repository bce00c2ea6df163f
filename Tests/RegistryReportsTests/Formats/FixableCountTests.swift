import SharedCloudRegistry
import TestSupport
import Testing
import ValidationTestSupport

@testable import RegistryReports
@testable import RegistryValidation

@Suite("The number of repairs")
struct FixableCountTests {
  /// A report on an index file of 300 rows, of which some have faults that are not listed.
  private func report(
    _ name: String = "ds_2010.csv", configure: (inout Validator) -> Void = { _ in }
  ) async throws -> Report {
    let rows = (0..<300).map { number in
      let hour =
        "2010-01-\(number / 24 < 9 ? "0" : "")\(number / 24 + 1)T"
        + "\(number % 24 < 10 ? "0" : "")\(number % 24)"
      let key = number % 5 == 0 ? "ds/\(number).cdf" : "s3://b/ds/\(number).cdf"
      let size = (number % 7 == 0 ? "+" : "") + "\(number + 1)" + (number % 11 == 0 ? ".5" : "")
      return "\(hour):00:00Z,\(hour):30:00Z,\(key),\(size)\n"
    }
    var validator = Validator.forTests()
    configure(&validator)
    return try await validator.validate([
      TestTarget.tree([
        "catalog.json": TestCatalog.oneDataset(),
        "ds/\(name)": "# start, stop, datakey, filesize\n" + rows.joined(),
      ])
    ])
  }

  @Test func `counts all findings, listed or not, safe and unsafe ones apart`() async throws {
    let report = try await report()
    // A plus sign goes without loss, but half a byte can't be written.
    #expect(report.tallies["IDX035"]?.activeTotal == 67)
    #expect(report.tallies["IDX035"]?.safeFixes == 39)
    #expect(report.tallies["IDX030"]?.unsafeFixes == 60)
    #expect(report.findings(of: "IDX030").count == 20)
    let text = FixableCount(report).text
    #expect(text?.contains("and with --unsafe") == true)
  }

  @Test func `is the same with every finding listed`() async throws {
    let few = try await report()
    let all = try await report { $0.listedPerRule = 1000 }
    #expect(few.tally.safeFixes == all.tally.safeFixes)
    #expect(few.tally.unsafeFixes == all.tally.unsafeFixes)
    let listed = all.findings.filter { $0.fix?.safety == .safe }
    #expect(listed.reduce(0) { $0 + $1.occurrences } == all.tally.safeFixes)
  }

  @Test func `is kept in JSON`() async throws {
    let report = try await report()
    let written = report.written(as: .json, options: .init(toolVersion: "0.0.0"))
    let read = try RecordedReport(reading: written, name: "r").report
    #expect(read.tallies == report.tallies)
  }
}
