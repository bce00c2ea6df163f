package import Formats
package import SharedCloudRegistry

/// One JSON Schema that was built into the program.
package struct BuiltInSchema: Sendable {
  /// What a schema is for.
  package enum Group: String, Sendable, Hashable {
    /// It describes a document of the spec.
    case document
    /// Schemas of documents refer to it.
    case part
    /// It describes a format of scregistry's own.
    case own
    /// It describes schemas.
    case metaschema
  }
  /// What a schema is for.
  package let group: Group
  /// Its name for users, such as `catalog`; schemas of different dialects share a name.
  package let name: String
  /// The dialects it is for; empty if it has nothing to do with dialects.
  package let dialects: [Dialect]
  /// The path of its file below the folder Schemas.
  package let file: String
  /// The JSON pointer to the schema in its file; empty for the whole file.
  package let pointer: String
  /// The content of the file.
  package let document: Document

  /// The URI of the file.
  package var id: String { document.root["$id"]?.text ?? "" }

  /// The URI of the schema.
  package var uri: String { pointer.isEmpty ? id : id + "#" + pointer }

  /// What it describes, in a few words.
  package var title: String {
    let title = document.root["title"]?.text ?? ""
    return pointer.isEmpty ? title : "One entry of " + title
  }

  /// The name of its file, without folder.
  var fileName: Substring { file.split(separator: "/").last ?? "" }
}
