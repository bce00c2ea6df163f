internal import Glibc

/// Why an operation on a file failed.
package struct FileError: Error, Sendable, Hashable {
  /// The kinds of error that callers can act on.
  package enum Code: Sendable, Hashable {
    /// The file or directory does not exist.
    case notFound
    /// The system refused the operation.
    case accessDenied
    /// It exists, but not as a file: a directory, a device.
    case notAFile
    /// The path leads out of the directory that it must be in.
    case outside
    /// The file system has no such names: it is too long, or has bytes that it refuses.
    case unusableName
    /// The file system has no room left.
    case noRoom
    /// The operation failed in another way.
    case failed
  }
  /// The kind of error.
  package let code: Code
  /// The path.
  package let path: String
  /// The message, for people.
  package let detail: String

  /// Creates an error.
  ///
  /// - Parameters:
  ///   - code: The kind of error.
  ///   - path: The path.
  ///   - detail: The message.
  package init(_ code: Code, path: String, detail: String) {
    self.code = code
    self.path = path
    self.detail = detail
  }

  /// Creates an error from an error number of the system.
  ///
  /// - Parameters:
  ///   - number: The error number.
  ///   - path: The path.
  package init(errno number: Int32, path: String) {
    let code: Code =
      switch number {
      case ENOENT, ENOTDIR: .notFound
      case EACCES, EPERM: .accessDenied
      case ENOSPC, EDQUOT: .noRoom
      case EISDIR: .notAFile
      case ENAMETOOLONG, EILSEQ: .unusableName
      default: .failed
      }
    self.init(code, path: path, detail: POSIX.strerror(number))
  }
}
