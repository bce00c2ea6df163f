internal import ArgumentParser
internal import RegistryPublishing

extension ScregistryTool.CatalogCommand {
  /// Removes entries.
  struct Remove: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "remove", abstract: "Remove the entries of datasets, but not their index files.",
      discussion: """
        Example:
          scregistry catalog remove s3://my-bucket/ old_dataset
        """)

    @OptionGroup var editing: CatalogEditing

    @Argument(help: "The ids of the datasets.", completion: .datasetIDs)
    var ids: [String]

    func run() async throws { try await editing.make(.remove(ids)) }
  }
}
