internal import Glibc

/// Keeps the content of a file under a second name, and never overwrites a file.
struct FileBackup {
  private let path: String
  private let suffix: String

  init(of path: String, suffix: String) {
    self.path = path
    self.suffix = suffix
  }

  /// Creates the second name.
  ///
  /// - Returns: The name: the suffix, with a number from 1 on if the name exists.
  /// - Throws: ``FileError`` when it can't be created.
  func make() throws(FileError) -> String {
    for number in 0..<1000 {
      let name = path + suffix + (number == 0 ? "" : String(number))
      switch link(as: name) {
      case 0: return name
      case EEXIST: continue
      case EPERM, EOPNOTSUPP, EMLINK, ENOSYS:
        // The file system has no hard links, so copy the file.
        let code = copy(to: name)
        if code == 0 { return name }
        if code != EEXIST { throw FileError(errno: code, path: name) }
      case let code: throw FileError(errno: code, path: name)
      }
    }
    throw FileError(.failed, path: path + suffix, detail: "there are 1000 backups")
  }

  private func link(as name: String) -> Int32 {
    POSIX.link(path, as: name) == 0 ? 0 : errno
  }

  private func copy(to name: String) -> Int32 {
    let source = POSIX.open(path, flags: O_RDONLY | O_CLOEXEC)
    guard source >= 0 else { return errno }
    defer { close(source) }
    let target = POSIX.open(
      name, flags: O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode: 0o600)
    guard target >= 0 else { return errno }
    let code = copyBytes(from: source, to: target)
    close(target)
    if code != 0 { POSIX.unlink(name) }
    return code
  }

  private func copyBytes(from source: Int32, to target: Int32) -> Int32 {
    var chunk = [UInt8](repeating: 0, count: 256 << 10)
    while true {
      let count = POSIX.read(source, into: &chunk)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return count < 0 ? errno : fsync(target) == 0 ? 0 : errno }
      let code = FileBytes.writeAll(chunk.span.extracting(0..<count), to: target)
      if code != 0 { return code }
    }
  }
}
