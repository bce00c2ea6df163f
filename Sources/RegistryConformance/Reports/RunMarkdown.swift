internal import Formats
internal import RegistryReports
internal import RegistryValidation

/// Writes a run report as Markdown, for a pull request or a page.
struct RunMarkdown {
  let report: RunReport

  /// The maximum number of cases to list.
  private static let caseLimit = 200

  /// The page.
  var text: String {
    let name = MarkdownText.sentence(
      "\(report.implementation.name) \(report.implementation.version)")
    return "## Conformance of \(name)\n\n"
      + MarkdownText.sentence(report.summaryLine.capitalizedFirst + ".") + "\n\n"
      + "Suite \(MarkdownText.sentence(report.suiteVersion)), judged up to grade "
      + "\(report.grade.rawValue) (\(report.grade.name)).\n\n" + table + list + misfits
  }

  private var table: String {
    let levels: [RequirementLevel] = [.must, .should, .may]
    let rows = report.areas.map { area in
      [MarkdownText.sentence(area)]
        + levels.map { level in
          let count = report.count { $0.area == area && $0.level == level && $0.counts }
          return count.total == 0 ? "" : "\(count.passed)/\(count.total)"
        }
    }
    return MarkdownPage.table(["Area"] + levels.map(\.rawValue), alignment: "lrrr", rows: rows)
  }

  private var list: String {
    let open = report.results.filter { $0.outcome != .passed }
    guard !open.isEmpty else { return "" }
    let rows = open.prefix(Self.caseLimit).map { result in
      [
        MarkdownText.code(result.id), result.level.rawValue,
        result.outcome.rawValue + (result.failsAsKnown ? " (known)" : "")
          + (result.counts ? "" : " (\(result.status.rawValue))"),
        MarkdownText.sentence(result.reasons.first ?? ""),
      ]
    }
    let more = open.count - rows.count
    return "\n### Cases that did not pass\n\n"
      + MarkdownPage.table(
        ["Case", "Level", "Outcome", "Why"], alignment: "llll", rows: Array(rows))
      + (more > 0 ? "\nAnd \(more) more.\n" : "")
  }

  private var misfits: String {
    guard !report.misfits.isEmpty else { return "" }
    let rows = report.misfits.map { [MarkdownText.code($0.id), MarkdownText.sentence($0.detail)] }
    return "\n### Known failures that do not match\n\n"
      + MarkdownPage.table(["Case", "What happened"], alignment: "ll", rows: rows)
  }
}

extension String {
  /// The string with a capital first letter.
  var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
