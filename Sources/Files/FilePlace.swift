internal import Glibc

/// A file or directory of this machine, whatever path or link leads to it.
package struct FilePlace: Sendable, Hashable {
  private let device: UInt64
  private let number: UInt64
  /// Whether it is a file rather than a pipe, a device or a directory.
  package let isRegularFile: Bool

  /// Finds the target of a path; nil if it does not exist.
  ///
  /// - Parameter path: The path; symbolic links are followed.
  package init?(_ path: String) {
    guard !path.utf8.contains(0), let status = POSIX.status(of: path) else { return nil }
    device = UInt64(status.st_dev)
    number = UInt64(status.st_ino)
    isRegularFile = status.st_mode & S_IFMT == S_IFREG
  }
}
