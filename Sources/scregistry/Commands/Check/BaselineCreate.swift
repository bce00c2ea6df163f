internal import ArgumentParser
internal import Files
internal import RegistryReports
internal import RegistryValidation
internal import SharedCloudRegistry

extension ScregistryTool.BaselineCommand {
  /// Creates a baseline of the present findings.
  struct Create: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "create", abstract: "Create a baseline of the present findings.",
      discussion: """
        Pass all targets of the baseline in one run. Without --force, syntax errors and rules \
        that could not be evaluated are refused. An existing file is not overwritten; \
        scregistry validate --update-baseline updates it.

        Examples:
          scregistry baseline create s3://my-bucket/
          scregistry baseline create copy/ --out known.json
        """)

    @OptionGroup var target: TargetOptions

    @Option(
      name: .shortAndLong,
      help: """
        Write this file (default: the baseline of scregistry.yml, else \
        scregistry-baseline.json).
        """, completion: .file(extensions: ["json"]))
    var out: LocalDestination?

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
        try out?.word ?? ConfiguredOutputs.baseline(of: configuration) ?? Baseline.fileName
      guard PathKind(path) == .absent else {
        throw ValidationError(
          "\(TextStyle.harmless(path)) exists; update it with scregistry validate "
            + "--update-baseline")
      }
      let validator = target.checking.validator(applied, at: Clock.today)
      let outcome = try await validator.run(
        targets, baseline: .update(nil, name: path, isForced: force))
      guard let baseline = outcome.update else {
        Streams().writeError(outcome.refusal(of: path))
        throw ToolExit(code: 2)
      }
      try FileWriter.put(baseline.written, at: path)
      if !quiet {
        let name = TextStyle.harmless(path)
        Streams().writeError("wrote \(name): \(baseline.summary)\n")
        if try ConfiguredOutputs.baseline(of: configuration) != path {
          Streams().writeError(
            "validate uses it with --baseline \(name), or with \"baseline: \(name)\" in "
              + "scregistry.yml\n")
        }
      }
    }
  }
}
