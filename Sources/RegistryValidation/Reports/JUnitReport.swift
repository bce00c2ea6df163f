/// Placeholder to be written.
struct JUnitReport {
  let report: Report
  let options: ReportOptions

  /// The report.
  var bytes: [UInt8] { [] }
}
