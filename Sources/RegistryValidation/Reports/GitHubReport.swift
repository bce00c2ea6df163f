/// Placeholder to be written.
struct GitHubReport {
  let report: Report
  let options: ReportOptions

  /// The report.
  var bytes: [UInt8] { [] }
}
