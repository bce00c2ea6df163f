internal import ArgumentParser
internal import RegistryReports

extension ScregistryTool.ReportCommand {
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

        Example:
          scregistry report merge one.json two.json --output json=all.json
        """)

    @Argument(
      help: "Reports in json or ndjson; one may be - for standard input.", completion: .file())
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
      try await output.write(try merged(), configuration: configuration, exitZero: exitZero)
    }

    /// Reads the reports and merges them.
    @inline(never)
    private func merged() throws -> RecordedReport {
      try RecordedReport.merged(try inputs.map { try InputFile.report($0) })
    }
  }
}
