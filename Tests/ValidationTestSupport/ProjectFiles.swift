import Formats
import FoundationEssentials
import JSONSchema
import RegistrySchemas

/// Files of the package that the tests compare with what was built.
package enum ProjectFiles {
  /// The folder of the package.
  package static let folder = #filePath.split(separator: "/", omittingEmptySubsequences: false)
    .dropLast(3).joined(separator: "/")

  /// Returns the bytes of a file, named by its path below the folder of the package.
  package static func bytes(_ path: String) throws -> [UInt8] {
    Array(try Data(contentsOf: URL(filePath: folder + "/" + path)))
  }

  /// Returns a file as text.
  package static func text(_ path: String) throws -> String {
    String(decoding: try bytes(path), as: UTF8.self)
  }

  /// Returns the paths of the files below a folder, relative to it and in order.
  package static func paths(below path: String) throws -> [String] {
    let root = folder + "/" + path
    return try FileManager.default.subpathsOfDirectory(atPath: root).filter {
      var isDirectory = false
      return FileManager.default.fileExists(atPath: root + "/" + $0, isDirectory: &isDirectory)
        && !isDirectory
    }.sorted()
  }

  /// Returns a folder of files as a tree in memory.
  package static func tree(_ path: String) throws -> [String: [UInt8]] {
    var files: [String: [UInt8]] = [:]
    for name in try paths(below: path) { files[name] = try bytes(path + "/" + name) }
    return files
  }
}

/// A schema of the project's own files.
package enum CompiledSchema {
  /// Compiles a schema, named by its file below `Schemas/own`.
  package static func named(_ name: String) throws -> Schema {
    var collection = SchemaCollection()
    for file in SchemaFiles.all(in: "own") {
      let document = try JSONParser.parse(file.bytes)
      try collection.add(document, uri: document.root["$id"]?.text ?? file.name)
    }
    guard let file = SchemaFiles.file("own/" + name) else { throw NoSuchSchema(name: name) }
    let schema = try JSONParser.parse(file.bytes)
    return try Schema(compiling: schema.root["$id"]?.text ?? "", in: collection)
  }

  /// There is no such schema.
  struct NoSuchSchema: Error {
    let name: String
  }
}
