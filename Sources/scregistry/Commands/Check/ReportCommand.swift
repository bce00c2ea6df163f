internal import ArgumentParser
internal import RegistryValidation

extension ScregistryTool {
  /// Converts and merges reports.
  struct ReportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "report", abstract: "Convert and merge reports.",
      discussion: """
        Reports are files that scregistry wrote as json or ndjson. The exit codes are those of \
        scregistry validate, with 2 also for reports that can't be used or merged.
        """,
      subcommands: [Convert.self, Merge.self])

    func run() throws { throw MissingCommand(help: ScregistryTool.helpMessage(for: Self.self)) }
  }
}

extension ScregistryTool.ReportCommand {
  /// Writes a report in other formats.
  struct Convert: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Write a report in other formats.",
      discussion: "The times of the run are kept unless you pass --deterministic.")

    @Argument(help: "A report in json or ndjson, or - for standard input.")
    var input: String

    @Flag(help: "Exit with 0, even if there are findings.")
    var exitZero = false

    @OptionGroup var configuration: ConfigurationOptions

    @OptionGroup var output: OutputOptions

    func run() async throws {
      let configuration = try self.configuration.readOnly()
      try output.check()
      let recorded = try InputFile.report(input)
      try await output.write(recorded, configuration, exitZero: exitZero)
    }
  }

  /// Merges reports.
  struct Merge: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Merge reports of several runs into one.",
      discussion: """
        The result is byte for byte the report of one run over all targets with --deterministic. \
        The order of the reports does not matter, and a repeated report changes nothing. All \
        reports must come from the same version of scregistry, the same configuration and the \
        same baseline.

        One thing is lost: rules that compare buckets with one another (XRF011, XRF012, XRF013) \
        compare only the buckets of each single run.
        """)

    @Argument(help: "Reports in json or ndjson; one may be - for standard input.")
    var inputs: [String]

    @Flag(help: "Exit with 0, even if there are findings.")
    var exitZero = false

    @OptionGroup var configuration: ConfigurationOptions

    @OptionGroup var output: OutputOptions

    func validate() throws {
      guard inputs.filter({ $0 == "-" }).count < 2 else {
        throw ValidationError("- appears twice; standard input can be read only once")
      }
    }

    func run() async throws {
      let configuration = try self.configuration.readOnly()
      try output.check()
      let reports = try inputs.map(InputFile.report)
      let merged: RecordedReport
      do throws(MergeError) {
        merged = try RecordedReport.merged(reports)
      } catch {
        Streams().writeError("\(error)\n")
        throw ToolExit(code: 2)
      }
      try await output.write(merged, configuration, exitZero: exitZero)
    }
  }
}

extension OutputOptions {
  /// Writes a report from a file, and ends with its exit code.
  fileprivate func write(
    _ recorded: RecordedReport, _ configuration: Configuration?, exitZero: Bool
  ) async throws -> Never {
    let exitCode = exitZero ? 0 : recorded.report.exitCode
    try await write(
      recorded.report, seconds: recorded.options.seconds ?? 0, exitCode: exitCode,
      configuration: configuration, recorded: recorded.options)
    throw ToolExit(code: exitCode)
  }
}
