internal import RegistryValidation

/// Writes a history as Markdown tables.
struct HistoryMarkdown {
  let history: ReportHistory

  /// The number of runs that the table shows, the last ones.
  private static let shownRuns = 50
  /// The number of rules that the table shows.
  private static let shownRules = 100

  /// The text.
  var text: String {
    var text = "**\(history.summary)**\n\n"
    text += "| run | verdict | errors | warnings | new | fixed | still |\n"
    text += "|---|---|--:|--:|--:|--:|--:|\n"
    for point in history.points.suffix(Self.shownRuns).reversed() {
      let cells =
        [
          point.started, point.verdict.headline, "\(point.count(of: .error))",
          "\(point.count(of: .warning))",
        ] + HistoryText.changes(point)
      text += "| \(cells.joined(separator: " | ")) |\n"
    }
    let earlier = history.points.count - Self.shownRuns
    if earlier > 0 { text += "\n\(earlier) earlier runs are not shown.\n" }
    let rules = history.rules.filter { $0.since != nil || $0.isUnknown }
    guard !rules.isEmpty else { return text }
    text += "\n| rule | name | severity | findings | since |\n|---|---|---|--:|---|\n"
    for rule in rules.prefix(Self.shownRules) {
      text += "| \(rule.code) | \(MarkdownText.sentence(rule.name)) | \(rule.severity.rawValue) | "
      let count = rule.isUnknown ? "?" : "\(rule.counts.last ?? 0)"
      text += "\(count) | \(rule.since ?? "unknown") |\n"
    }
    return text
  }
}
