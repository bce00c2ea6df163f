internal import ArgumentParser
internal import Files
internal import Glibc
internal import RegistryReports
internal import RegistryValidation
internal import SharedCloudRegistry

extension ScregistryTool {
  /// Checks registries and exits with the code that docs/reference/exit-codes.md documents.
  struct Validate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "validate",
      abstract: "Check registries, catalogs and index files against the spec.",
      discussion: """
        A directory is a copy of a bucket, with catalog.json at its root; s3://bucket/prefix/ is \
        prefix/ in it. Findings go to standard output, the summary goes to standard error.

        Defaults come from the nearest scregistry.yml, from the working directory up to the root \
        of the repository.

        Examples:
          scregistry validate s3://my-bucket/
          scregistry validate copy/ --depth objects --output json=report.json
          scregistry validate s3://my-bucket/ --listing inventory/manifest.json
        """)

    @OptionGroup var target: TargetOptions

    @Flag(help: "Exit with 0, even if there are findings.")
    var exitZero = false

    @Option(
      help: ArgumentHelp(
        "Add the report to this history, and say what changed since the run before.",
        valueName: "directory"))
    var history: String?

    @OptionGroup var configuration: ConfigurationOptions

    @OptionGroup var baseline: BaselineOptions

    @OptionGroup var part: ShardArguments

    @OptionGroup var output: OutputOptions

    func validate() throws {
      guard history == nil || !output.deterministic else {
        throw ValidationError(
          "--history can't be used with --deterministic, since a history needs times")
      }
    }

    func run() async throws {
      if let plan = part.plan { return try await runPart(of: plan) }
      let configuration = try self.configuration.read()
      let applied = AppliedConfiguration(try flags(), over: configuration, at: Clock.today)
      if self.configuration.showConfig { return try show(applied) }
      let targets = try target.required(applied)
      try ConfiguredInputs.check(applied)
      let outputs = applied.outputs.map(\.value)
      try ConfiguredOutputs.check(applied)
      try output.check(
        default: outputs,
        keeping: [configuration?.path, baseline.baseline ?? configuration?.baseline?.value]
          .compactMap(\.self) + applied.listings.map(\.path))
      let record = try HistoryRecord(history)
      var validator = target.checking.validator(
        applied, at: output.deterministic ? nil : Clock.today)
      validator.listedPerRule = output.listedPerRule
      let treatment = try baseline.treatment(configuration)
      let started = SteadyClock.seconds
      let display = ProgressDisplay(validator.progress, isOn: output.showsProgress)
      let checking = validator
      let outcome = try await display.follow {
        try await checking.run(targets, baseline: treatment)
      }
      let seconds = SteadyClock.seconds - started
      let isRefused = !outcome.objections.isEmpty
      let exitCode = isRefused ? 2 : exitZero ? 0 : outcome.report.exitCode
      try await output.write(
        outcome.report, seconds: seconds, exitCode: exitCode, configuration: configuration,
        default: outputs)
      try record.add(
        try output.recorded(
          outcome.report, seconds: seconds, exitCode: exitCode, configuration: configuration),
        isQuiet: output.quiet)
      if case .update(_, let path, _) = treatment {
        if let update = outcome.update { try FileWriter.put(update.written, at: path) }
        Streams().writeError(outcome.refusal(of: path))
      }
      throw ToolExit(code: exitCode)
    }

    /// The settings of the command line.
    private func flags() throws -> AppliedConfiguration.Flags {
      var flags = try target.flags()
      flags.outputs = output.output
      // With --show-config, the arguments are files and datasets to show, not targets.
      if configuration.showConfig {
        flags.targets = []
        flags.outputs = []
      }
      return flags
    }

    private func show(_ applied: AppliedConfiguration) throws {
      let page = SettingsPage(applied)
      switch output.output {
      case [], ["text"]: try Streams().writeOutput(Array(page.text(for: target.targets).utf8))
      case ["json"]: try Streams().writeOutput(page.json(for: target.targets))
      default: throw ValidationError("with --show-config, --output must be text or json")
      }
    }
  }
}
