internal import ArgumentParser
internal import RegistryPublishing
internal import RegistryValidation

extension ScregistryTool {
  /// Converts the index files of a dataset to another type.
  struct Convert: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "convert",
      abstract: "Convert the index files of a dataset to csv, csv-zip or parquet.",
      discussion: """
        The rows stay as they are. The new index files, the entry of the catalog with its new \
        indextype, and the removal of the old index files are one publication. scregistry prints \
        the plan and checks the result by all rules before it writes anything.

        Exit codes: 0 converted, or nothing to do; 1 refused, and nothing changed; 2 wrong usage; \
        3 the registry can't be read; 4 it can't be written, or somebody else published in the \
        meantime.

        Examples:
          scregistry convert registry/ --dataset my_dataset --to parquet --dry-run
          scregistry convert registry/ --dataset my_dataset --to parquet
        """)

    @Argument(help: "The directory or address of the registry.")
    var registry: String

    @Option(help: ArgumentHelp("Convert the dataset with this id.", valueName: "id"))
    var dataset: String

    @Option(help: "Write index files of this type.")
    var to: IndexType

    @Flag(help: "Print the plan, and write nothing.")
    var dryRun = false

    @Option(help: "Print the plan as text or json")
    var output = OutputForm.text

    @Option(
      help: ArgumentHelp(
        "Keep the old files in this directory of the registry, in a folder named by the time.",
        valueName: "directory"))
    var archive: ArchiveDirectory?

    @OptionGroup var guards: GuardArguments

    @Flag(help: "Convert even if the plan is refused, whatever the reason.")
    var force = false

    @OptionGroup var storage: StorageArguments

    func run() async throws {
      var conversion = IndexConversion(registry, now: Clock.today)
      conversion.storage = storage.flags.options(over: nil)
      conversion.allowed = guards.open
      let settings = PublicationSettings(isDry: dryRun, isForced: force, archive: archive?.key)
      let status = StatusLine()
      let publication = try await conversion.run(dataset, to: to.format, settings: settings) {
        draft throws(PublishingError) in
        let plan = draft.plan
        try status.write(plan: output == .json ? plan.json : Array(plan.text.utf8))
      }
      try status.checkOutput()
      guard publication.outcome == .refused else { return }
      status.write(error: "nothing was converted; \(publication.opening)\n")
      throw ToolExit(code: 1)
    }
  }
}
