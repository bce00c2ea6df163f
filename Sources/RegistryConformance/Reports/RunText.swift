internal import Formats
internal import RegistryValidation

/// Writes a run report for people at a terminal.
struct RunText {
  let report: RunReport
  /// Whether cases that passed are listed too.
  var listsAll = false

  /// The maximum number of reasons to list per case.
  private static let reasonLimit = 8

  /// The text.
  var text: String {
    let implementation = report.implementation
    var text =
      HarmlessText.of(
        "\(implementation.name) \(implementation.version) (\(implementation.language)), "
          + "suite \(report.suiteVersion), judged up to grade \(report.grade.rawValue) "
          + "(\(report.grade.name))") + "\n"
    for result in report.results where listsAll || result.outcome != .passed {
      text += self.text(of: result)
    }
    for misfit in report.misfits {
      text += "KNOWN?   \(HarmlessText.of(misfit.id)): \(misfit.detail)\n"
    }
    for notice in report.notices { text += "NOTE     \(HarmlessText.of(notice))\n" }
    return text + "\n" + table
  }

  private func text(of result: CaseResult) -> String {
    let note =
      result.failsAsKnown ? " (known)" : result.counts ? "" : " (\(result.status.rawValue))"
    let word = result.outcome.rawValue.uppercased()
    let padding = String(repeating: " ", count: max(1, 9 - word.count))
    var text =
      HarmlessText.of(
        "\(word)\(padding)\(result.id) [\(result.level.rawValue)]\(note) \(result.description)")
      + "\n"
    guard result.outcome != .passed else { return text }
    for reason in result.reasons.prefix(Self.reasonLimit) {
      text += "         \(HarmlessText.of(reason))\n"
    }
    let more = result.reasons.count - Self.reasonLimit
    if more > 0 { text += "         and \(more) more\n" }
    if let known = result.known, result.failsAsKnown {
      text += "         known: \(HarmlessText.of("\(known.reason) (\(known.issue))"))\n"
    }
    if !result.diagnostics.isEmpty, result.outcome == .errored {
      for line in result.diagnostics.split(separator: "\n").suffix(12) {
        text += "         stderr: \(HarmlessText.of(String(line)))\n"
      }
    }
    return text + "         again: \(HarmlessText.of(result.reproduction))\n"
  }

  /// How many cases of each area passed.
  private var table: String {
    let levels: [RequirementLevel] = [.must, .should, .may]
    var rows = [["area"] + levels.map(\.rawValue)]
    for area in report.areas {
      rows.append(
        [area]
          + levels.map { level in
            let count = report.count { $0.area == area && $0.level == level && $0.counts }
            return count.total == 0 ? "-" : "\(count.passed)/\(count.total)"
          })
    }
    return TextTable.text(rows)
  }
}

/// Columns of text.
enum TextTable {
  /// Writes rows, the first column left-aligned and the others right-aligned.
  static func text(_ rows: [[String]]) -> String {
    let columns = rows.map(\.count).max() ?? 0
    let widths = (0..<columns).map { column in
      rows.map { column < $0.count ? $0[column].count : 0 }.max() ?? 0
    }
    return rows.map { row in
      let cells = row.enumerated().map { column, cell in
        let padding = String(repeating: " ", count: widths[column] - cell.count)
        return column == 0 ? cell + padding : padding + cell
      }
      return cells.joined(separator: "  ") + "\n"
    }.joined()
  }
}

extension RunReport {
  /// The verdict and the counts, in one line.
  public var summaryLine: String {
    let decisive = decisive
    let all = count()
    var parts = ["\(all.passed) of \(all.total) cases passed"]
    let uncounted = results.count { !$0.counts }
    if uncounted > 0 { parts.append("\(uncounted) of them do not count") }
    for (number, word) in [
      (all.failed, "failed"), (all.skipped, "skipped"), (all.errored, "errored"),
      (unclaimed, "not claimed"),
    ] where number > 0 {
      parts.append("\(number) \(word)")
    }
    let known = results.count { $0.failsAsKnown }
    if known > 0 { parts.append("\(known) known to fail") }
    return "\(verdictText(decisive)); \(parts.joined(separator: ", "))"
  }

  private func verdictText(_ decisive: Count) -> String {
    if results.isEmpty { return "undetermined: no case was run" }
    switch verdict {
    case .conformant: return "conformant: all \(decisive.total) MUST cases passed"
    case .notConformant:
      return "not conformant: \(decisive.failed) of \(decisive.total) MUST cases failed"
    case .undetermined:
      let open = decisive.skipped + decisive.errored
      if open > 0 { return "undetermined: \(open) of \(decisive.total) MUST cases have no answer" }
      return "undetermined: only part of the suite was run; none of its MUST cases failed"
    }
  }
}
