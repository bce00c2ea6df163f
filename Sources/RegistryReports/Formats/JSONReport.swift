internal import Formats
internal import RegistryValidation

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
    let findings = report.findings
    members.append(
      ("findings", .elements(count: findings.count) { .object(values.finding(findings[$0])) }))
    members.append(("notices", .array(report.notices.map { .object(values.notice($0)) })))
    members += values.tail
    return JSONWriter.writeHarmless(.object(members.map { (key: $0.0, value: $0.1) }))
  }
}

/// Writes the report as JSON documents, one per line: header, findings, notices, summary.
struct NDJSONReport {
  let report: Report
  let options: ReportOptions

  /// The lines.
  var bytes: [UInt8] {
    let values = ReportValues(report: report, options: options)
    var writer = JSONWriter(layout: .singleLine)
    func write(_ type: String, members: [(key: String, value: JSONValue)]) {
      writer.write(.object([(key: "type", value: .string(type))] + members))
      writer.endLine()
    }
    write("header", members: values.header.map { (key: $0.0, value: $0.1) })
    for finding in report.findings { write("finding", members: values.finding(finding)) }
    for notice in report.notices { write("notice", members: values.notice(notice)) }
    if let mirror = report.mirror {
      write("mirror", members: [(key: "mirror", value: mirror.value)])
    }
    var output = HarmlessText.escapedJSON(writer.bytes)
    writer.removeAll()
    for line in report.shardLines { output += line + [UInt8(ascii: "\n")] }
    let summary: [(String, JSONValue)] = [
      ("verdict", .string(report.verdict.rawValue)), ("complete", .bool(report.isComplete)),
      ("coverage", values.coverage), ("summary", values.summary), ("rules", values.rules),
    ]
    write("summary", members: (summary + values.tail).map { (key: $0.0, value: $0.1) })
    return output + HarmlessText.escapedJSON(writer.bytes)
  }
}
