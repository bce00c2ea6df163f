internal import ArgumentParser
internal import Formats
internal import RegistryPublishing
internal import RegistryValidation
internal import SharedCloudRegistry

extension ScregistryTool {
  /// Edits the list of buckets, and checks the buckets.
  struct RegistryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "registry",
      abstract: "Add buckets to the global registry, remove them, or check them.",
      discussion: """
        The registry is HelioDataRegistry.json in a directory or at an address. scregistry refuses \
        changes that cause new errors. If somebody else changed the file in the meantime, it is \
        not written.
        """,
      subcommands: [Add.self, Remove.self, Check.self])

    func run() throws { throw MissingCommand(help: Self.helpMessage()) }
  }
}

extension ScregistryTool.RegistryCommand {
  /// Adds a bucket.
  struct Add: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Add a bucket.")

    @OptionGroup var editing: CatalogEditing

    @Argument(help: "The address of the bucket, such as s3://bucket/.")
    var endpoint: String

    @Option(help: "Set the name of the bucket; its catalog must have the same.")
    var name: String

    @Option(name: .customLong("bucket-region"), help: "Set the region of the bucket.")
    var bucketRegion: String

    @Option(help: "Set the provider of the storage")
    var provider = "aws"

    func run() async throws {
      let entry = JSONWriter.write([
        "endpoint": .string(endpoint.hasSuffix("/") ? endpoint : endpoint + "/"),
        "name": .string(name), "provider": .string(provider), "region": .string(bucketRegion),
      ])
      guard let document = try? JSONParser.parse(entry) else {
        throw ValidationError("the bucket can't be written as JSON")
      }
      try await editing.make(.add(document), in: .registry)
    }
  }

  /// Removes buckets.
  struct Remove: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Remove buckets from the list.")

    @OptionGroup var editing: CatalogEditing

    @Argument(help: "The addresses of the buckets.")
    var endpoints: [String]

    func run() async throws { try await editing.make(.remove(endpoints), in: .registry) }
  }

  /// Checks the buckets.
  struct Check: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Compare the list with the catalog of every bucket.",
      discussion: """
        Exit codes: 0 every catalog exists and agrees with the list; 1 some differ; 3 some can't \
        be read.
        """)

    @Argument(
      help: "The global registry (default: ROOT_CATALOG_REGISTRY_URL, else HelioCloud's).")
    var registry: String?

    @OptionGroup var reading: ReaderArguments

    func run() async throws {
      let reader = reading.reader
      let list: GlobalRegistry
      do throws(ReadingError) {
        list = try await reader.globalRegistry(at: registry)
      } catch {
        throw error.exit
      }
      var check = RegistryCheck(reader)
      check.problems(of: list).forEach(say)
      for entry in list.entries {
        let outcome = await check.outcome(of: entry)
        if let count = outcome.datasets { say("\(outcome.endpoint): \(count.counted("dataset"))") }
        for problem in outcome.problems { say("\(outcome.endpoint): \(problem)") }
      }
      throw ToolExit(code: check.verdict.toolExitCode)
    }

    private func say(_ line: String) {
      Streams().writeOutput(Array((TextStyle.harmless(line) + "\n").utf8))
    }
  }
}

extension RegistryCheck.Verdict {
  /// The exit code of this verdict.
  fileprivate var toolExitCode: Int32 {
    switch self {
    case .agrees: 0
    case .differs: 1
    case .undetermined: 3
    }
  }
}
