internal import ArgumentParser
internal import RegistryReports
internal import RegistryValidation
internal import SharedCloudRegistry

extension ScregistryTool.BaselineCommand {
  /// Removes entries that no finding matches.
  struct Prune: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "prune", abstract: "Remove entries of the baseline that no finding matches.",
      discussion: """
        An entry is removed only if its rule checked its file in this run. Pass the targets that \
        the baseline was created from.

        Example:
          scregistry baseline prune s3://my-bucket/ --baseline known.json
        """)

    @OptionGroup var target: TargetOptions

    @Option(
      help: """
        Prune this file (default: the baseline of scregistry.yml, else scregistry-baseline.json).
        """, completion: .file())
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
      let validator = target.checking.validator(applied, at: Clock.today)
      let report = try await validator.run(targets, baseline: .compare(old)).report
      guard let use = report.baseline else { return }
      let pruned = old.pruned(by: use)
      if pruned.entries != old.entries { try FileWriter.put(pruned.written, at: path) }
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
}
