internal import ArgumentParser
internal import Patterns
internal import RegistryReports
internal import RegistryValidation
internal import SharedCloudRegistry

extension ScregistryTool {
  /// Lists, shows and applies JSON Schemas.
  struct SchemaCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "schema", abstract: "List, show and apply JSON Schemas (draft 2020-12).",
      discussion: """
        Examples:
          scregistry schema show catalog > catalog.schema.json
          scregistry schema validate catalog copy/catalog.json
        """,
      subcommands: [List.self, Show.self, Apply.self])

    func run() throws { throw MissingCommand(help: ScregistryTool.helpMessage(for: Self.self)) }
  }
}

extension SchemaLibrary {
  /// Finds a built-in schema, or suggests a similar name.
  func found(_ name: String, spec: String, orElse absence: String = "") throws -> BuiltInSchema {
    guard let dialect = Dialect(version: spec) else {
      throw ValidationError(
        "--spec \(spec) is not a version of the spec; use 0.1 to 0.6, 1.0 or 1.1")
    }
    if let schema = schema(named: name, in: dialect) { return schema }
    throw ValidationError(
      "there is \(absence)no built-in schema \(TextStyle.harmless(name))"
        + NearMatch.hint(nearestName(to: name)))
  }
}
