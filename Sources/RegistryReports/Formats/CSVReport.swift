internal import Formats
internal import RegistryValidation

/// Writes one finding per row, for spreadsheets and databases.
///
/// RFC 4180 with CRLF and a header; a record is always one line, since control characters are
/// escaped. Findings that are counted but not listed, and inputs that were not evaluated, have
/// their own kinds of rows, named in the first column: the occurrences of the rows `finding` and
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
    for finding in report.findings {
      text.add(row("finding", of: finding.rule, at: finding.location, finding: finding))
    }
    for (rule, uri, count) in unlisted {
      var row = row("unlisted", of: rule, at: Location(uri: uri, key: ""), finding: nil)
      row[Self.occurrences] = String(count)
      row[Self.message] = "counted but not listed"
      text.add(row)
    }
    for (code, uri, message) in open {
      var row = row("not-evaluated", of: code, at: Location(uri: uri, key: ""), finding: nil)
      row[Self.message] = message
      text.add(row)
    }
    return text.bytes
  }

  private static let occurrences = columns.firstIndex(of: "occurrences") ?? 0
  private static let message = columns.firstIndex(of: "message") ?? 0

  /// The cells of a row, in the order of the columns.
  private func row(
    _ record: String, of code: String, at place: Location, finding: Finding?
  ) -> [String] {
    let rule = report.rules[code]
    let note = finding?.suppression
    let counts = finding.map { $0.isActive ? "yes" : "no" }
    let cells = [
      record, finding?.fingerprint, code, rule?.name, finding?.severity.rawValue,
      rule?.level.rawValue, rule?.basis.rawValue, rule?.section,
      counts, finding?.baseline?.rawValue, note?.reason, note?.owner,
      note?.expires, place.uri, number(place.line), number(place.column), number(place.endLine),
      number(place.endColumn), number(place.byteOffset), number(place.row), place.field,
      place.pointer, finding?.dataset, number(finding?.occurrences), finding?.message,
      finding?.expected, finding?.actual, rule?.help, finding?.fix?.description,
      finding?.fix?.safety.rawValue, finding?.causedBy,
    ]
    return cells.map { $0 ?? "" }
  }

  private func number(_ value: Int?) -> String? { value.map(String.init) }

  /// The number of findings that are counted but not listed, by file and rule.
  private var unlisted: [(rule: String, uri: String, count: Int)] {
    var listed: ExactDictionary<[String: Int]> = [:]
    for finding in report.findings {
      listed[finding.countingFile, default: [:]][finding.rule, default: 0] += finding.occurrences
    }
    return report.files.flatMap { uri, counts in
      counts.rules.sorted { $0.key < $1.key }.map { rule, tally in
        (rule: rule, uri: uri, count: tally.total - (listed[uri]?[rule] ?? 0))
      }
    }.filter { $0.count > 0 }
  }

  /// The inputs that could not be checked.
  private var open: [(code: String, uri: String, message: String)] {
    report.notices.map { (code: $0.code, uri: $0.uri ?? "", message: $0.message) }
      + report.untoldObstacles.map { (code: "", uri: "", message: $0) }
  }
}

/// Lines of comma-separated values that a spreadsheet does not run as formulas.
struct CSVText {
  /// The bytes written so far.
  private(set) var bytes: [UInt8] = []

  /// Adds a record.
  mutating func add(_ cells: [String]) {
    for (number, cell) in cells.enumerated() {
      if number > 0 { bytes.append(UInt8(ascii: ",")) }
      append(Self.guarded(TextStyle.harmless(cell)))
    }
    bytes += [0x0D, 0x0A]
  }

  /// Puts an apostrophe before a text that a spreadsheet would run as a formula.
  ///
  /// A text that begins with an apostrophe gets another one, so that a reader can always remove
  /// one apostrophe to restore the text.
  static func guarded(_ cell: String) -> String {
    guard let first = cell.unicodeScalars.first(where: { $0 != " " }) else { return cell }
    if ("A"..."Z").contains(first) || ("a"..."z").contains(first) { return cell }
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
