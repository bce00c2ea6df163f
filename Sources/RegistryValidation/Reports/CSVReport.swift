/// Placeholder to be written.
struct CSVReport {
  let report: Report
  let options: ReportOptions

  /// The report.
  var bytes: [UInt8] { [] }
}
