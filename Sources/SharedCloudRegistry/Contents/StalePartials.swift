internal import Files
internal import Glibc
internal import Locks

/// Incomplete files that earlier runs left, in the directories of a download.
///
/// An object that was replaced since then never completes its old incomplete file.
final class StalePartials: Sendable {
  private let found = Lock<[String: [String]]>([:])

  /// Removes the incomplete files of other versions of a file that is complete now.
  ///
  /// Those that another process writes stay.
  ///
  /// - Parameter file: The file, which was renamed to its final path.
  func remove(olderThan file: PartialFile) {
    let directory = AtomicFile.directory(of: file.path)
    for name in names(in: directory) where file.isVersion(named: name) {
      let path = directory + "/" + name
      let opened = POSIX.open(path, flags: O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, mode: 0)
      guard opened >= 0 else { continue }
      if flock(opened, LOCK_EX | LOCK_NB) == 0 { POSIX.unlink(path) }
      close(opened)
    }
  }

  /// The names of incomplete files that were in a directory when it was first needed.
  private func names(in directory: String) -> [String] {
    found.withLock { found in
      if let names = found[directory] { return names }
      var names: [String] = []
      do throws(FileError) {
        names = try DirectoryNames(of: directory).names.filter { $0.hasSuffix(".partial") }
      } catch {
        // Whoever can't list a directory can still write files into it.
      }
      found[directory] = names
      return names
    }
  }
}
