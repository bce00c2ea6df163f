/// The formats a report can be written in.
public enum ReportFormat: String, Sendable, Hashable, CaseIterable {
  /// The findings, for people at a terminal.
  case text
  /// The findings with all that is known of them, and how each rule fared.
  case full
  /// One JSON document, as `report.schema.json` describes it.
  case json
  /// One JSON document a line, as `ndjson-line.schema.json` describes it.
  case ndjson
}

/// How a report is to be written.
public struct ReportOptions: Sendable, Hashable {
  /// Whether text is coloured for a terminal.
  public var usesColor = false
  /// When the run began, as an RFC 3339 time; nil for a report that is the same in every run.
  public var started: String?
  /// How long the run took.
  public var seconds: Double?
  /// The words of the command line.
  public var command: [String]?
  /// The version of this program.
  public var toolVersion: String

  /// Makes options for a report that is the same in every run.
  ///
  /// - Parameter toolVersion: The version of this program.
  public init(toolVersion: String) { self.toolVersion = toolVersion }
}

extension Report {
  /// Writes the report.
  ///
  /// - Parameters:
  ///   - format: The format.
  ///   - options: How to write it.
  /// - Returns: The bytes of the report, in UTF-8.
  public func written(as format: ReportFormat, options: ReportOptions) -> [UInt8] {
    switch format {
    case .text: Array(TextReport(report: self, style: TextStyle(options.usesColor)).text.utf8)
    case .full: Array(FullReport(report: self, style: TextStyle(options.usesColor)).text.utf8)
    case .json: JSONReport(report: self, options: options).bytes
    case .ndjson: NDJSONReport(report: self, options: options).bytes
    }
  }
}
