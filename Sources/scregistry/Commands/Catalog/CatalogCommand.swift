internal import ArgumentParser

extension ScregistryTool {
  /// Edits single entries of a catalog.
  struct CatalogCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "catalog", abstract: "Edit single entries of a catalog, or compare catalogs.",
      discussion: """
        scregistry checks the new catalog before it writes it, and refuses changes that cause new \
        errors. If somebody else changed the catalog in the meantime, it is not written.

        Exit codes: 0 changed, or nothing to do; 1 refused, or the catalogs differ; 2 wrong usage; \
        3 the catalog can't be read; 4 it can't be written.

        Examples:
          scregistry catalog set copy/ contact='Jane Doe, jane@example.org'
          scregistry catalog diff old/catalog.json new/catalog.json
        """,
      subcommands: [Add.self, Remove.self, Set.self, Rename.self, Merge.self, Difference.self])

    func run() throws { throw MissingCommand(help: ScregistryTool.helpMessage(for: Self.self)) }
  }
}
