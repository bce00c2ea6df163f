import Formats
import FoundationEssentials
import JSONSchema
import Testing

/// Paths outside the test target.
enum ProjectFolder {
  /// The folder of the package.
  static let path: String = {
    let parts = #filePath.split(separator: "/", omittingEmptySubsequences: false)
    return parts.dropLast(3).joined(separator: "/")
  }()
}

/// Reads files and folders for tests.
enum TestFile {
  /// Returns the bytes of a file.
  static func bytes(_ path: String) throws -> [UInt8] {
    Array(try Data(contentsOf: URL(filePath: path)))
  }

  /// Returns the paths of all JSON files below a folder, relative to it and in order.
  static func jsonFiles(below folder: String) -> [String] {
    let paths = try? FileManager.default.subpathsOfDirectory(atPath: folder)
    return (paths ?? []).filter { $0.hasSuffix(".json") }.sorted()
  }
}

extension SchemaCollection {
  /// The metaschema of draft 2020-12 and its vocabularies.
  static let standard: SchemaCollection = {
    var collection = SchemaCollection()
    let folder = ProjectFolder.path + "/Schemas/metaschema"
    for name in TestFile.jsonFiles(below: folder) {
      do {
        let document = try JSONParser.parse(try TestFile.bytes(folder + "/" + name))
        try collection.add(document, uri: "file:///metaschema/" + name)
      } catch {
        Issue.record("metaschema \(name): \(error)")
      }
    }
    return collection
  }()
}

/// Compiles a schema that is written in a test.
func schema(
  _ text: String, uri: String = "test:schema", options: SchemaOptions = .init(),
  others: [String: String] = [:]
) throws -> Schema {
  var collection = SchemaCollection.standard
  for (uri, text) in others { try collection.add(try json(text), uri: uri) }
  try collection.add(try json(text), uri: uri)
  return try Schema(compiling: uri, in: collection, options: options)
}

/// Parses a text that is written in a test.
func json(_ text: String) throws -> Document { try JSONParser.parse(Array(text.utf8)) }
