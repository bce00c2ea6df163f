internal import ArgumentParser

extension ScregistryTool {
  /// Updates a registry.
  struct Update: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "update", abstract: "Update a registry from the content of a bucket.",
      discussion: """
        The same as generate, for an existing registry. If there is no registry, scregistry exits \
        with code 3.

        Examples:
          scregistry update s3://my-bucket/ --mission mission.yml --out s3://my-bucket/
          scregistry update new.txt --partial --mission mission.yml --out registry/
        """)

    @OptionGroup var options: PublishingOptions

    @Option(
      name: .shortAndLong, help: "Update the registry in this directory or at this address.",
      completion: .directory)
    var out: DataDestination

    func run() async throws {
      try await options.publish(to: out.word, requiresRegistry: true)
    }
  }
}
