internal import ArgumentParser
internal import Files
internal import ObjectStorage
internal import RegistryMirrors
internal import RegistryValidation
internal import SharedCloudRegistry

/// Compares mirrors with their source.
struct MirrorVerifyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Compare mirrors with their source: catalogs, index files and objects.",
    discussion: """
      Each side is a bucket, a web server, a directory, a snapshot, a listing or an inventory. \
      Every object gets a level: \(AssuranceLevel.names). --require also permits the cost: to etag \
      listings, composite to digest one request for each object, content all bytes.

      Examples:
        scregistry mirror verify s3://source/ s3://mirror/ --objects objects.ndjson
        scregistry mirror verify s3://source/ mirror/ --require content --sample 100
        scregistry mirror verify --plan plan.ndjson --shard 1/4 -o ndjson=1.ndjson
      """)

  @Argument(help: "The source: an address, a directory or a listing.", completion: .file())
  var source: String?

  @Argument(help: "The mirrors, each an address, a directory or a listing.", completion: .file())
  var mirrors: [String] = []

  @OptionGroup var comparison: MirrorArguments

  @OptionGroup var part: MirrorPartArguments

  @Option(
    help: "Write a line of JSON for each object into this file; .gz compresses it.",
    completion: .file())
  var objects: String?

  @Option(
    help: "Keep the state in this file, and continue from it if it exists.", completion: .file())
  var state: String?

  @Flag(help: "Exit with 0, even if there are findings.")
  var exitZero = false

  @OptionGroup var storage: StorageArguments

  @OptionGroup var configuration: ConfigurationOptions

  @Option(help: "Use the severities of this profile (default: default)")
  var profile: Profile?

  @Option(help: "Exit with 1 for findings of this severity or higher (default: error)")
  var failLevel: Severity?

  @OptionGroup var output: OutputOptions

  func validate() throws {
    if part.plan != nil { return try requireNoSettings() }
    if source == nil { throw ValidationError("give a source and at least one mirror") }
    if mirrors.isEmpty { throw ValidationError("give at least one mirror") }
    if state != nil, mirrors.count > 1 {
      throw ValidationError("--state keeps the state of one mirror; verify the mirrors one by one")
    }
    if state != nil, objects?.hasSuffix(".gz") == true {
      throw ValidationError("--state needs --objects without .gz, which can't be continued")
    }
  }

  func run() async throws {
    if let plan = part.plan { return try await runPlan(plan) }
    let configuration = try self.configuration.read()
    var flags = AppliedConfiguration.Flags()
    flags.storage = storage.flags
    flags.profile = profile
    flags.failLevel = failLevel
    let applied = AppliedConfiguration(flags, over: configuration, at: Clock.today)
    try output.check(
      keeping: [configuration?.path, source, state].compactMap(\.self) + mirrors)
    var validator = Validator()
    applied.configure(&validator.options)
    validator.listedPerRule = output.listedPerRule
    var options = try comparison.options(validator.storages)
    options.listedPerRule = output.listedPerRule
    options.state = state
    let sink = try objects.map { try ObjectFile($0, isContinued: state != nil) }
    options.objects = sink?.sink
    let started = SteadyClock.seconds
    let results = try await results(of: options)
    try MirrorRun.finish(sink)
    let findings = MirrorReport(results, options: options)
    let report = findings.report(validator)
    let exitCode = exitZero ? 0 : report.exitCode
    try await output.write(
      report, seconds: SteadyClock.seconds - started, exitCode: exitCode,
      configuration: configuration)
    if !output.quiet {
      Streams().writeError(
        MirrorText.summary(of: results, report, alone: findings.alone(first: 3)))
    }
    throw ToolExit(code: exitCode)
  }

  /// Compares; a signal interrupts a run with a state in order.
  private func results(of options: MirrorOptions) async throws -> [MirrorResult] {
    let (source, mirrors, isQuiet) = (source ?? "", mirrors, output.quiet)
    let showsProgress = output.showsProgress
    @Sendable func compare() async throws -> [MirrorResult] {
      try await MirrorRun.results(
        of: options, source: source, mirrors: mirrors, showsProgress: showsProgress,
        isQuiet: isQuiet)
    }
    return options.state == nil ? try await compare() : try await Interruption.ending(compare)
  }
}
