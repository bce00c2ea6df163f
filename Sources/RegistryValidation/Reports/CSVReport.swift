/// Writes one finding a row, for spreadsheets and databases.
///
/// RFC 4180 with CRLF and a header; a record is always one line, since control characters are
/// written as escapes. Findings that are counted but not listed and what was not evaluated have
/// rows of their own, told apart by the first column: the occurrences of the rows `finding` and
/// `unlisted` add up to the exact total.
struct CSVReport {
  let report: Report
  let options: ReportOptions

  /// The names of the columns.
  static let columns = [
    "record", "fingerprint", "rule", "name", "severity", "requirement", "basis", "section",
    "counts", "baseline", "suppressed", "owner", "expires", "uri", "line", "column", "end_line",
    "end_column", "byte_offset", "row", "field", "pointer", "dataset", "occurrences", "message",
    "expected", "actual", "help", "fix", "fix_safety", "caused_by",
  ]

  /// The rows.
  var bytes: [UInt8] {
    var text = CSVText()
    text.add(Self.columns)
    for finding in report.findings { text.add(row(of: members(of: finding))) }
    for members in unlisted { text.add(row(of: members)) }
    for members in open { text.add(row(of: members)) }
    return text.bytes
  }

  /// Puts values into the order of the columns.
  private func row(of members: [String: String]) -> [String] {
    Self.columns.map { members[$0] ?? "" }
  }

  private func members(of finding: Finding) -> [String: String] {
    var members = members(of: finding.rule)
    members["record"] = "finding"
    members["fingerprint"] = finding.fingerprint
    members["severity"] = finding.severity.rawValue
    members["counts"] = finding.isActive ? "yes" : "no"
    members["baseline"] = finding.baseline?.rawValue
    members["suppressed"] = finding.suppression?.reason
    members["owner"] = finding.suppression?.owner
    members["expires"] = finding.suppression?.expires
    members["dataset"] = finding.dataset
    members["occurrences"] = String(finding.occurrences)
    members["message"] = finding.message
    members["expected"] = finding.expected
    members["actual"] = finding.actual
    members["fix"] = finding.fix?.description
    members["fix_safety"] = finding.fix?.safety.rawValue
    members["caused_by"] = finding.causedBy
    return members.merging(self.members(of: finding.location)) { $1 }
  }

  private func members(of place: Location) -> [String: String] {
    let numbers = [
      "line": place.line, "column": place.column, "end_line": place.endLine,
      "end_column": place.endColumn, "byte_offset": place.byteOffset, "row": place.row,
    ]
    var members = numbers.compactMapValues { $0.map(String.init) }
    members["uri"] = place.uri
    members["field"] = place.field
    members["pointer"] = place.pointer
    return members
  }

  private func members(of code: String) -> [String: String] {
    guard let rule = report.rules[code] else { return ["rule": code] }
    return [
      "rule": code, "name": rule.name, "requirement": rule.level.rawValue,
      "basis": rule.basis.rawValue, "section": rule.section, "help": rule.help,
    ]
  }

  /// What is counted but not listed, by file and rule.
  private var unlisted: [[String: String]] {
    var listed: [String: Int] = [:]
    for finding in report.findings {
      listed["\(finding.rule) \(finding.location.uri)", default: 0] += finding.occurrences
    }
    return report.files.sorted { $0.key < $1.key }.flatMap { uri, counts in
      counts.rules.sorted { $0.key < $1.key }.compactMap { code, tally in
        let rest = tally.total - listed["\(code) \(uri)", default: 0]
        guard rest > 0 else { return nil }
        var members = members(of: code)
        members["record"] = "unlisted"
        members["uri"] = uri
        members["occurrences"] = String(rest)
        members["message"] = "counted but not listed"
        return members
      }
    }
  }

  /// What could not be looked at.
  private var open: [[String: String]] {
    let notices = report.notices.map { notice in
      [
        "record": "not-evaluated", "rule": notice.code, "uri": notice.uri ?? "",
        "message": notice.message,
      ]
    }
    return notices + report.untoldObstacles.map { ["record": "not-evaluated", "message": $0] }
  }
}

/// Lines of comma-separated values that a spreadsheet can't take for formulas.
struct CSVText {
  /// What has been written.
  private(set) var bytes: [UInt8] = []

  /// Adds a record.
  mutating func add(_ cells: [String]) {
    for (number, cell) in cells.enumerated() {
      if number > 0 { bytes.append(UInt8(ascii: ",")) }
      append(Self.guarded(TextStyle.harmless(cell)))
    }
    bytes += [0x0D, 0x0A]
  }

  /// Puts an apostrophe before a text that a spreadsheet would compute.
  ///
  /// A text that begins with an apostrophe gets another one, so that taking one away always gives
  /// the text back.
  static func guarded(_ cell: String) -> String {
    guard let first = cell.unicodeScalars.first(where: { $0 != " " }) else { return cell }
    return "=+-@'＝＋－＠".unicodeScalars.contains(first) ? "'" + cell : cell
  }

  private mutating func append(_ cell: String) {
    let isPlain = cell.utf8.allSatisfy {
      $0 != UInt8(ascii: ",") && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: ";")
    }
    guard !isPlain || cell.utf8.first == 0x20 || cell.utf8.last == 0x20 else {
      bytes += cell.utf8
      return
    }
    bytes.append(UInt8(ascii: "\""))
    for byte in cell.utf8 {
      if byte == UInt8(ascii: "\"") { bytes.append(byte) }
      bytes.append(byte)
    }
    bytes.append(UInt8(ascii: "\""))
  }
}
