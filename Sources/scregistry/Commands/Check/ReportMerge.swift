internal import ArgumentParser
internal import RegistryMirrors
internal import RegistryReports
internal import RegistryValidation

extension ScregistryTool.ReportCommand {
  /// Merges reports.
  struct Merge: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "merge", abstract: "Merge reports of several runs into one.",
      discussion: """
        The result is byte for byte the report of one run over all targets with --deterministic. \
        The order of the reports does not matter, and a repeated report changes nothing. All \
        reports must come from the same version of scregistry, the same configuration and the \
        same baseline.

        With --plan, the reports are the parts of a plan of scregistry plan; the result is \
        then that of one run, whatever the order and number of shards. Items without a part, or \
        parts that were made in another way, are refused. For a plan of mirrors, use the access \
        to both sides that mirror verify needs: listings and documents are read again.

        Without --plan, one thing is lost: rules that compare buckets with one another (XRF011, \
        XRF012, XRF013) compare only the buckets of each single run.

        Example:
          scregistry report merge one.json two.json --output json=all.json
        """)

    @Argument(
      help: "Reports in json or ndjson; one may be - for standard input.", completion: .file())
    var inputs: [String]

    @Option(
      help: ArgumentHelp("Merge the parts of this plan.", valueName: "plan.ndjson"))
    var plan: String?

    @OptionGroup var storage: StorageArguments

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
      if let plan { return try await mergeParts(of: plan) }
      let configuration = try self.configuration.readOnly()
      try output.check(keeping: inputs)
      try await output.write(try merged(), configuration: configuration, exitZero: exitZero)
    }

    /// Makes one report of the parts of a plan.
    private func mergeParts(of path: String) async throws {
      _ = try configuration.readOnly()
      if try await ShardPlan.isForMirrors(path) {
        let plan = try await MirrorPlan(reading: path)
        return try await MirrorMerge(plan: plan, storage: storage.flags, jobs: 16).report(
          inputs, to: output, objects: nil, exitZero: exitZero)
      }
      try output.check(keeping: [path] + inputs)
      let plan = try await ShardPlan(reading: path, hasAnswers: true)
      var parts = try ShardParts.begin(of: plan, version: ToolVersion.text)
      for input in inputs { try await parts.read(input) }
      let facts = try parts.finish()
      let run = PlannedRun(
        settings: plan.settings, storage: storage.flags, now: facts.time)
      let validator = try run.validator(jobs: ProcessorCount.available)
      var report = try await validator.report(on: facts)
      if let baseline = try run.baseline() {
        report = report.compared(with: baseline, listed: validator.listedPerRule)
      }
      var output = output
      output.maxPerRule = output.maxPerRule ?? plan.settings.listedPerRule
      let exitCode = exitZero ? 0 : report.exitCode
      try await output.write(
        report, seconds: 0, exitCode: exitCode, configuration: try run.configuration(),
        recorded: ReportOptions(toolVersion: ToolVersion.text))
      throw ToolExit(code: exitCode)
    }

    /// Reads the reports one by one and merges them.
    @inline(never)
    private func merged() throws -> RecordedReport {
      var union = ReportUnion()
      var standardInput: RecordedReport?
      repeat {
        for input in inputs {
          let report =
            try input == "-" ? standardInput ?? InputFile.report(input) : InputFile.report(input)
          if input == "-" { standardInput = report }
          try union.add(report)
        }
      } while union.needsSecondPass()
      return try union.finish()
    }
  }
}
