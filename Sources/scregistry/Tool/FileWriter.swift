internal import Files
internal import Glibc
internal import RegistryReports
internal import RegistryValidation

/// Writes files atomically.
enum FileWriter {
  /// Checks before a long run that a file can be written.
  ///
  /// - Parameter path: The place.
  /// - Throws: ``WriteFailure`` if the place can't be written.
  static func check(_ path: String) throws(WriteFailure) {
    if let status = FileStatus(path: path) {
      switch status.kind {
      case .directory: throw WriteFailure(path, detail: "it is a directory")
      case .blockDevice: throw WriteFailure(path, detail: "it is a block device")
      case .regular, .stream: break
      }
      guard POSIX.access(path, mode: W_OK) == 0 else { throw WriteFailure(path, code: errno) }
      guard status.kind == .regular else { return }
    } else if errno != ENOENT, errno != ENOTDIR {
      throw WriteFailure(path, code: errno)
    }
    let (directory, name) = FilePath.split(FilePath.resolved(path) ?? path)
    switch FileStatus(path: directory)?.kind {
    case nil:
      throw WriteFailure(path, detail: "there is no directory \(TextStyle.harmless(directory))")
    case .directory: break
    default: throw WriteFailure(path, detail: "\(TextStyle.harmless(directory)) is not a directory")
    }
    guard !name.isEmpty else { throw WriteFailure(path, detail: "it has no file name") }
    guard POSIX.access(directory, mode: W_OK | X_OK) == 0 else {
      throw WriteFailure(path, code: errno)
    }
  }

  /// Writes a temporary file in the same directory and renames it when it is complete.
  ///
  /// An existing file keeps its permissions. If the path is a link, its target is replaced.
  /// Devices and FIFOs are written to, never replaced.
  ///
  /// - Parameters:
  ///   - bytes: The content.
  ///   - path: The place.
  ///   - isDurable: Whether the file must survive a power failure right afterwards.
  /// - Throws: ``WriteFailure``; the old file is then unchanged.
  static func put(
    _ bytes: [UInt8], at path: String, isDurable: Bool = true
  ) throws(WriteFailure) {
    try check(path)
    let old = FileStatus(path: path)
    if let old, old.kind == .stream { return try stream(bytes, into: path) }
    let place = FilePath.resolved(path) ?? path
    let temporary =
      "\(FilePath.split(place).directory)/.scregistry-\(UInt64.random(in: 0 ... .max))"
    let descriptor = POSIX.open(
      temporary, flags: O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode: 0o666)
    guard descriptor >= 0 else { throw WriteFailure(path, code: errno) }
    var code = FileBytes.writeAll(bytes.span, to: descriptor)
    if code == 0, let old {
      // Only root can keep the owner; other users become the owner themselves.
      _ = fchown(descriptor, old.owner.user, old.owner.group)
      if fchmod(descriptor, old.mode) != 0 { code = errno }
    }
    if code == 0, isDurable, fsync(descriptor) != 0 { code = errno }
    if close(descriptor) != 0, code == 0 { code = errno }
    if code == 0, POSIX.rename(temporary, to: place) != 0 { code = errno }
    guard code == 0 else {
      POSIX.unlink(temporary)
      throw WriteFailure(path, code: code)
    }
  }

  /// Writes to a device or FIFO; a reader that closed it early counts as success.
  private static func stream(_ bytes: [UInt8], into path: String) throws(WriteFailure) {
    let descriptor = POSIX.open(path, flags: O_WRONLY | O_CLOEXEC | O_NOCTTY)
    guard descriptor >= 0 else { throw WriteFailure(path, code: errno) }
    let code = FileBytes.writeAll(bytes.span, to: descriptor)
    close(descriptor)
    guard code == 0 || code == EPIPE else { throw WriteFailure(path, code: code) }
  }
}
