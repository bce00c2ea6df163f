internal import ArgumentParser
internal import RegistryPublishing

extension ScregistryTool.RegistryCommand {
  /// Removes buckets.
  struct Remove: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "remove", abstract: "Remove buckets from the list.",
      discussion: """
        Example:
          scregistry registry remove copy/ s3://my-bucket/
        """)

    @OptionGroup var editing: CatalogEditing

    @Argument(help: "The addresses of the buckets.")
    var endpoints: [String]

    func run() async throws { try await editing.make(.remove(endpoints), in: .registry) }
  }
}
