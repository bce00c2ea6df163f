/// Placeholder to be written.
struct AgentReport {
  let report: Report
  let options: ReportOptions

  /// The report.
  var bytes: [UInt8] { [] }
}
