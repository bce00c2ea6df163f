internal import ArgumentParser
internal import RegistryPublishing
internal import RegistryReports
internal import SharedCloudRegistry

extension ScregistryTool.RegistryCommand {
  /// Checks the buckets.
  struct Check: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "check", abstract: "Compare the list with the catalog of every bucket.",
      discussion: """
        Exit codes: 0 every catalog exists and agrees with the list; 1 some differ; 3 some can't \
        be read.

        Examples:
          scregistry registry check
          scregistry registry check copy/HelioDataRegistry.json
        """)

    @Argument(
      help: "The global registry (default: ROOT_CATALOG_REGISTRY_URL, else HelioCloud's).",
      completion: .file())
    var registry: String?

    @OptionGroup var reading: ReaderArguments

    func run() async throws {
      let reader = reading.reader
      let list = try await reader.globalRegistry(at: registry)
      var check = RegistryCheck(reader)
      for problem in check.problems(of: list) { try say(problem) }
      for entry in list.entries {
        let outcome = await check.outcome(of: entry, in: list)
        if let count = outcome.datasets {
          try say("\(outcome.endpoint): \(count.counted("dataset"))")
        }
        for problem in outcome.problems { try say("\(outcome.endpoint): \(problem)") }
      }
      throw ToolExit(code: check.verdict.exitCode)
    }

    private func say(_ line: String) throws {
      try Streams().writeOutput(Array((TextStyle.harmless(line) + "\n").utf8))
    }
  }
}
