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
    var status = stat()
    guard unsafe stat(path, &status) == 0 else { return nil }
    self.init(status)
  }

  /// Reads the status of an open file; nil if the descriptor is closed.
  init?(descriptor: Int32) {
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else { return nil }
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

/// Names of files.
enum FilePath {
  /// The directory of a path, and the name in it.
  static func split(_ path: String) -> (directory: String, name: String) {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return (".", path) }
    let directory = path[..<slash]
    return (directory.isEmpty ? "/" : String(directory), String(path[path.index(after: slash)...]))
  }

  /// The path of a file without links; the file itself need not exist.
  ///
  /// - Returns: An absolute path; nil if its directory does not exist or links form a loop.
  static func resolved(_ path: String, links: Int = 0) -> String? {
    if let real = real(path) { return real }
    if let target = target(of: path) {
      guard links < 40 else { return nil }
      let isAbsolute = target.utf8.first == UInt8(ascii: "/")
      return resolved(
        isAbsolute ? target : split(path).directory + "/" + target, links: links + 1)
    }
    let (directory, name) = split(path)
    guard !name.isEmpty, let real = real(directory) else { return nil }
    return real == "/" ? "/" + name : real + "/" + name
  }

  private static func real(_ path: String) -> String? {
    guard let real = unsafe realpath(path, nil) else { return nil }
    defer { unsafe free(real) }
    return unsafe String(cString: real)
  }

  /// The target of a symbolic link; nil for anything else.
  private static func target(of path: String) -> String? {
    var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
    let count = unsafe readlink(path, &buffer, buffer.count)
    guard count > 0 else { return nil }
    return String(decoding: buffer.prefix(count).map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
