package import Formats
package import JSONSchema
internal import RegistrySchemas

/// The built-in JSON Schema of one of scregistry's own formats that people write.
package struct OwnSchema: Sendable {
  /// The schema of the configuration.
  static let configuration = OwnSchema("configuration.schema.json")

  private let schema: Schema

  /// Takes a schema that was built in.
  ///
  /// - Parameter file: The name of its file below `Schemas/own`.
  package init(_ file: String) {
    do {
      let document = try JSONParser.parse(SchemaFiles.file("own/" + file)?.bytes ?? [])
      let uri = document.root["$id"]?.text ?? ""
      var collection = SchemaCollection()
      try collection.add(document, uri: uri)
      schema = try Schema(compiling: uri, in: collection, options: SchemaOptions(usesTables: false))
    } catch {
      preconditionFailure("the schema \(file) that was built in can't be used: \(error)")
    }
  }

  /// Finds the faults in the form of a document.
  ///
  /// - Parameters:
  ///   - root: Its outermost value.
  ///   - limit: The maximum number of faults.
  /// - Returns: The faults.
  package func failures(in root: Node, limit: Int) -> [SchemaFailure] {
    schema.failures(in: root, limit: limit)
  }
}
