internal import Formats
internal import RegistryValidation

/// Writes a history for people at a terminal.
struct HistoryText {
  let history: ReportHistory
  let style: TextStyle

  /// The lines.
  var text: String {
    let table = Self.aligned(runs)
    var text = style.bold(table[0]) + "\n"
    text += table.dropFirst().map { $0 + "\n" }.joined()
    let rules = self.rules
    guard rules.count > 1 else { return text }
    let lines = Self.aligned(rules)
    text += "\n" + style.bold(lines[0]) + "\n"
    return text + lines.dropFirst().map { $0 + "\n" }.joined()
  }

  private var runs: [[String]] {
    [["run", "verdict", "errors", "warnings", "new", "fixed", "still"]]
      + history.points.map { point in
        [
          point.started, point.verdict.rawValue, "\(point.count(of: .error))",
          "\(point.count(of: .warning))",
        ] + Self.changes(point)
      }
  }

  private var rules: [[String]] {
    [["rule", "name", "severity", "first", "last", "since"]]
      + history.rules.map { rule in
        [
          rule.code, rule.name, rule.severity.rawValue, "\(rule.counts.first ?? 0)",
          rule.isUnknown ? "?" : "\(rule.counts.last ?? 0)",
          rule.since ?? (rule.isUnknown ? "unknown" : "fixed"),
        ]
      }
  }

  /// What is new, fixed and still there, as columns.
  static func changes(_ point: HistoryPoint) -> [String] {
    guard let changes = point.changes else { return ["", "", ""] }
    let fixed = "\(changes.fixed)" + (changes.unknown > 0 ? " (\(changes.unknown) unknown)" : "")
    return ["\(changes.new)", fixed, "\(changes.still)"]
  }

  /// Lines with columns of equal width; spaces at the end are removed.
  private static func aligned(_ rows: [[String]]) -> [String] {
    let rows = rows.map { $0.map(TextStyle.harmless) }
    var widths: [Int] = []
    for row in rows {
      for (column, cell) in row.enumerated() {
        if column == widths.count { widths.append(0) }
        widths[column] = Swift.max(widths[column], cell.count)
      }
    }
    return rows.map { row in
      var line = ""
      for (column, cell) in row.enumerated() {
        line += cell + String(repeating: " ", count: widths[column] - cell.count + 2)
      }
      while line.hasSuffix(" ") { line.removeLast() }
      return line
    }
  }
}
