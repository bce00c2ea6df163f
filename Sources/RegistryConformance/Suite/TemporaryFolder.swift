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
    let parent = unsafe getenv("TMPDIR").map { unsafe String(cString: $0) } ?? "/tmp"
    var template = Array((parent + "/scregistry-case-XXXXXX").utf8CString)
    let path = unsafe template.withUnsafeMutableBufferPointer { buffer -> String? in
      guard let base = buffer.baseAddress, let path = unsafe mkdtemp(base) else { return nil }
      guard let resolved = unsafe realpath(path, nil) else { return unsafe String(cString: path) }
      defer { unsafe free(resolved) }
      return unsafe String(cString: resolved)
    }
    guard let path else { throw SuiteError(parent, detail: FileTree.systemText()) }
    self.path = path
  }

  deinit { FileTree.remove(path) }
}

/// Files and directories, written and removed.
enum FileTree {
  /// Writes a file, and its parent directories.
  static func write(_ bytes: [UInt8], to path: String) throws(SuiteError) {
    try makeDirectory(FilePathText.parent(of: path))
    let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw SuiteError(path, detail: systemText()) }
    defer { close(descriptor) }
    var start = 0
    while start < bytes.count {
      let count = unsafe bytes[start...].withUnsafeBytes { buffer in
        unsafe Glibc.write(descriptor, buffer.baseAddress, buffer.count)
      }
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw SuiteError(path, detail: systemText()) }
      start += count
    }
  }

  /// Makes a directory and its parents, unless they exist.
  static func makeDirectory(_ path: String) throws(SuiteError) {
    if path.isEmpty || PathKind(path) == .directory { return }
    try makeDirectory(FilePathText.parent(of: path))
    guard unsafe mkdir(path, 0o755) == 0 || errno == EEXIST else {
      throw SuiteError(path, detail: systemText())
    }
  }

  /// Removes a file, or a directory and all in it; links are not followed.
  static func remove(_ path: String) {
    if let directory = unsafe opendir(path) {
      var names: [String] = []
      while let entry = unsafe readdir(directory) {
        let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) {
          unsafe String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
        }
        if name != ".", name != ".." { names.append(name) }
      }
      unsafe closedir(directory)
      for name in names {
        let child = path + "/" + name
        if unsafe unlink(child) != 0 { remove(child) }
      }
      unsafe _ = rmdir(path)
    } else {
      unsafe _ = unlink(path)
    }
  }

  /// The last error of the system.
  static func systemText() -> String { unsafe String(cString: strerror(errno)) }
}

/// Parts of paths.
enum FilePathText {
  /// The directory of a path; empty without slashes.
  static func parent(of path: String) -> String {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "" }
    return String(path[..<slash])
  }
}
