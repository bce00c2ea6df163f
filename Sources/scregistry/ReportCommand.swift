internal import ArgumentParser
internal import RegistryValidation

extension ScregistryTool {
  /// Writes reports in other formats, and puts reports on parts together.
  struct ReportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "report", abstract: "Convert and merge reports.",
      discussion: """
        Reports are files that scregistry wrote as json or ndjson. Exit codes are those of \
        scregistry validate; 2 also for reports that can't be used or merged.
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
      discussion: "The times of the run are kept, unless --deterministic leaves them out.")

    @Argument(help: "A report in json or ndjson, or - for standard input.")
    var input: String

    @Flag(help: "Exit with 0 whatever the report says.")
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

  /// Puts reports on parts of a whole together.
  struct Merge: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Put reports on parts of a whole together.",
      discussion: """
        The result is the report of one run over all targets with --deterministic, byte for \
        byte, in whatever order and groups reports are merged; a report given twice changes \
        nothing. The reports must come from one version of scregistry with one configuration \
        and one baseline.

        One thing is lost: rules that compare buckets with one another (XRF011, XRF012, XRF013) \
        see only the buckets of their own run.
        """)

    @Argument(help: "Reports in json or ndjson; one may be - for standard input.")
    var inputs: [String]

    @Flag(help: "Exit with 0 whatever the report says.")
    var exitZero = false

    @OptionGroup var configuration: ConfigurationOptions

    @OptionGroup var output: OutputOptions

    func validate() throws {
      guard inputs.filter({ $0 == "-" }).count < 2 else {
        throw ValidationError("- is given twice; standard input can be read only once")
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
  /// Writes a report that was read, and ends with the code that it stands for.
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
