internal import ArgumentParser
internal import Glibc
internal import RegistryValidation
internal import SharedCloudRegistry

extension ScregistryTool {
  /// Checks registries and exits with the code the README documents.
  struct Validate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Check registries, catalogs and index files against the spec.",
      discussion: """
        A directory is taken for a copy of a bucket, with catalog.json at its root; the address \
        s3://bucket/prefix/ then lies at prefix/ in it. Findings go to standard output, the \
        summary to standard error.

        What the command line leaves open, scregistry.yml may say: the nearest one from the \
        working directory up to the root of the repository.
        """)

    @Argument(
      help: """
        A directory, a catalog, registry, info or index file, or - for standard input. \
        (default: the targets of scregistry.yml)
        """)
    var targets: [String] = []

    @Option(help: "How far to go: metadata, index or objects. (default: index)")
    var depth: Validator.Depth?

    @Option(
      help: """
        The severities to use: strict, default, production, client-safe or legacy. \
        (default: default)
        """)
    var profile: Profile?

    @Option(
      help: "The version of the spec to check by, such as 1.1; auto to find out. (default: auto)")
    var spec: String?

    @Option(help: "What each target is: registry, catalog, dataset, info or index.")
    var kind: String?

    @Option(help: "Where a bucket lies: s3://bucket/=DIR. May be given often.")
    var root: [String] = []

    @Option(
      help: "The lowest severity that makes the exit code 1: error, warning, info. (default: error)"
    )
    var failLevel: Severity?

    @Flag(help: "Exit with 0 whatever is found.")
    var exitZero = false

    @Option(help: "The number of files to read at a time.")
    var jobs: Int = ProcessorCount.available

    @OptionGroup var configuration: ConfigurationOptions

    @OptionGroup var output: OutputOptions

    func run() async throws {
      let configuration = try self.configuration.read()
      let applied = AppliedConfiguration(try flags(), over: configuration, at: Clock.today)
      if self.configuration.showConfig { return try show(applied) }
      let targets = applied.targets.map(\.value)
      guard !targets.isEmpty else {
        throw ValidationError(
          configuration.map { "no target is given, and \($0.path) names none" }
            ?? "no target is given, and there is no scregistry.yml that names one")
      }
      let validator = try makeValidator(applied)
      let outputs = applied.outputs.map(\.value)
      try output.check(default: outputs)
      let started = Clock.now
      let display = ProgressDisplay(validator.progress, isOn: output.showsProgress)
      let report = try await display.follow { try await validator.validate(targets) }
      let seconds = Clock.now - started
      let exitCode = exitZero ? 0 : report.exitCode
      try await output.write(
        report, seconds: seconds, exitCode: exitCode, configuration: configuration,
        default: outputs)
      throw ToolExit(code: exitCode)
    }

    /// What the command line says.
    private func flags() throws -> AppliedConfiguration.Flags {
      var flags = AppliedConfiguration.Flags()
      // With --show-config the words are what is asked about, not what is validated.
      flags.targets = configuration.showConfig ? [] : targets
      flags.profile = profile
      flags.spec = spec
      flags.depth = depth
      flags.failLevel = failLevel
      flags.roots = try root.map(Self.root)
      flags.outputs = configuration.showConfig ? [] : output.output
      if let spec, spec != "auto", Dialect(version: spec) == nil {
        throw ValidationError(
          "--spec \(spec) is no version of the spec; it has 0.1 to 0.6, 1.0, 1.1")
      }
      return flags
    }

    private func show(_ applied: AppliedConfiguration) throws {
      let page = SettingsPage(applied)
      switch output.output {
      case [], ["text"]: Streams().writeOutput(Array(page.text(for: targets).utf8))
      case ["json"]: Streams().writeOutput(page.json(for: targets))
      default: throw ValidationError("with --show-config, --output must be text or json")
      }
    }

    private func makeValidator(_ applied: AppliedConfiguration) throws -> Validator {
      guard jobs > 0 else { throw ValidationError("--jobs must be at least 1") }
      if let kind, !(DocumentKind.allCases.map(\.rawValue) + ["index"]).contains(kind) {
        throw ValidationError("--kind must be registry, catalog, dataset, info or index")
      }
      var validator = Validator()
      applied.configure(&validator)
      validator.jobs = jobs
      validator.listedPerRule = output.maxPerRule
      validator.kind = kind
      validator.now = output.deterministic ? nil : Clock.today
      return validator
    }

    private static func root(_ text: String) throws -> Validator.Root {
      let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
      guard parts.count == 2, ObjectAddress(parts[0]) != nil else {
        throw ValidationError("--root \(text) is not of the form s3://bucket/=DIR")
      }
      guard PathKind(parts[1]) == .directory else {
        throw ValidationError("--root \(text): there is no directory \(parts[1])")
      }
      return Validator.Root(prefix: parts[0], path: parts[1])
    }
  }
}

extension Report {
  /// The exit code that the verdict stands for.
  var exitCode: Int32 {
    switch verdict {
    case .noViolations: 0
    case .violations: 1
    case .undetermined: 3
    }
  }
}

/// The number of processors this process may use.
enum ProcessorCount {
  static var available: Int { Swift.max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))) }
}

/// Seconds on a clock that is never set back.
enum Clock {
  static var now: Double {
    var time = timespec()
    unsafe clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }

  /// The present time in UTC.
  static var today: SCRTime { SCRTime(seconds: Int64(time(nil))) }
}
