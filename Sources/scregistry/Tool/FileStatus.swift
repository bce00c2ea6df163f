internal import Files
internal import Glibc

/// The status of a file, from the system.
struct FileStatus {
  /// The kinds of files that must be written in different ways.
  enum Kind: Hashable {
    case regular
    case directory
    case blockDevice
    /// A character device, a FIFO or a socket: bytes go through it and are not kept.
    case stream
  }

  /// The kind of the file.
  let kind: Kind
  /// The permissions.
  let mode: mode_t
  /// The owner and the group.
  let owner: (user: uid_t, group: gid_t)
  /// The same for all names of the file, and for no other file.
  let identity: String
  /// The size in bytes.
  let size: Int
  /// Whether several reports can go there at once, since it keeps nothing (a character device).
  let isBottomless: Bool

  /// Reads the status of a file, following links; nil if there is no file.
  init?(path: String) {
    guard let status = POSIX.status(of: path) else { return nil }
    self.init(status)
  }

  /// Reads the status of an open file; nil if the descriptor is closed.
  init?(descriptor: Int32) {
    guard let status = POSIX.status(of: descriptor) else { return nil }
    self.init(status)
  }

  private init(_ status: stat) {
    kind =
      switch status.st_mode & S_IFMT {
      case S_IFREG: .regular
      case S_IFDIR: .directory
      case S_IFBLK: .blockDevice
      default: .stream
      }
    mode = status.st_mode & 0o7777
    owner = (status.st_uid, status.st_gid)
    identity = "\(status.st_dev):\(status.st_ino)"
    size = Int(status.st_size)
    isBottomless = status.st_mode & S_IFMT == S_IFCHR
  }
}
