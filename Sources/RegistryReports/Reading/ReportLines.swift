internal import Formats
internal import RegistryValidation

/// Reads reports in JSON lines: a header, findings and notices in any order, a summary.
enum ReportLines {
  /// Whether a text is a report in JSON lines: its first line is a document with a type.
  static func areIn(_ bytes: [UInt8]) -> Bool {
    guard let first = bytes.split(separator: 0x0A, maxSplits: 1).first,
      let document = try? JSONParser.parse(Array(first), limits: OwnFormat.limits)
    else { return false }
    return document.root["type"] != nil
  }

  /// Reads all lines.
  static func source(_ bytes: [UInt8], name: String) throws(UnusableFile) -> ReportSource {
    var header: Node?
    var summary: Node?
    var source: (findings: [Node], notices: [Node], lines: [ObjectIdentifier: Int]) = ([], [], [:])
    for (number, line) in bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
      .enumerated() where line.contains(where: { $0 > 0x20 })
    {
      let root = try root(of: Array(line), name, after: number)
      source.lines[ObjectIdentifier(root.document)] = number
      guard summary == nil else {
        throw UnusableFile(name, "a line follows the summary", line: number + 1)
      }
      switch root["type"]?.string {
      case "header" where header == nil: header = root
      case "header": throw UnusableFile(name, "duplicate header", line: number + 1)
      case _ where header == nil:
        throw UnusableFile(name, "the first line is not a header", line: number + 1)
      case "finding": source.findings.append(root)
      case "notice": source.notices.append(root)
      case "summary": summary = root
      case "part":
        throw UnusableFile(
          name, "it is a part of a plan; pass the plan too: scregistry report merge --plan PLAN",
          line: number + 1)
      default: continue  // Of a newer version.
      }
    }
    guard let header, let summary else {
      throw UnusableFile(name, "the report is truncated: the summary line is missing")
    }
    return ReportSource(
      header: header, findings: source.findings, notices: source.notices, summary: summary,
      lines: source.lines)
  }

  private static func root(
    of line: [UInt8], _ name: String, after lines: Int
  ) throws(UnusableFile) -> Node {
    if let document = try? JSONParser.parse(line, limits: OwnFormat.limits) {
      let type = document.root["type"]?.string ?? ""
      if type == "header" { try RecordedReport.recognise(document.root, name: name) }
      // A type of a newer version has its own form.
      if !type.isEmpty, !["header", "finding", "notice", "summary"].contains(type) {
        return document.root
      }
    }
    return try OwnFormat.line.root(of: line, name: name, after: lines)
  }
}
