internal import ArgumentParser
internal import RegistryPublishing

extension ScregistryTool {
  /// Converts an old registry to the present version.
  struct Migrate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "migrate",
      abstract: "Convert a registry of version 0.1 to 0.6, or a malformed one, to version 1.1.",
      discussion: """
        Fields get their present names; rows get the columns start, stop, datakey and filesize. \
        Rows are sorted and move to the file of the year of their start. scregistry prints its \
        assumptions and the content that it can't migrate, and checks the result by all rules, \
        before it writes anything. Source and destination may be the same.

        Exit codes: 0 migrated, or nothing to do; 1 refused, and nothing changed; 2 wrong usage; \
        3 the source or the destination can't be read; 4 the destination can't be written, or \
        somebody else published in the meantime.

        Examples:
          scregistry migrate s3://old-bucket/ --out new/ --dry-run
          scregistry migrate copy/ --out new/ --stop PT4S
        """)

    @Argument(
      help: "The old registry: a directory, an address, or its catalog.json.", completion: .file())
    var source: String

    @Option(
      name: .shortAndLong, help: "Write the new registry to this directory or address.",
      completion: .directory)
    var out: DataDestination

    @OptionGroup var options: MigrationOptions

    func run() async throws {
      let migrator = Migrator(source, destination: out.word, options: options.migration)
      let (options, status) = (options, StatusLine())
      let publication = try await migrator.run(settings: options.settings) {
        step throws(PublishingError) in
        switch step {
        case .recovered:
          if !options.quiet { status.write(error: "an interrupted publication was completed\n") }
        case .drafted(let draft): try status.write(plan: draft.written(as: options.output))
        case .retrying: break
        }
      }
      try status.checkOutput()
      guard publication.outcome == .refused else { return }
      if !options.quiet {
        status.write(error: "nothing was written; \(publication.opening)\n")
      }
      throw ToolExit(code: 1)
    }
  }
}

extension MigrationDraft {
  /// The plan of the migration and that of the publication.
  fileprivate func written(as form: OutputForm) -> [UInt8] {
    form == .json ? plan.json(with: registry.plan) : Array((plan.text + registry.plan.text).utf8)
  }
}
