internal import ObjectStorage
public import RegistryValidation

extension Report {
  /// Writes the report.
  ///
  /// - Parameters:
  ///   - format: The format.
  ///   - options: How to write it.
  /// - Returns: The bytes of the report, in UTF-8.
  public func written(as format: ReportFormat, options: ReportOptions) -> [UInt8] {
    switch format {
    case .text: TextReport(report: self, options: options).bytes
    case .full: Array(FullReport(report: self, style: TextStyle(options.usesColor)).text.utf8)
    case .json: JSONReport(report: self, options: options).bytes
    case .ndjson: NDJSONReport(report: self, options: options).bytes
    case .sarif: SARIFReport(report: self, options: options).bytes
    case .junit: JUnitReport(report: self, options: options).bytes
    case .github: GitHubReport(report: self, options: options).bytes
    case .gitlab: GitLabReport(report: self, options: options).bytes
    case .markdown: MarkdownReport(report: self, options: options).bytes
    case .html: ReportPage(report: self, options: options).bytes
    case .csv: CSVReport(report: self, options: options).bytes
    case .agent: AgentReport(report: self, options: options).bytes
    }
  }

  /// Writes the report in several formats at the same time.
  ///
  /// - Parameters:
  ///   - requests: The formats, each with how to write it.
  ///   - jobs: The maximum number of formats to write at the same time.
  /// - Returns: The bytes of each, in the order of the requests.
  package func written(
    _ requests: [(format: ReportFormat, options: ReportOptions)], jobs: Int
  ) async -> [[UInt8]] {
    await requests.parallelMap(width: jobs) { written(as: $0.format, options: $0.options) }
  }
}
