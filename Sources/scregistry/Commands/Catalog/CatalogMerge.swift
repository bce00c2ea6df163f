internal import ArgumentParser
internal import RegistryPublishing

extension ScregistryTool.CatalogCommand {
  /// Adds the entries of another catalog.
  struct Merge: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "merge",
      abstract: "Add the entries of another catalog; existing ids keep their entry.",
      discussion: """
        Example:
          scregistry catalog merge s3://my-bucket/ other/catalog.json
        """)

    @OptionGroup var editing: CatalogEditing

    @Argument(help: "The file of the other catalog, or - for standard input.", completion: .file())
    var other: String

    @Flag(help: "Replace the entries of existing ids.")
    var replace = false

    func run() async throws {
      try await editing.make(.merge(InputFile.json(other), replaces: replace))
    }
  }
}
