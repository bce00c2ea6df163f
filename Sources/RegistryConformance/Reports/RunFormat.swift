internal import Patterns

/// The formats of a run report.
public enum RunFormat: String, Sendable, Hashable, CaseIterable {
  /// The cases that did not pass, for people at a terminal.
  case text
  /// All cases, for people at a terminal.
  case full
  /// One JSON document, as `conformance-report.schema.json` describes it.
  case json
  /// JUnit XML, for test reports.
  case junit
  /// Tables for a pull request or a page.
  case markdown

  /// Finds the format nearest to a mistyped name; nil if no format is near.
  package static func nearestName(to text: String) -> String? {
    NearMatch.find(text, among: allCases.map(\.rawValue))
  }
}

extension RunReport {
  /// Writes the report.
  ///
  /// - Parameter format: The format.
  /// - Returns: The bytes, in UTF-8.
  public func written(as format: RunFormat) -> [UInt8] {
    switch format {
    case .text: Array(RunText(report: self).text.utf8)
    case .full: Array(RunText(report: self, listsAll: true).text.utf8)
    case .json: RunJSON(report: self).bytes
    case .junit: RunJUnit(report: self).bytes
    case .markdown: Array(RunMarkdown(report: self).text.utf8)
    }
  }
}
