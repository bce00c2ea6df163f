internal import Formats
internal import RegistryReports
internal import RegistryValidation

extension Report.Verdict {
  /// The verdict in words.
  var words: String {
    switch self {
    case .noViolations: "no violations found"
    case .violations: "violations found"
    case .undetermined: "undetermined"
    }
  }
}

/// Writes a statement for people at a terminal.
struct StatementText {
  let statement: RegistryStatement

  /// The text.
  var text: String {
    var text = TextTable.rows(statement.facts.map { ($0.name, $0.value) }) + "\n"
    let head = ["level"] + RegistryStatement.Outcome.allCases.map(\.words)
    let levels: [RequirementLevel] = [.must, .should, .may]
    let counts = levels.map { level in
      [level.rawValue]
        + RegistryStatement.Outcome.allCases.map { "\(statement.count($0, level: level))" }
    }
    text += TextTable.text([head] + counts)
    for outcome in [RegistryStatement.Outcome.violated, .notEvaluated] {
      let rows = statement.rows.filter { $0.outcome == outcome }
      if !rows.isEmpty { text += "\n\(outcome.words.capitalizedFirst)\n" }
      for row in rows { text += Self.line(row) }
    }
    for notice in statement.notices { text += "note: \(HarmlessText.of(notice))\n" }
    return text
  }

  private static func line(_ row: RegistryStatement.Row) -> String {
    let count = row.findings > 0 ? " (\(row.findings) findings)" : ""
    let rules = row.rules.joined(separator: ", ")
    let reason = row.reason.map { ": \(HarmlessText.of($0))" } ?? ""
    return "  \(row.requirement.id) [\(row.requirement.level.rawValue)] "
      + "\(row.requirement.statement)\(count) \(rules)\(reason)\n"
  }
}

/// Writes a statement as Markdown.
struct StatementMarkdown {
  let statement: RegistryStatement

  /// The page.
  var text: String {
    var text = "# Conformance statement\n\n"
    text += MarkdownPage.table(
      ["", ""], alignment: "ll",
      rows: statement.facts.map { [$0.name, MarkdownText.sentence($0.value)] })
    text += "\n" + MarkdownText.sentence(statement.summaryLine.capitalizedFirst + ".") + "\n"
    for area in statement.areas {
      let rows = statement.rows.filter { $0.requirement.area == area }.map { row in
        [
          MarkdownText.code(row.requirement.id), row.requirement.level.rawValue,
          row.outcome.words, "\(row.findings)", "\(row.inputs)",
          MarkdownText.sentence(row.requirement.statement + (row.reason.map { " (\($0))" } ?? "")),
        ]
      }
      text += "\n## \(MarkdownText.sentence(area.capitalizedFirst))\n\n"
      text += MarkdownPage.table(
        ["Requirement", "Level", "Outcome", "Findings", "Checked", "Statement"],
        alignment: "lllrrl", rows: rows)
    }
    return text
  }
}
