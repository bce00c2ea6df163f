internal import Formats

/// Writes the report as one JSON document.
struct JSONReport {
  let report: Report
  let options: ReportOptions

  /// The document, with a line end.
  var bytes: [UInt8] {
    let values = ReportValues(report: report, options: options)
    var members = values.header
    members.append(("verdict", .string(report.verdict.rawValue)))
    members.append(("complete", .bool(report.isComplete)))
    members.append(("coverage", values.coverage))
    members.append(("summary", values.summary))
    members.append(("rules", values.rules))
    members.append(("findings", .array(report.findings.map { .object(values.finding($0)) })))
    members.append(("notices", .array(report.notices.map { .object(values.notice($0)) })))
    members += values.tail
    return JSONWriter.write(.object(members.map { (key: $0.0, value: $0.1) }))
  }
}

/// Writes the report as JSON documents, one a line: header, findings, notices, summary.
struct NDJSONReport {
  let report: Report
  let options: ReportOptions

  /// The lines.
  var bytes: [UInt8] {
    let values = ReportValues(report: report, options: options)
    var lines = [line("header", values.header)]
    lines += report.findings.map { line("finding", values.finding($0).map { ($0.key, $0.value) }) }
    lines += report.notices.map { line("notice", values.notice($0).map { ($0.key, $0.value) }) }
    lines.append(
      line(
        "summary",
        [
          ("verdict", .string(report.verdict.rawValue)), ("complete", .bool(report.isComplete)),
          ("coverage", values.coverage), ("summary", values.summary), ("rules", values.rules),
        ] + values.tail))
    return Array(lines.joined())
  }

  private func line(_ type: String, _ members: [(String, JSONValue)]) -> [UInt8] {
    let object = [("type", JSONValue.string(type))] + members
    return JSONWriter.write(.object(object.map { (key: $0.0, value: $0.1) }), layout: .singleLine)
      + [0x0A]
  }
}
