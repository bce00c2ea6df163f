internal import ArgumentParser
internal import RegistryValidation
internal import SharedCloudRegistry

extension ScregistryTool {
  /// Makes baselines, takes stale entries out of them, and shows what they know.
  struct BaselineCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "baseline", abstract: "Accept what is known, so that only new findings fail.",
      discussion: """
        A baseline is a JSON file that belongs into version control. It names findings by rule, \
        file and fingerprint, never by line. scregistry validate --baseline FILE uses it.
        """,
      subcommands: [Create.self, Prune.self, Show.self])

    func run() throws { throw MissingCommand(help: ScregistryTool.helpMessage(for: Self.self)) }
  }
}

extension ScregistryTool.BaselineCommand {
  /// Makes a baseline of what is found now.
  struct Create: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Make a baseline of what is found now.",
      discussion: """
        Give all targets at once that the baseline is for. Syntax errors and what could not be \
        evaluated are refused unless --force is given. An existing file is not overwritten; \
        scregistry validate --update-baseline brings it up to date.
        """)

    @OptionGroup var target: TargetOptions

    @Option(
      name: .shortAndLong,
      help: "The file. (default: that of scregistry.yml, else scregistry-baseline.json)")
    var output: String?

    @Flag(help: "Also take in syntax errors, and accept what was not evaluated.")
    var force = false

    @Flag(name: .shortAndLong, help: "Say nothing if all is well.")
    var quiet = false

    @OptionGroup var configuration: ConfigurationOptions

    func run() async throws {
      let configuration = try self.configuration.readOnly()
      let applied = AppliedConfiguration(try target.flags(), over: configuration, at: Clock.today)
      let targets = try target.required(applied)
      let path = output ?? configuration?.baseline?.value ?? Baseline.fileName
      guard PathKind(path) == .absent else {
        throw ValidationError(
          "\(TextStyle.harmless(path)) is there already; scregistry validate --update-baseline "
            + "brings it up to date")
      }
      var validator = target.checking.validator(applied, at: Clock.today)
      let update = BaselineUpdate(path: path, old: nil, isForced: force)
      update.prepare(&validator)
      let outcome = update.outcome(of: try await validator.validate(targets), listed: 20)
      guard let baseline = outcome.baseline else {
        Streams().writeError(outcome.refusal)
        throw ToolExit(code: 2)
      }
      try update.write(baseline)
      if !quiet {
        Streams().writeError("wrote \(TextStyle.harmless(path)): \(baseline.summary)\n")
      }
    }
  }

  /// Takes entries out that nothing matches any longer.
  struct Prune: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Take entries out of the baseline that nothing matches any longer.",
      discussion: """
        Only entries are taken out whose file was looked at by their rule; so give the targets \
        that the baseline was made of.
        """)

    @OptionGroup var target: TargetOptions

    @Option(help: "The baseline. (default: that of scregistry.yml, else scregistry-baseline.json)")
    var baseline: String?

    @Flag(name: .shortAndLong, help: "Say nothing if all is well.")
    var quiet = false

    @OptionGroup var configuration: ConfigurationOptions

    func run() async throws {
      let configuration = try self.configuration.readOnly()
      let applied = AppliedConfiguration(try target.flags(), over: configuration, at: Clock.today)
      let targets = try target.required(applied)
      let path = baseline ?? configuration?.baseline?.value ?? Baseline.fileName
      let old = try InputFile.baseline(path)
      var validator = target.checking.validator(applied, at: Clock.today)
      validator.baseline = old
      let report = try await validator.validate(targets)
      guard let use = report.baseline else { return }
      let pruned = old.pruned(by: use)
      let update = BaselineUpdate(path: path, old: old, isForced: false)
      try update.write(pruned)
      guard !quiet else { return }
      let removed = old.entries.count - pruned.entries.count
      let lowered = use.staleEntries.count - removed
      Streams().writeError(
        "\(TextStyle.harmless(path)): \(removed) removed, \(lowered) lowered; left: "
          + "\(pruned.summary)\n")
      if !report.isComplete {
        Streams().writeError("not everything could be evaluated; entries for that were kept\n")
      }
    }
  }

  /// Shows what a baseline knows.
  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Show how many findings a baseline knows, by rule and by file.")

    @Argument(
      help: "The baseline. (default: that of scregistry.yml, else scregistry-baseline.json)")
    var file: String?

    @Option(name: .shortAndLong, help: "The format: text or json.")
    var output = "text"

    @OptionGroup var configuration: ConfigurationOptions

    func validate() throws {
      guard ["text", "json"].contains(output) else {
        throw ValidationError("--output must be text or json")
      }
    }

    func run() throws {
      let path = try file ?? configuration.readOnly()?.baseline?.value ?? Baseline.fileName
      let page = BaselinePage(try InputFile.baseline(path))
      let bytes = output == "json" ? page.json : Array(page.text.utf8)
      guard Streams().writeOutput(bytes) else {
        Streams().writeError("standard output can't be written\n")
        throw ToolExit(code: 4)
      }
    }
  }
}

extension ConfigurationOptions {
  /// Reads the configuration for a command that has nothing to show of it.
  func readOnly() throws -> Configuration? {
    guard !showConfig else {
      throw ValidationError("--show-config is for scregistry validate only")
    }
    return try read()
  }
}
