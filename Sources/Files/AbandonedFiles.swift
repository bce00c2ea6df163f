internal import Glibc

extension ConfinedDirectory {
  /// Deletes the temporary files of programs that were killed while they wrote a file in it.
  ///
  /// A program locks the temporary files that it writes. So a file without a lock, of a process that
  /// no longer runs, belongs to nobody.
  package func deleteAbandonedFiles() {
    let copy = POSIX.open(".", in: descriptor, flags: O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard copy >= 0, let entries = DirectoryStream.of(copy) else { return }
    while entries.next() {
      let name = String(decoding: entries.name, as: UTF8.self)
      guard let process = AtomicFile.process(ofTemporary: name), process != getpid(),
        kill(process, 0) != 0, errno == ESRCH, !isLocked(name)
      else { continue }
      entries.unlink()
    }
  }

  /// Whether somebody has locked a file; true for anything but a file.
  private func isLocked(_ name: String) -> Bool {
    guard status(of: name)?.kind == S_IFREG else { return true }
    let file = POSIX.open(
      name, in: descriptor, flags: O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
    guard file >= 0 else { return true }
    defer { close(file) }
    return flock(file, LOCK_EX | LOCK_NB) != 0
  }
}

extension AtomicFile {
  /// The process that made a temporary file; nil for the name of another file.
  fileprivate static func process(ofTemporary name: String) -> pid_t? {
    let parts = name.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 3, parts[0] == ".scregistry", parts[2].hasSuffix(".partial"),
      Int(parts[2].dropLast(".partial".count)) != nil, let process = pid_t(parts[1]), process > 0
    else { return nil }
    return process
  }
}
