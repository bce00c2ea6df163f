internal import Glibc

/// The kind of file at a path.
package enum PathKind: Sendable, Hashable {
  /// A directory.
  case directory
  /// A file, or a pipe that can be read like one.
  case file
  /// Nothing exists there.
  case absent
  /// Something else, or something that can't be examined.
  case other(String)

  /// Examines a path.
  package init(_ path: String) {
    guard !path.isEmpty, !path.utf8.contains(0) else {
      self = .absent
      return
    }
    guard let status = POSIX.status(of: path) else {
      let code = errno
      self = code == ENOENT || code == ENOTDIR ? .absent : .other(POSIX.strerror(code))
      return
    }
    switch status.st_mode & S_IFMT {
    case S_IFDIR: self = .directory
    case S_IFREG, S_IFIFO, S_IFSOCK: self = .file
    case S_IFCHR where path == "/dev/stdin": self = .file
    default: self = .other(FileError(notRegular: path, mode: status.st_mode).detail)
    }
  }
}
