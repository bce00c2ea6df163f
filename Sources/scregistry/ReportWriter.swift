internal import Glibc
internal import RegistryValidation

/// Writes one report to several destinations.
struct ReportWriter {
  /// Where the report goes.
  let destinations: [ReportDestination]

  /// Tells before a long run what would keep a report from being written.
  ///
  /// - Throws: `ToolExit` with 2 after saying what is wrong.
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

  /// Writes a report everywhere; where one place fails, the others are still written.
  ///
  /// - Parameters:
  ///   - report: The report.
  ///   - options: How to write it, for each destination.
  /// - Returns: What the process must exit with for failures; 0 if there were none.
  func write(
    _ report: Report, options: (ReportDestination) -> ReportOptions
  ) async -> Int32 {
    let requests = destinations.map { (format: $0.format, options: options($0)) }
    let reports = await report.written(requests, jobs: ProcessorCount.available)
    let inputs = report.targets.map(\.uri) + report.files.keys
    var exitCode: Int32 = 0
    // A stream may make the program wait for its reader; by then the files are there.
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
      // A reader that went away, such as head, has what it wants.
      guard code == 0 || code == EPIPE else {
        throw WriteFailure(
          destination.name, unsafe String(cString: strerror(code)), exitCode: 4)
      }
    case .path(let path):
      if destination.format == .markdown, GitHubActions.isStepSummary(path) {
        return try GitHubActions.appendToStepSummary(bytes)
      }
      guard destination.replaces(oneOf: inputs) == nil else {
        throw WriteFailure(path, "it is one of the files that were checked")
      }
      try FileWriter.put(bytes, at: path, isDurable: false)
    }
  }
}

extension ReportDestination {
  /// Whether bytes go through the place and are not kept there.
  var isStream: Bool {
    switch place {
    case .descriptor: true
    case .path(let path): FileStatus(path: path)?.kind == .stream
    }
  }
}
