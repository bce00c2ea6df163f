internal import ArgumentParser
internal import Formats
internal import RegistryValidation

extension ScregistryTool.SchemaCommand {
  /// Writes one built-in schema.
  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "show",
      abstract: "Write a built-in schema with all its references, for example for an editor.",
      discussion: """
        Only scregistry knows the format scr-time. Other programs ignore it, so they do not check \
        times.

        Examples:
          scregistry schema show catalog > catalog.schema.json
          scregistry schema show catalog --spec 0.3
        """)

    @Argument(
      help: "A name or file name from schema list, such as catalog.",
      completion: .list(SchemaLibrary.standard.schemas.map(\.name)))
    var name: String

    @Option(help: "Use this version of the spec")
    var spec = "1.1"

    func run() throws {
      let schema = try SchemaLibrary.standard.found(name, spec: spec)
      try Streams().writeOutput(JSONWriter.write(SchemaBundle(schema).value))
    }
  }
}
