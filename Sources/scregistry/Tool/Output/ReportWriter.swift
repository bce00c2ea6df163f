internal import Formats
internal import RegistryReports
internal import RegistryValidation

/// Writes one report to several destinations.
struct ReportWriter {
  /// The destinations of the report.
  let destinations: [Destination<ReportFormat>]

  /// Checks before a long run that the reports can be written.
  ///
  /// - Parameter inputs: The paths of files that the command reads, which no report may replace.
  /// - Throws: `ToolExit` with 2, after it reports what can't be written.
  func check(keeping inputs: [String]) throws {
    var exitCode: Int32 = 0
    for destination in destinations {
      do throws(WriteFailure) {
        try destination.place.check()
        if let input = destination.place.replaces(oneOf: inputs) {
          throw WriteFailure(input, detail: "the command reads this file; name another one")
        }
      } catch {
        Streams().writeError(error.message)
        exitCode = Swift.max(exitCode, error.exitCode)
      }
    }
    if exitCode != 0 { throw ToolExit(code: exitCode) }
  }

  /// Writes a report to all destinations; if one fails, the others are still written.
  ///
  /// - Parameters:
  ///   - report: The report.
  ///   - options: How to write it, for each destination.
  /// - Returns: The exit code for failures; 0 without failures.
  func write(
    _ report: Report, options: (Destination<ReportFormat>) -> ReportOptions
  ) async -> Int32 {
    let requests = destinations.map { (format: $0.format, options: options($0)) }
    let reports = await report.written(requests, jobs: ProcessorCount.available)
    let inputs = report.targets.map(\.uri) + report.files.keys
    var exitCode: Int32 = 0
    // A stream can make the program wait for its reader, so the files are written first.
    for isStream in [false, true] {
      for (destination, bytes) in zip(destinations, reports)
      where destination.place.isStream == isStream {
        do throws(WriteFailure) {
          try write(bytes, to: destination, inputs: inputs)
        } catch {
          Streams().writeError(error.message)
          exitCode = Swift.max(exitCode, error.exitCode)
        }
      }
    }
    return exitCode
  }

  private func write(
    _ bytes: [UInt8], to destination: Destination<ReportFormat>, inputs: [String]
  ) throws(WriteFailure) {
    switch destination.place {
    case .descriptor(1) where destination.format.isForPeople:
      try destination.write(GitHubActions.guarded(bytes))
    case .descriptor: try destination.write(bytes)
    case .path(let path):
      if destination.format == .markdown, GitHubActions.isStepSummary(path) {
        return try GitHubActions.appendToStepSummary(bytes)
      }
      guard destination.place.replaces(oneOf: inputs) == nil else {
        throw WriteFailure(path, detail: "it is one of the checked files")
      }
      try destination.place.write(bytes, isDurable: false)
    }
  }
}
