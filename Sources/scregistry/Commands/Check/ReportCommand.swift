internal import ArgumentParser
internal import RegistryReports
internal import RegistryValidation

extension ScregistryTool {
  /// Converts and merges reports.
  struct ReportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "report", abstract: "Convert and merge reports.",
      discussion: """
        Reports are files that scregistry wrote as json or ndjson. The exit codes are those of \
        scregistry validate, with 2 also for reports that can't be used or merged.

        Examples:
          scregistry report convert report.json --output html=report.html
          scregistry report merge one.json two.json --output json=all.json
        """,
      subcommands: [Convert.self, Merge.self])

    func run() throws { throw MissingCommand(help: ScregistryTool.helpMessage(for: Self.self)) }
  }
}

extension OutputOptions {
  /// Writes a report from a file, and ends with its exit code.
  func write(
    _ recorded: RecordedReport, configuration: Configuration?, exitZero: Bool
  ) async throws {
    let exitCode = exitZero ? 0 : recorded.report.exitCode
    try await write(
      recorded.report, seconds: recorded.options.seconds ?? 0, exitCode: exitCode,
      configuration: configuration, recorded: recorded.options)
    throw ToolExit(code: exitCode)
  }
}
