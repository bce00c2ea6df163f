internal import Glibc

/// The names in one directory, without those of the directories in it.
package struct DirectoryNames: Sendable {
  /// The names of files and of links, in byte order.
  package private(set) var names: [String] = []

  /// Reads the names.
  ///
  /// - Parameter path: The directory; it may be a link.
  /// - Throws: ``FileError`` if it is not a directory, or can't be read.
  package init(of path: String) throws(FileError) {
    guard let directory = unsafe opendir(path.isEmpty ? "." : path) else {
      throw FileError(errno: errno, path: path)
    }
    defer { unsafe _ = closedir(directory) }
    errno = 0
    while let entry = unsafe readdir(directory) {
      let kind = unsafe Int(entry.pointee.d_type)
      let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) { field in
        unsafe String(decoding: field.prefix { $0 != 0 }, as: UTF8.self)
      }
      if kind != DT_DIR, name != ".", name != ".." { names.append(name) }
      errno = 0
    }
    guard errno == 0 else { throw FileError(errno: errno, path: path) }
    names.sort { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// Makes a directory, unless it exists; the directory above it must exist.
  ///
  /// - Parameter path: The directory.
  /// - Throws: ``FileError`` if it can't be made, or is something else.
  package static func makeDirectory(_ path: String) throws(FileError) {
    if unsafe mkdir(path, 0o777) == 0 { return }
    let code = errno
    guard code == EEXIST, PathKind(path) == .directory else {
      throw FileError(errno: code == EEXIST ? ENOTDIR : code, path: path)
    }
  }
}
