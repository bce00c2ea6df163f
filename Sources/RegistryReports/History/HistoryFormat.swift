internal import Formats

/// The formats a history can be written in.
public enum HistoryFormat: String, Sendable, Hashable, CaseIterable {
  /// One line for each run and each rule, for people.
  case text
  /// One document, as `history.schema.json` describes it.
  case json
  /// Tables, for a page or a comment.
  case markdown
  /// One page to look at.
  case html
  /// The verdict of the last run as a small picture.
  case badgeSVG = "badge-svg"
  /// The verdict of the last run, as services that draw badges read it.
  case badgeJSON = "badge-json"
  /// Figures of the last run for Prometheus and other monitors.
  case openmetrics
}

extension ReportHistory {
  /// Writes the history.
  ///
  /// - Parameters:
  ///   - format: The format.
  ///   - toolVersion: The version of this program.
  ///   - usesColor: Whether text is coloured for a terminal.
  /// - Returns: The bytes, in UTF-8.
  public func written(
    as format: HistoryFormat, toolVersion: String, usesColor: Bool = false
  ) -> [UInt8] {
    switch format {
    case .text: Array(HistoryText(history: self, style: TextStyle(usesColor)).text.utf8)
    case .json: HistoryJSON(history: self, toolVersion: toolVersion).bytes
    case .markdown: Array(HistoryMarkdown(history: self).text.utf8)
    case .html: HistoryPage(history: self, toolVersion: toolVersion).bytes
    case .badgeSVG: HistoryBadge(history: self).picture
    case .badgeJSON: HistoryBadge(history: self).document
    case .openmetrics: Array(HistoryMetrics(history: self, toolVersion: toolVersion).text.utf8)
    }
  }
}
