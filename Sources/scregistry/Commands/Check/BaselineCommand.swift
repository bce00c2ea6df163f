internal import ArgumentParser
internal import RegistryValidation
internal import SharedCloudRegistry

extension ScregistryTool {
  /// Creates baselines, removes their stale entries, and shows their content.
  struct BaselineCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "baseline", abstract: "Accept known findings, so that only new ones fail.",
      discussion: """
        A baseline is a JSON file; keep it in version control. It identifies findings by rule, \
        file and fingerprint, never by line. scregistry validate --baseline FILE uses it.
        """,
      subcommands: [Create.self, Prune.self, Show.self])

    func run() throws { throw MissingCommand(help: ScregistryTool.helpMessage(for: Self.self)) }
  }
}

extension ScregistryTool.BaselineCommand {
  /// Creates a baseline of the present findings.
  struct Create: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Create a baseline of the present findings.",
      discussion: """
        Pass all targets of the baseline in one run. Without --force, syntax errors and rules \
        that could not be evaluated are refused. An existing file is not overwritten; \
        scregistry validate --update-baseline updates it.
        """)

    @OptionGroup var target: TargetOptions

    @Option(
      name: .shortAndLong,
      help: """
        Write this file (default: the baseline of scregistry.yml, else \
        scregistry-baseline.json).
        """)
    var output: String?

    @Flag(help: "Accept syntax errors and rules that were not evaluated, too.")
    var force = false

    @Flag(name: .shortAndLong, help: "Write nothing on success.")
    var quiet = false

    @OptionGroup var configuration: ConfigurationOptions

    func run() async throws {
      let configuration = try self.configuration.readOnly()
      let applied = AppliedConfiguration(try target.flags(), over: configuration, at: Clock.today)
      let targets = try target.required(applied)
      let path =
        try output ?? ConfiguredOutputs.baseline(of: configuration) ?? Baseline.fileName
      guard PathKind(path) == .absent else {
        throw ValidationError(
          "\(TextStyle.harmless(path)) exists; update it with scregistry validate "
            + "--update-baseline")
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

  /// Removes entries that no finding matches.
  struct Prune: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Remove entries of the baseline that no finding matches.",
      discussion: """
        An entry is removed only if its rule checked its file in this run. Pass the targets that \
        the baseline was created from.
        """)

    @OptionGroup var target: TargetOptions

    @Option(
      help: """
        Prune this file (default: the baseline of scregistry.yml, else scregistry-baseline.json).
        """)
    var baseline: String?

    @Flag(name: .shortAndLong, help: "Write nothing on success.")
    var quiet = false

    @OptionGroup var configuration: ConfigurationOptions

    func run() async throws {
      let configuration = try self.configuration.readOnly()
      let applied = AppliedConfiguration(try target.flags(), over: configuration, at: Clock.today)
      let targets = try target.required(applied)
      let path =
        try baseline ?? ConfiguredOutputs.baseline(of: configuration) ?? Baseline.fileName
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
        Streams().writeError("entries that could not be evaluated were kept\n")
      }
    }
  }

  /// Shows what a baseline contains.
  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Show how many findings a baseline has, by rule and by file.")

    @Argument(
      help: """
        The file (default: the baseline of scregistry.yml, else scregistry-baseline.json).
        """)
    var file: String?

    @Option(name: .shortAndLong, help: "Write text or json")
    var output = "text"

    @OptionGroup var configuration: ConfigurationOptions

    func validate() throws {
      guard ["text", "json"].contains(output) else {
        throw ValidationError("--output must be text or json")
      }
    }

    func run() throws {
      let path =
        try file ?? ConfiguredOutputs.baseline(of: configuration.readOnly()) ?? Baseline.fileName
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
  /// Reads the configuration for a command without `--show-config`.
  func readOnly() throws -> Configuration? {
    guard !showConfig else {
      throw ValidationError("--show-config works with scregistry validate only")
    }
    return try read()
  }
}
