internal import Formats
internal import Patterns
internal import RegistrySchemas
package import SharedCloudRegistry

/// The JSON Schemas that were built into the program.
package struct SchemaLibrary: Sendable {
  /// The schemas of documents, then their shared parts, then scregistry's own formats, then the
  /// metaschema.
  package let schemas: [BuiltInSchema]

  /// The built-in library.
  package static let standard = SchemaLibrary()

  private init() {
    let documents = Self.documents()
    let named = Set(documents.map(\.file) + ["documents/documents.json"])
    let parts = SchemaFiles.all(in: "documents").filter { !named.contains($0.name) }
    schemas =
      documents
      + parts.map {
        Self.schema(.part, name: String($0.name.dropFirst(10).dropLast(5)), file: $0.name)
      }
      + SchemaFiles.all(in: "own").map {
        Self.schema(.own, name: String($0.name.dropFirst(4).prefix { $0 != "." }), file: $0.name)
      } + Self.metaschemas()
  }

  /// Finds a schema.
  ///
  /// - Parameters:
  ///   - name: A name, or the name of a file with or without `.json`.
  ///   - dialect: The dialect, for names that several schemas have.
  /// - Returns: The schema; nil if it does not exist.
  package func schema(named name: String, in dialect: Dialect) -> BuiltInSchema? {
    let byName = schemas.first {
      $0.name == name && ($0.dialects.isEmpty || $0.dialects.contains(dialect))
    }
    return byName
      ?? schemas.first { schema in
        schema.pointer.isEmpty
          && [schema.file, String(schema.fileName), String(schema.fileName.dropLast(5))]
            .contains(name)
      }
  }

  /// Finds the name or file name nearest to a mistyped one; nil if all differ too much.
  package func nearestName(to text: String) -> String? {
    NearMatch.find(text, among: schemas.map(\.name) + schemas.map { String($0.fileName) })
  }

  /// Returns the schema whose file has a URI; nil if it does not exist.
  func schema(id: String) -> BuiltInSchema? { schemas.first { $0.id == id } }

  /// One schema for each file, with the URI of the file.
  var files: [BuiltInSchema] { schemas.filter(\.pointer.isEmpty) }
}

// MARK: - Files

extension SchemaLibrary {
  /// The schemas in the index of documents, one per file.
  private static func documents() -> [BuiltInSchema] {
    var schemas: [BuiltInSchema] = []
    for kind in document("documents/documents.json").root.members {
      var files: [(name: String, dialects: [Dialect])] = []
      for member in kind.value.members {
        guard let dialect = Dialect(rawValue: member.key.text) else { continue }
        let name = "documents/" + member.value.text
        if let index = files.firstIndex(where: { $0.name == name }) {
          files[index].dialects.append(dialect)
        } else {
          files.append((name, [dialect]))
        }
      }
      schemas += files.map {
        schema(.document, name: kind.key.text, file: $0.name, dialects: $0.dialects)
      }
      guard kind.key.text == DocumentKind.catalog.rawValue else { continue }
      let entry = DocumentKind.dataset.rawValue
      schemas += files.map {
        schema(
          .document, name: entry, file: $0.name, dialects: $0.dialects, pointer: "/$defs/dataset")
      }
    }
    return schemas
  }

  private static func metaschemas() -> [BuiltInSchema] {
    SchemaFiles.all(in: "metaschema").filter { $0.name.hasSuffix(".json") }.map { file in
      let part = file.name.dropFirst(11).dropLast(5)
      return schema(
        .metaschema, name: part == "schema" ? "metaschema" : "meta/\(part)", file: file.name)
    }
  }

  private static func schema(
    _ group: BuiltInSchema.Group, name: String, file: String, dialects: [Dialect] = [],
    pointer: String = ""
  ) -> BuiltInSchema {
    BuiltInSchema(
      group: group, name: name, dialects: dialects, file: file, pointer: pointer,
      document: document(file))
  }

  private static func document(_ name: String) -> Document {
    guard let file = SchemaFiles.file(name), let document = try? JSONParser.parse(file.bytes) else {
      preconditionFailure("\(name) was not built into the program")
    }
    return document
  }
}
