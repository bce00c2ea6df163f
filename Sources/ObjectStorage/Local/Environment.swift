internal import Files

/// The environment of the process.
package enum Environment {
  /// The value of a variable; nil if it is unset.
  package static func variable(_ name: String) -> String? { POSIX.getenv(name) }

  /// The text of a small file; nil if it does not exist.
  ///
  /// - Parameter path: The path of the file.
  /// - Returns: Its text, up to a megabyte.
  /// - Throws: ``StoreError`` if it exists, but can't be read.
  package static func file(_ path: String) throws(StoreError) -> String? {
    guard PathKind(path) == .file else { return nil }
    do throws(StoreError) {
      return String(decoding: try SequentialFile(path: path).all(limit: 1 << 20), as: UTF8.self)
    } catch {
      throw StoreError(.badCredentials, address: path, detail: "it can't be read: \(error.detail)")
    }
  }
}
