internal import ArgumentParser
internal import RegistryPublishing

extension ScregistryTool.CatalogCommand {
  /// Gives a dataset another id.
  struct Rename: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "rename", abstract: "Change the id of a dataset, and rename its index files.",
      discussion: """
        Example:
          scregistry catalog rename copy/ my_datset my_dataset
        """)

    @OptionGroup var editing: CatalogEditing

    @Argument(help: "The present id.", completion: .datasetIDs)
    var old: String

    @Argument(help: "The new id.")
    var new: String

    func run() async throws { try await editing.make(.rename(old, to: new)) }
  }
}
