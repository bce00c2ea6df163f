internal import ArgumentParser
internal import RegistryPublishing

extension ScregistryTool.CatalogCommand {
  /// Adds an entry.
  struct Add: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "add", abstract: "Add the entry of a dataset.",
      discussion: """
        Example:
          scregistry catalog add s3://my-bucket/ entry.json --dry-run
        """)

    @OptionGroup var editing: CatalogEditing

    @Argument(help: "The JSON file of the entry, or - for standard input.", completion: .file())
    var entry: String

    func run() async throws { try await editing.make(.add(InputFile.json(entry))) }
  }
}
