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
    guard let directory = DirectoryStream.open(path.isEmpty ? "." : path) else {
      throw FileError(errno: errno, path: path)
    }
    while directory.next() {
      guard directory.type != DT_DIR, !directory.isSelfOrParent else { continue }
      names.append(String(decoding: directory.name, as: UTF8.self))
    }
    guard directory.failure == 0 else { throw FileError(errno: directory.failure, path: path) }
    names.sort { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// Makes a directory and those above it, unless they exist.
  ///
  /// - Parameters:
  ///   - path: The directory.
  ///   - mode: The permissions of those that are made.
  /// - Throws: ``FileError`` if one can't be made, or is something else.
  package static func makeDirectories(_ path: String, mode: UInt32 = 0o777) throws(FileError) {
    var end = path.startIndex
    while let slash = path[end...].dropFirst().firstIndex(of: "/") {
      let parent = String(path[..<slash])
      if PathKind(parent) == .absent { try makeDirectory(parent, mode: mode) }
      end = slash
    }
    try makeDirectory(path, mode: mode)
  }

  /// Makes a directory, unless it exists; the directory above it must exist.
  ///
  /// - Parameters:
  ///   - path: The directory.
  ///   - mode: The permissions if it is made.
  /// - Throws: ``FileError`` if it can't be made, or is something else.
  package static func makeDirectory(_ path: String, mode: UInt32 = 0o777) throws(FileError) {
    if POSIX.mkdir(path, mode: mode) == 0 { return }
    let code = errno
    guard code == EEXIST, PathKind(path) == .directory else {
      throw FileError(errno: code == EEXIST ? ENOTDIR : code, path: path)
    }
  }
}
