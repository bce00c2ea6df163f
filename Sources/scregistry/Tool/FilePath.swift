internal import Files

/// Names of files.
enum FilePath {
  /// The directory of a path, and the name in it.
  static func split(_ path: String) -> (directory: String, name: String) {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return (".", path) }
    let directory = path[..<slash]
    return (directory.isEmpty ? "/" : String(directory), String(path[path.index(after: slash)...]))
  }

  /// The path of a file without links; the file itself need not exist.
  ///
  /// - Returns: An absolute path; nil if its directory does not exist or links form a loop.
  static func resolved(_ path: String, links: Int = 0) -> String? {
    if let real = POSIX.realpath(path) { return real }
    if let target = POSIX.readlink(path) {
      guard links < 40 else { return nil }
      let isAbsolute = target.utf8.first == UInt8(ascii: "/")
      return resolved(
        isAbsolute ? target : split(path).directory + "/" + target, links: links + 1)
    }
    let (directory, name) = split(path)
    guard !name.isEmpty, let real = POSIX.realpath(directory) else { return nil }
    return real == "/" ? "/" + name : real + "/" + name
  }
}
