internal import Files
internal import Glibc
internal import SharedCloudRegistry

/// A new folder that is removed after its last use.
final class TemporaryFolder: Sendable {
  /// The absolute path, without a final slash.
  let path: String

  /// Makes an empty folder in the directory for temporary files.
  ///
  /// - Throws: ``SuiteError`` when it can't be made.
  init() throws(SuiteError) {
    let parent = POSIX.getenv("TMPDIR") ?? "/tmp"
    guard let path = POSIX.mkdtemp(parent + "/scregistry-case-") else {
      throw SuiteError(parent, detail: POSIX.strerror())
    }
    self.path = AtomicFile.resolved(path)
  }

  deinit { FileTree.remove(path) }
}

/// Files and directories, written and removed.
enum FileTree {
  /// Writes a file, and its parent directories.
  static func write(_ bytes: [UInt8], to path: String) throws(SuiteError) {
    try makeDirectory(FilePathText.parent(of: path))
    let descriptor = POSIX.open(
      path, flags: O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode: 0o644)
    guard descriptor >= 0 else { throw SuiteError(path, detail: POSIX.strerror()) }
    defer { close(descriptor) }
    let code = FileBytes.writeAll(bytes.span, to: descriptor)
    guard code == 0 else { throw SuiteError(path, detail: POSIX.strerror(code)) }
  }

  /// Makes a directory and its parents, unless they exist.
  static func makeDirectory(_ path: String) throws(SuiteError) {
    if path.isEmpty || PathKind(path) == .directory { return }
    try makeDirectory(FilePathText.parent(of: path))
    guard POSIX.mkdir(path, mode: 0o755) == 0 || errno == EEXIST else {
      throw SuiteError(path, detail: POSIX.strerror())
    }
  }

  /// Removes a file, or a directory and all in it; links are not followed.
  static func remove(_ path: String) {
    if let names = names(in: path) {
      for name in names {
        let child = path + "/" + name
        if POSIX.unlink(child) != 0 { remove(child) }
      }
      POSIX.rmdir(path)
    } else {
      POSIX.unlink(path)
    }
  }

  /// The names in a directory, which is closed again; nil if it can't be opened.
  private static func names(in path: String) -> [String]? {
    guard let directory = DirectoryStream.open(path) else { return nil }
    var names: [String] = []
    while directory.next() {
      if !directory.isSelfOrParent { names.append(String(decoding: directory.name, as: UTF8.self)) }
    }
    return names
  }
}

/// Parts of paths.
enum FilePathText {
  /// The directory of a path; empty without slashes.
  static func parent(of path: String) -> String {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "" }
    return String(path[..<slash])
  }
}
