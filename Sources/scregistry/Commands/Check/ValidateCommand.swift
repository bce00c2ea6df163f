internal import ArgumentParser
internal import Glibc
internal import RegistryValidation
internal import SharedCloudRegistry

extension ScregistryTool {
  /// Checks registries and exits with the code that docs/reference/exit-codes.md documents.
  struct Validate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Check registries, catalogs and index files against the spec.",
      discussion: """
        A directory is a copy of a bucket, with catalog.json at its root; s3://bucket/prefix/ is \
        prefix/ in it. Findings go to standard output, the summary goes to standard error.

        Defaults come from the nearest scregistry.yml, from the working directory up to the root \
        of the repository.
        """)

    @OptionGroup var target: TargetOptions

    @Flag(help: "Exit with 0, even if there are findings.")
    var exitZero = false

    @OptionGroup var configuration: ConfigurationOptions

    @OptionGroup var baseline: BaselineOptions

    @OptionGroup var output: OutputOptions

    func run() async throws {
      let configuration = try self.configuration.read()
      let applied = AppliedConfiguration(try flags(), over: configuration, at: Clock.today)
      if self.configuration.showConfig { return try show(applied) }
      let targets = try target.required(applied)
      try ConfiguredInputs.check(applied)
      let outputs = applied.outputs.map(\.value)
      try ConfiguredOutputs.check(applied)
      try output.check(default: outputs)
      var validator = target.checking.validator(
        applied, at: output.deterministic ? nil : Clock.today)
      validator.listedPerRule = output.listedPerRule
      let update = try baseline.prepare(&validator, configuration)
      let started = Clock.now
      let display = ProgressDisplay(validator.progress, isOn: output.showsProgress)
      let checking = validator
      let found = try await display.follow { try await checking.validate(targets) }
      let outcome =
        update?.outcome(of: found, listed: output.listedPerRule) ?? .init(report: found)
      let report = outcome.report
      let seconds = Clock.now - started
      let exitCode = !outcome.refusal.isEmpty ? 2 : exitZero ? 0 : report.exitCode
      try await output.write(
        report, seconds: seconds, exitCode: exitCode, configuration: configuration,
        default: outputs)
      if let baseline = outcome.baseline { try update?.write(baseline) }
      Streams().writeError(outcome.refusal)
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
      case [], ["text"]: Streams().writeOutput(Array(page.text(for: target.targets).utf8))
      case ["json"]: Streams().writeOutput(page.json(for: target.targets))
      default: throw ValidationError("with --show-config, --output must be text or json")
      }
    }
  }
}

extension Report {
  /// The exit code of the verdict.
  var exitCode: Int32 { verdict.exitCode }
}

extension Report.Verdict {
  /// The exit code of this verdict.
  var exitCode: Int32 {
    switch self {
    case .noViolations: 0
    case .violations: 1
    case .undetermined: 3
    }
  }
}

/// The clocks of the program.
enum Clock {
  /// Seconds on a clock that never runs backwards.
  static var now: Double {
    var time = timespec()
    unsafe clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }

  /// The present time in UTC.
  static var today: SCRTime { SCRTime(seconds: Int64(time(nil))) }
}
