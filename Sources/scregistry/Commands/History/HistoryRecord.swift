internal import RegistryReports
internal import RegistryValidation

/// Adds the report of a run to a history, and says what changed.
struct HistoryRecord {
  /// The history; nil to add nothing.
  let history: HistoryDirectory?

  /// Names the directory of a history, and makes it if it does not exist.
  ///
  /// - Parameter path: The directory; nil for no history.
  /// - Throws: ``ToolFailure`` with 2 if it can't be made, before a long run.
  init(_ path: String?) throws {
    history = path.map { HistoryDirectory($0) }
    do throws(HistoryError) {
      try history?.make()
    } catch {
      throw ToolFailure("\(error)", exitCode: 2)
    }
  }

  /// Adds a report.
  ///
  /// - Parameters:
  ///   - recorded: Makes the report.
  ///   - isQuiet: Whether to say nothing.
  /// - Throws: `HistoryError`, or `UnusableFile` if the run before can't be read.
  func add(_ recorded: @autoclosure () throws -> RecordedReport, isQuiet: Bool) throws {
    guard let history else { return }
    try history.add(try recorded(), isNewRun: true)
    guard !isQuiet else { return }
    // Findings are compared with the last run that looked for them.
    Streams().writeError("history: \(try history.read(last: 10).summary)\n")
  }
}

extension HistoryError: ToolError {
  var lines: String { "\(self)\n" }

  /// 2 if a report can't be used, 4 if the history can't be written.
  var exitCode: Int32 {
    switch self {
    case .unusable: 2
    case .notWritten: 4
    }
  }
}
