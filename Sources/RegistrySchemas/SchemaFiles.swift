internal import CRegistrySchemas

/// The files of the folder Schemas, as they were at build time.
package enum SchemaFiles {
  /// One file.
  package struct File: Sendable {
    /// The path below the folder, such as `rules/index.yaml`.
    package let name: String
    /// The content.
    package let bytes: [UInt8]
  }

  /// Finds a file.
  ///
  /// - Parameter name: The path below the folder.
  /// - Returns: The file; nil if no file has that name.
  package static func file(_ name: String) -> File? {
    indices.first { self.name(at: $0) == name }.map(file(at:))
  }

  /// Finds the files of a folder.
  ///
  /// - Parameter folder: The name of the folder, without a slash.
  /// - Returns: The files, in the order of their names.
  package static func all(in folder: String) -> [File] {
    indices.filter { name(at: $0).hasPrefix(folder + "/") }.map(file(at:))
      .sorted { $0.name < $1.name }
  }

  /// The names of all files.
  package static var names: [String] { indices.map(name(at:)).sorted() }

  private static var indices: Range<Int> { 0..<Int(registry_schema_file_count) }

  private static func name(at index: Int) -> String {
    unsafe String(cString: registry_schema_file_at(index).pointee.name)
  }

  private static func file(at index: Int) -> File {
    let file = unsafe registry_schema_file_at(index).pointee
    return unsafe File(
      name: String(cString: file.name),
      bytes: Array(UnsafeBufferPointer(start: file.bytes, count: file.count)))
  }
}
