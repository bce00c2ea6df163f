internal import Formats
internal import JSONSchema
internal import RegistrySchemas

/// The JSON Schema of mission files, as it was built into the program.
enum MissionSchema {
  /// Tells what is wrong with the form of a mission file.
  static func failures(in root: Node, limit: Int) -> [SchemaFailure] {
    schema.failures(in: root, limit: limit)
  }

  private static let schema: Schema = {
    do {
      guard let file = SchemaFiles.file("own/mission.schema.json") else {
        fatalError("the schema of mission files was not built in")
      }
      let document = try JSONParser.parse(file.bytes)
      let uri = document.root["$id"]?.text ?? ""
      var collection = SchemaCollection()
      try collection.add(document, uri: uri)
      return try Schema(compiling: uri, in: collection, options: SchemaOptions(usesTables: false))
    } catch {
      fatalError("the schema of mission files that was built in can't be used: \(error)")
    }
  }()
}
