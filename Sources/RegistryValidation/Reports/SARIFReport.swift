/// Placeholder to be written.
struct SARIFReport {
  let report: Report
  let options: ReportOptions

  /// The report.
  var bytes: [UInt8] { [] }
}
