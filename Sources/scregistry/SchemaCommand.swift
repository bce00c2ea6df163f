internal import ArgumentParser
internal import Formats
internal import JSONSchema
internal import RegistrySchemas
internal import RegistryValidation
internal import SharedCloudRegistry

extension ScregistryTool {
  /// Lists, shows and applies JSON Schemas.
  struct SchemaCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "schema", abstract: "List, show and apply JSON Schemas (draft 2020-12).",
      subcommands: [])
  }
}
