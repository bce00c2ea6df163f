internal import ArgumentParser

extension ScregistryTool.ReportCommand {
  /// Writes a report in other formats.
  struct Convert: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "convert", abstract: "Write a report in other formats.",
      discussion: """
        The times of the run are kept unless you pass --deterministic.

        Example:
          scregistry report convert report.json --output sarif=report.sarif
        """)

    @Argument(help: "A report in json or ndjson, or - for standard input.", completion: .file())
    var input: String

    @Flag(help: "Exit with 0, even if there are findings.")
    var exitZero = false

    @OptionGroup var configuration: ConfigurationOptions

    @OptionGroup var output: OutputOptions

    func run() async throws {
      let configuration = try self.configuration.readOnly()
      try output.check(keeping: [input])
      let recorded = try InputFile.report(input)
      try await output.write(recorded, configuration: configuration, exitZero: exitZero)
    }
  }
}
