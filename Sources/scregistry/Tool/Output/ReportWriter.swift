internal import Glibc
internal import RegistryValidation

/// Writes one report to several destinations.
struct ReportWriter {
  /// The destinations of the report.
  let destinations: [ReportDestination]

  /// Checks before a long run that the reports can be written.
  ///
  /// - Throws: `ToolExit` with 2, after it reports what can't be written.
  func check() throws {
    var exitCode: Int32 = 0
    for case .path(let path) in destinations.map(\.place) {
      do throws(WriteFailure) {
        try FileWriter.check(path)
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
    _ report: Report, options: (ReportDestination) -> ReportOptions
  ) async -> Int32 {
    let requests = destinations.map { (format: $0.format, options: options($0)) }
    let reports = await report.written(requests, jobs: ProcessorCount.available)
    let inputs = report.targets.map(\.uri) + report.files.keys
    var exitCode: Int32 = 0
    // A stream can make the program wait for its reader, so the files are written first.
    for isStream in [false, true] {
      for (destination, bytes) in zip(destinations, reports)
      where destination.isStream == isStream {
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
    _ bytes: [UInt8], to destination: ReportDestination, inputs: [String]
  ) throws(WriteFailure) {
    switch destination.place {
    case .descriptor(let number):
      let isForPeople = [.text, .full].contains(destination.format)
      let bytes = isForPeople && number == 1 ? GitHubActions.guarded(bytes) : bytes
      let code = Streams.writeAll(bytes, to: number)
      // A reader that closes the pipe early, such as head, has all it needs.
      guard code == 0 || code == EPIPE else {
        throw WriteFailure(
          destination.name, unsafe String(cString: strerror(code)), exitCode: 4)
      }
    case .path(let path):
      if destination.format == .markdown, GitHubActions.isStepSummary(path) {
        return try GitHubActions.appendToStepSummary(bytes)
      }
      guard destination.replaces(oneOf: inputs) == nil else {
        throw WriteFailure(path, "it is one of the checked files")
      }
      try FileWriter.put(bytes, at: path, isDurable: false)
    }
  }
}

extension ReportDestination {
  /// Whether the place passes bytes on instead of keeping them.
  var isStream: Bool {
    switch place {
    case .descriptor: true
    case .path(let path): FileStatus(path: path)?.kind == .stream
    }
  }
}
