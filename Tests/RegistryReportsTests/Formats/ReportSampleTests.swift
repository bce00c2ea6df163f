import FoundationEssentials
import Testing
import ValidationTestSupport

@testable import RegistryReports
@testable import RegistryValidation

/// Writes reports for other tools to read: see Tests/Suites/check-reports.sh.
@Suite("Samples of reports")
struct ReportSampleTests {
  /// Where to write them; nil to skip them.
  static let folder = ProcessInfo.processInfo.environment["SCREGISTRY_REPORT_SAMPLES"]

  @Test("are written in every format", .enabled(if: folder != nil), arguments: 0..<30)
  func samples(_ seed: Int) throws {
    let folder = try #require(Self.folder)
    let (report, options) = ReportPropertyTests.sample(seed)
    for format in ReportFormat.allCases {
      let bytes = report.written(as: format, options: options)
      try Data(bytes).write(to: URL(filePath: "\(folder)/random-\(seed).\(format.rawValue)"))
    }
  }

  @Test("of a report beyond the limits are written", .enabled(if: folder != nil))
  func large() throws {
    let folder = try #require(Self.folder)
    var made = TestReport()
    for number in 0..<6000 { made.add("IDX014", "s3://b/ds/\(number).csv", line: 3) }
    for format in [ReportFormat.json, .sarif, .junit, .gitlab, .csv] {
      let bytes = made.report.written(as: format, options: .forTests())
      try Data(bytes).write(to: URL(filePath: "\(folder)/large.\(format.rawValue)"))
    }
  }
}
