internal import RegistryReports
internal import RegistryValidation

/// Adds the report of a run to a history, and says what changed.
struct HistoryRecord {
  /// The directory of the history.
  let directory: String
  /// Whether to say nothing.
  let isQuiet: Bool

  /// Adds a report.
  ///
  /// - Parameter recorded: The report.
  /// - Throws: ``ToolFailure`` with 4 if the history can't be read or written.
  func add(_ recorded: RecordedReport) throws {
    do throws(UnusableFile) {
      let history = HistoryDirectory(directory)
      try history.add(recorded)
      guard !isQuiet else { return }
      Streams().writeError("history: \(try history.read(last: 2).summary)\n")
    } catch {
      throw ToolFailure("\(error)", exitCode: 4)
    }
  }
}
