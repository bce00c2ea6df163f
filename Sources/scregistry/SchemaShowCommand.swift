internal import ArgumentParser
internal import Formats
internal import RegistryValidation

extension ScregistryTool.SchemaCommand {
  /// Writes one built-in schema.
  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Write a built-in schema, with all it refers to, such as for an editor.",
      discussion: """
        The format scr-time is this program's own; others take it for a comment, so that times \
        are checked by scregistry only.
        """)

    @Argument(help: "A name or file name that schema list gives, such as catalog.")
    var name: String

    @Option(help: "The version of the spec, such as 1.1.")
    var spec = "1.1"

    func run() throws {
      let schema = try SchemaLibrary.standard.found(name, spec: spec)
      Streams().writeOutput(JSONWriter.write(SchemaBundle(schema).value))
    }
  }
}
