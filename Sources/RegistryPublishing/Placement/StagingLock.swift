internal import Glibc
internal import SharedCloudRegistry

/// Keeps others from using a staging directory at the same time.
///
/// The directory is removed at the end of a publication. A lock counts only while the path still
/// leads to the directory that is locked.
struct StagingLock {
  private let descriptor: Int32

  /// Locks a directory.
  ///
  /// - Parameter directory: The staging directory.
  /// - Throws: ``StoreError`` when it can't be opened. The result is nil if somebody else uses it,
  ///   or it was removed.
  init?(_ directory: String) throws(StoreError) {
    let descriptor = unsafe open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else {
      if errno == ENOENT { return nil }
      throw StoreError(errno: errno, address: directory)
    }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0, Self.isStill(descriptor, at: directory) else {
      close(descriptor)
      return nil
    }
    self.descriptor = descriptor
  }

  /// Whether a path leads to an open directory.
  private static func isStill(_ descriptor: Int32, at path: String) -> Bool {
    var (own, now) = (stat(), stat())
    guard unsafe fstat(descriptor, &own) == 0, unsafe stat(path, &now) == 0 else { return false }
    return own.st_dev == now.st_dev && own.st_ino == now.st_ino
  }

  /// Unlocks the directory.
  func release() { close(descriptor) }
}
