internal import ArgumentParser

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

        Example:
          scregistry registry check https://example.org/HelioDataRegistry.json
        """,
      subcommands: [Add.self, Remove.self, Check.self])

    func run() throws { throw MissingCommand(help: ScregistryTool.helpMessage(for: Self.self)) }
  }
}
