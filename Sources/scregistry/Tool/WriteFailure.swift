internal import Files
internal import Glibc
internal import RegistryReports
internal import RegistryValidation

/// Why a file could not be written.
struct WriteFailure: Error {
  /// The file, as the user named it.
  let path: String
  /// The cause.
  let detail: String
  /// The exit code of the process: 2 for a place that can't be written, 4 if writing failed.
  let exitCode: Int32

  init(_ path: String, detail: String, exitCode: Int32 = 2) {
    self.path = path
    self.detail = detail
    self.exitCode = exitCode
  }

  /// Makes a failure from an error code of the system.
  ///
  /// A missing permission is wrong usage (2); a full disk is not (4).
  init(_ path: String, code: Int32) {
    let isPlace = [EACCES, EPERM, EROFS, EISDIR, ENOENT, ENOTDIR, ENAMETOOLONG, ELOOP, ENXIO]
      .contains(code)
    self.init(path, detail: POSIX.strerror(code), exitCode: isPlace ? 2 : 4)
  }

  /// The line for standard error.
  var message: String { "\(TextStyle.harmless(path)): can't be written: \(detail)\n" }
}
