internal import Formats
internal import RegistryValidation

/// Writes only the facts that a program needs to fix files.
///
/// The report is plain text, since JSON takes twice the space. Findings are grouped by rule, the
/// most serious first, so that each help appears once and one kind of fault is fixed at a time:
///
/// ```
/// verdict: violations
/// counts: 2 errors in 1 file; 148 of 148 rules evaluated; 40 rows
/// again: scregistry validate -o agent copy
/// explain: scregistry explain CODE
///
/// IDX014 row-out-of-order: error, 2 in 1 file
/// help: Sort the file by start, then stop, then datakey.
/// copy/ds_2020.csv:22:1: start 2020-01-01T00Z is before the previous row's
///   expected: 2020-01-02T00Z or later
/// ```
struct AgentReport {
  let report: Report
  let options: ReportOptions

  /// How many findings of a rule are listed for one file, and for all files together, unless the
  /// user says how many.
  private static let perFile = 5
  private static let perRule = 20
  /// The maximum length of text from data, and the maximum number of edits shown.
  private static let longestText = 300
  private static let mostEdits = 5
  /// The longest report: some 16,000 tokens.
  static let longest = 65_536
  /// The space reserved for the line that names the omitted rules.
  private static let lastLine = 8192

  /// The lines.
  var bytes: [UInt8] {
    var text = head
    var left: [String] = []
    for groups in byRule {
      let room = Self.longest - Self.lastLine - text.utf8.count
      if left.isEmpty, let entry = entry(groups, within: room) {
        text += entry
      } else {
        // Rules that do not fit are still named and counted.
        left.append("\(groups[0].rule) \(groups.reduce(0) { $0 + $1.count })")
      }
    }
    if !left.isEmpty {
      text += "\nnot shown, fix the above first: \(left.joined(separator: ", "))\n"
    }
    return Array(text.utf8)
  }

  /// The groups of each rule, the most serious rule first.
  private var byRule: [[FindingGroup]] {
    let groups = Dictionary(grouping: report.groups) { "\($0.rule) \($0.severity)" }.values
    return groups.sorted { left, right in
      if left[0].severity != right[0].severity { return left[0].severity > right[0].severity }
      return left[0].rule < right[0].rule
    }
  }

  private static func safe(_ text: String) -> String {
    TextStyle.harmless(text.cut(to: longestText)).cut(to: longestText)
  }
}

// MARK: - Head

extension AgentReport {
  private var head: String {
    var lines = [
      "verdict: \(report.verdict.rawValue)", "counts: \(ReportSummary(report).line)",
    ]
    if let command = options.command {
      let again = command.map(Self.quoted).joined(separator: " ")
      // A truncated command is worse than no command.
      if again.utf8.count <= 4096 { lines.append("again: " + again) }
    }
    if report.tally.activeTotal > 0 {
      let tool = options.command?.first.map(Self.quoted) ?? "scregistry"
      lines.append("explain: \(tool) explain CODE")
    }
    let open =
      report.notices.map { notice in
        let place = notice.uri.map { Self.safe($0) + ": " } ?? ""
        return "not evaluated: \(place)\(notice.code) \(Self.safe(notice.message))"
      } + report.untoldObstacles.map { "not evaluated: " + Self.safe($0) }
    lines += open.prefix(Self.perRule)
    if open.count > Self.perRule {
      lines.append("not evaluated: \(open.count - Self.perRule) more")
    }
    return lines.map { $0 + "\n" }.joined()
  }

  /// The word, quoted for a shell if necessary.
  private static func quoted(_ word: String) -> String {
    let isPlain = word.unicodeScalars.allSatisfy { scalar in
      scalar.isASCII
        && (scalar.properties.isAlphabetic
          || "0123456789-_./:=,@%+".unicodeScalars.contains(scalar))
    }
    if isPlain, !word.isEmpty { return word }
    return TextStyle.harmless(
      "'" + word.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''")
        + "'")
  }
}

// MARK: - Findings

extension AgentReport {
  /// The lines about one rule; nil if there is no room for its head.
  private func entry(_ groups: [FindingGroup], within room: Int) -> String? {
    let group = groups[0]
    let rule = report.rules[group.rule]
    let name = rule.map { " " + $0.name } ?? ""
    let count = groups.reduce(0) { $0 + $1.count }
    let files = groups.count.of("file")
    var text = "\n\(group.rule)\(name): \(group.severity.rawValue), \(count) in \(files)\n"
    if let help = rule?.help { text += "help: \(help)\n" }
    guard text.utf8.count + 40 <= room else { return nil }
    var rest = count
    let perFile = options.listedPerRule ?? Self.perFile
    let perRule = options.listedPerRule == nil ? Self.perRule : Int.max
    for finding in groups.flatMap({ $0.findings.prefix(perFile) }).prefix(perRule) {
      let lines = lines(of: finding)
      guard text.utf8.count + lines.utf8.count + 40 <= room else { break }
      text += lines
      rest -= finding.occurrences
    }
    return text + (rest > 0 ? "and \(rest) more of \(group.rule)\n" : "")
  }

  private func lines(of finding: Finding) -> String {
    let place = finding.location
    let position = place.line.map { ":\($0):\(place.column ?? 1)" } ?? ""
    let pointer = place.line == nil ? place.pointer.map { "#" + $0 } ?? "" : ""
    let times = finding.occurrences > 1 ? " (\(finding.occurrences) times)" : ""
    var text =
      Self.safe(place.uri) + position + Self.safe(pointer) + ": " + Self.safe(finding.message)
      + times + "\n"
    if let expected = finding.expected { text += "  expected: \(Self.safe(expected))\n" }
    if let actual = finding.actual, !finding.message.contains(actual) {
      text += "  found: \(Self.safe(actual))\n"
    }
    if let fix = finding.fix { text += self.text(of: fix) }
    return text
  }

  /// The edits: byte offsets from 0 in the current file, and the new text as a JSON string.
  private func text(of fix: Fix) -> String {
    let head = "  fix (\(fix.safety.rawValue)): \(Self.safe(fix.description))\n"
    // A truncated edit would do harm.
    let isShort =
      fix.edits.count <= Self.mostEdits
      && fix.edits.allSatisfy { $0.text.utf8.count <= Self.longestText }
    guard isShort else { return head + "  edits: \(fix.edits.count), too long to show\n" }
    return head
      + fix.edits.map { edit in
        "  edit: bytes \(edit.range.lowerBound)..<\(edit.range.upperBound) = "
          + Self.json(edit.text) + "\n"
      }.joined()
  }

  /// A JSON string in which invisible characters are escaped too.
  private static func json(_ text: String) -> String {
    let string = String(
      decoding: JSONWriter.writeHarmless(.string(text), layout: .singleLine), as: UTF8.self)
    return string.unicodeScalars.map { scalar in
      let text = String(scalar)
      guard TextStyle.harmless(text) != text else { return text }
      let digits = String(scalar.value, radix: 16)
      return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    }.joined()
  }
}
