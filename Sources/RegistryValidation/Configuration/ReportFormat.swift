internal import Patterns

/// The formats a report can be written in.
public enum ReportFormat: String, Sendable, Hashable, CaseIterable {
  /// The findings, for people at a terminal.
  case text
  /// The findings with all their details, and the result of each rule.
  case full
  /// One JSON document, as `report.schema.json` describes it.
  case json
  /// One JSON document per line, as `ndjson-line.schema.json` describes it.
  case ndjson
  /// SARIF 2.1.0, for code scanning.
  case sarif
  /// JUnit XML, for test reports.
  case junit
  /// Workflow commands that GitHub Actions shows beside the code.
  case github
  /// GitLab's code quality report.
  case gitlab
  /// Tables for a pull request, a job summary or a page.
  case markdown
  /// One page to look at: coverage, findings, years.
  case html
  /// One finding per row, for spreadsheets and databases.
  case csv
  /// Only the facts that a program needs to fix files.
  case agent

  /// Finds the format nearest to a mistyped name; nil if none is near.
  package static func nearestName(to text: String) -> String? {
    NearMatch.find(text, among: allCases.map(\.rawValue))
  }
}
