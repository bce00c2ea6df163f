internal import Files
internal import Glibc

/// A secret of this user on this machine, with which the program knows its own files again.
///
/// It is in the user's state directory (`XDG_STATE_HOME`, else `~/.local/state`), outside of every
/// directory that somebody else may have written.
package struct UserSecret: Sendable {
  private let bytes: [UInt8]
  private static let size = 32

  /// Reads the secret, and makes it if it is absent.
  ///
  /// The result is nil if there is no directory for it, or if others can read or write it.
  ///
  /// - Parameter directory: The directory; nil for that of the user.
  package init?(in directory: String? = nil) {
    guard let directory = directory ?? Self.userDirectory else { return nil }
    let path = directory + "/journal.key"
    if let bytes = Self.read(path) {
      self.bytes = bytes
      return
    }
    guard PathKind(path) == .absent, let made = Self.make(path, in: directory) else { return nil }
    bytes = made
  }

  private static var userDirectory: String? {
    // The XDG specification says to ignore a relative path.
    if let path = Environment.variable("XDG_STATE_HOME"), path.hasPrefix("/") {
      return path + "/scregistry"
    }
    guard let home = Environment.variable("HOME"), home.hasPrefix("/") else { return nil }
    return home + "/.local/state/scregistry"
  }

  private static func read(_ path: String) -> [UInt8]? {
    let descriptor = POSIX.open(
      path, flags: O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    guard let status = POSIX.status(of: descriptor), status.st_mode & S_IFMT == S_IFREG,
      status.st_uid == geteuid(), status.st_mode & 0o077 == 0
    else { return nil }
    var bytes = [UInt8](repeating: 0, count: size)
    return POSIX.read(descriptor, into: &bytes) == size ? bytes : nil
  }

  /// Makes the secret; if another process makes it at the same time, the first one counts.
  private static func make(_ path: String, in directory: String) -> [UInt8]? {
    var end = directory.startIndex
    while let slash = directory[end...].dropFirst().firstIndex(of: "/") {
      end = slash
      _ = POSIX.mkdir(String(directory[..<slash]), mode: 0o700)
    }
    _ = POSIX.mkdir(directory, mode: 0o700)
    let temporary = path + ".\(getpid()).\(UInt64.random(in: 0 ... .max))"
    let descriptor = POSIX.open(
      temporary, flags: O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode: 0o600)
    guard descriptor >= 0 else { return nil }
    defer { POSIX.unlink(temporary) }
    var random = SystemRandomNumberGenerator()
    let bytes = (0..<size).map { _ in UInt8.random(in: .min ... .max, using: &random) }
    let code = FileBytes.writeAll(bytes.span, to: descriptor)
    fsync(descriptor)
    guard close(descriptor) == 0, code == 0 else { return nil }
    POSIX.link(temporary, as: path)
    return read(path)
  }

  /// The seal of a text: only this user on this machine can make it.
  ///
  /// - Parameter text: The bytes of the text.
  /// - Returns: 64 hexadecimal digits.
  package func seal(_ text: [UInt8]) -> String {
    Digest.hexadecimal(Digest.authentication(of: text, key: bytes))
  }
}
