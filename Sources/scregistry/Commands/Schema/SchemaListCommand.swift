internal import ArgumentParser
internal import Formats
internal import RegistryValidation
internal import SharedCloudRegistry

extension ScregistryTool.SchemaCommand {
  /// Lists the built-in schemas.
  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "list", abstract: "List the built-in schemas.",
      discussion: """
        A version includes all versions with the same rules: 1.0 includes 1.1.

        Example:
          scregistry schema list
        """)

    @Option(name: .shortAndLong, help: "Write text or json")
    var output = OutputForm.text

    func run() throws {
      let schemas = SchemaLibrary.standard.schemas
      try Streams().write(
        as: output, text: Self.text(schemas), json: JSONWriter.write(.array(schemas.map(Self.json)))
      )
    }

    private static func text(_ schemas: [BuiltInSchema]) -> String {
      let head = ["NAME", "SPEC", "FILE", "TITLE"]
      let rows = schemas.map { [$0.name, versions(of: $0), $0.file, $0.title] }
      let widths = head.indices.map { column in
        ([head] + rows).map { $0[column].count }.max() ?? 0
      }
      return ([head] + rows).map { row in
        let cells = zip(row, widths).map { cell, width in
          cell + String(repeating: " ", count: width - cell.count)
        }
        let line = cells.joined(separator: "  ")
        return line.prefix(line.count - line.reversed().prefix { $0 == " " }.count) + "\n"
      }.joined()
    }

    private static func versions(of schema: BuiltInSchema) -> String {
      if schema.dialects.isEmpty { return "-" }
      if schema.dialects == Dialect.allCases { return "all" }
      return schema.dialects.map(\.rawValue).joined(separator: ", ")
    }

    private static func json(_ schema: BuiltInSchema) -> JSONValue {
      [
        "name": .string(schema.name), "group": .string(schema.group.rawValue),
        "versions": .array(schema.dialects.map { .string($0.rawValue) }),
        "uri": .string(schema.uri), "file": .string(schema.file), "title": .string(schema.title),
      ]
    }
  }
}
