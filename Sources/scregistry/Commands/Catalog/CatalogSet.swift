internal import ArgumentParser
internal import Formats
internal import RegistryPublishing
internal import RegistryReports
internal import RegistryValidation

extension ScregistryTool.CatalogCommand {
  /// Sets fields.
  struct Set: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "set", abstract: "Set fields of an entry, or of the catalog itself.",
      discussion: """
        Examples:
          scregistry catalog set copy/ contact='Jane Doe, jane@example.org'
          scregistry catalog set copy/ --id my_dataset multiyear:=true resource:
        """)

    @OptionGroup var editing: CatalogEditing

    @Option(
      help: "Change the dataset with this id (default: the catalog itself).",
      completion: .datasetIDs)
    var id: String?

    @Argument(
      help: "FIELD=STRING, FIELD:=JSON for other values, or FIELD: to remove the field.")
    var fields: [String]

    func run() async throws {
      try await editing.make(.set(id: id, try fields.map(Self.field)))
    }

    private static func field(_ text: String) throws -> (field: String, value: JSONValue?) {
      if text.hasSuffix(":"), !text.contains("=") { return (String(text.dropLast()), nil) }
      guard let equals = text.firstIndex(of: "="), equals > text.startIndex else {
        throw ValidationError(
          "\(TextStyle.harmless(text)) is not FIELD=STRING, FIELD:=JSON or FIELD:")
      }
      let value = String(text[text.index(after: equals)...])
      guard text[text.index(before: equals)] == ":" else {
        return (String(text[..<equals]), .string(value))
      }
      guard let document = try? JSONParser.parse(Array(value.utf8)) else {
        throw ValidationError("\(TextStyle.harmless(value)) is not JSON")
      }
      return (String(text[..<text.index(before: equals)]), .node(document.root))
    }
  }
}
