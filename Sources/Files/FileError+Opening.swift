internal import Glibc

extension FileError {
  /// Describes why a file can't be opened: what it is says more than the number of the error.
  ///
  /// - Parameters:
  ///   - path: The path that could not be opened.
  ///   - number: The error number.
  package init(opening path: String, errno number: Int32) {
    if let status = POSIX.status(of: path), let words = Self.specialWords(status.st_mode) {
      self.init(.notAFile, path: path, detail: "it is \(words), not a file")
      return
    }
    let error = FileError(errno: number, path: path)
    guard let target = POSIX.readlink(path) else {
      self = error
      return
    }
    switch number {
    case ENOENT, ENOTDIR:
      let detail = "it is a symbolic link to \(target), which does not exist"
      self.init(error.code, path: path, detail: detail)
    case ELOOP:
      let detail = "it is a symbolic link that leads back to itself"
      self.init(.notAFile, path: path, detail: detail)
    default: self = error
    }
  }

  /// Describes an open file that is not regular.
  ///
  /// - Parameters:
  ///   - path: The path.
  ///   - mode: Its mode.
  package init(notRegular path: String, mode: UInt32) {
    let words = Self.specialWords(mode).map { "\($0), not a file" }
    let isDirectory = mode & S_IFMT == S_IFDIR
    let detail = words ?? (isDirectory ? "a directory, not a file" : "not a file")
    self.init(.notAFile, path: path, detail: "it is \(detail)")
  }

  /// A pipe, a socket or a device in words; nil for files, directories and links.
  ///
  /// - Parameter mode: The mode of the file.
  /// - Returns: The words.
  package static func specialWords(_ mode: UInt32) -> String? {
    switch mode & S_IFMT {
    case S_IFIFO: "a pipe"
    case S_IFSOCK: "a socket"
    case S_IFCHR, S_IFBLK: "a device"
    default: nil
    }
  }
}
