internal import ArgumentParser
internal import RegistryPublishing

extension ScregistryTool.CatalogCommand {
  /// Compares catalogs.
  struct Difference: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "diff", abstract: "Show how two catalogs differ, field by field.",
      discussion: """
        Example:
          scregistry catalog diff old/catalog.json new/catalog.json
        """)

    @Argument(help: "The file of the old catalog.", completion: .file())
    var before: String

    @Argument(help: "The file of the new catalog.", completion: .file())
    var after: String

    @Option(name: .shortAndLong, help: "Write text or json")
    var output = OutputForm.text

    func run() throws {
      let difference = CatalogDifference(
        from: try InputFile.json(before), to: try InputFile.json(after))
      try Streams().write(as: output, text: difference.text, json: difference.json)
      throw ToolExit(code: difference.changes.isEmpty ? 0 : 1)
    }
  }
}
