package import Glibc

/// Identifies one state of a file without reading it.
package struct FileIdentity: Sendable, Hashable {
  private let device: UInt64
  private let number: UInt64
  /// The size in bytes.
  package let size: Int
  private let times: [Int]
  /// The permissions, with the bits above them.
  package let mode: UInt32
  /// The user and group it belongs to.
  package let owner: (user: uid_t, group: gid_t)
  /// Whether it is a file rather than a pipe, a device or a directory.
  package let isRegular: Bool

  /// Examines the target of a path; nil if it does not exist.
  ///
  /// - Parameter path: The path; symbolic links are followed.
  package init?(_ path: String) {
    guard !path.utf8.contains(0), let status = POSIX.status(of: path) else { return nil }
    self.init(status)
  }

  /// Takes the status that the system returned.
  package init(_ status: stat) {
    device = UInt64(status.st_dev)
    number = UInt64(status.st_ino)
    size = Int(status.st_size)
    times = [
      status.st_mtim.tv_sec, status.st_mtim.tv_nsec, status.st_ctim.tv_sec, status.st_ctim.tv_nsec,
    ]
    mode = status.st_mode & 0o7777
    owner = (status.st_uid, status.st_gid)
    isRegular = status.st_mode & S_IFMT == S_IFREG
  }

  /// The identity as an ETag, with its quotes.
  package var etag: String {
    "\""
      + ([Int(truncatingIfNeeded: number), size] + times).map { String($0, radix: 16) }
      .joined(separator: "-") + "\""
  }

  /// Returns whether both are the same state of the same file.
  package static func == (left: FileIdentity, right: FileIdentity) -> Bool {
    left.device == right.device && left.number == right.number && left.size == right.size
      && left.times == right.times
  }

  /// Returns whether the same file has the same size and the same time of its last write.
  ///
  /// The time of the last change of its status may differ, which a new name changes, too.
  package func hasSameSizeAndWriteTime(as other: FileIdentity) -> Bool {
    device == other.device && number == other.number && size == other.size
      && times.prefix(2).elementsEqual(other.times.prefix(2))
  }

  /// Hashes the compared members.
  package func hash(into hasher: inout Hasher) {
    hasher.combine(device)
    hasher.combine(number)
    hasher.combine(size)
    hasher.combine(times)
  }
}
