internal import Glibc

/// The directory that files of a copy must not lie outside of, whatever links lead to.
///
/// A copy of a bucket may come from somebody else, such as in a pull request. A link in it could
/// otherwise make findings quote any file that the user can read.
package struct TreeBoundary: Sendable, Hashable {
  private let root: String

  /// Creates a boundary.
  ///
  /// - Parameter root: The directory; it may be a link itself, since the user named it.
  package init(_ root: String) { self.root = root.isEmpty ? "." : root }

  /// Checks an open file: regular, and in the directory.
  ///
  /// The path is that of the open file, so nobody can exchange a link after the check.
  ///
  /// - Parameters:
  ///   - descriptor: The file.
  ///   - path: The path for messages.
  /// - Throws: ``FileError`` if it is something else, or elsewhere.
  package func check(_ descriptor: Int32, path: String) throws(FileError) {
    let mode = POSIX.status(of: descriptor)?.st_mode ?? 0
    guard mode & S_IFMT == S_IFREG else { throw FileError(notRegular: path, mode: mode) }
    let target =
      POSIX.readlink("/proc/self/fd/\(descriptor)") ?? AtomicFile.resolved(path)
    guard !contains(target) else { return }
    throw Self.outside(path, target: target)
  }

  /// Checks where a file that need not exist would be.
  ///
  /// - Parameter path: The path.
  /// - Throws: ``FileError`` if that is outside.
  package func check(path: String) throws(FileError) {
    var existing = path
    while PathKind(existing) == .absent, POSIX.readlink(existing) == nil, existing != "/",
      existing != "."
    {
      existing = AtomicFile.directory(of: existing)
    }
    let target = AtomicFile.resolved(existing)
    // A link to nothing can't be resolved: a file written there would appear elsewhere.
    guard POSIX.readlink(existing) == nil || target != existing,
      contains(target) || isAbsent
    else { throw Self.outside(path, target: target) }
  }

  /// Whether a real path is the directory or in it.
  package func contains(_ real: String) -> Bool {
    let base = AtomicFile.resolved(root)
    return real == base || real.utf8.starts(with: (base == "/" ? base : base + "/").utf8)
  }

  private var isAbsent: Bool { PathKind(root) == .absent }

  /// The error for a link that leads out.
  package static func outside(_ path: String, target: String) -> FileError {
    // What the link says is the same in every run, unlike the target of /proc/self.
    let shown = POSIX.readlink(path) ?? target
    return FileError(
      .outside, path: path,
      detail: "a link leads out of the directory, to \(shown); it is not followed")
  }
}
