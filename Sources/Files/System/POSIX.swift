package import Glibc

/// Calls of the system, by their names in POSIX and with types that are safe.
///
/// A call returns what the system returns, and sets `errno` if it fails. A signal may interrupt it.
/// ``FileError`` describes an error with its path.
package enum POSIX {}

// MARK: - Paths

extension POSIX {
  /// Opens a file.
  ///
  /// - Parameters:
  ///   - path: The path.
  ///   - flags: The flags, such as `O_RDONLY`.
  ///   - mode: The permissions of a new file.
  /// - Returns: The descriptor; -1 for a failure.
  package static func open(_ path: String, flags: Int32, mode: mode_t = 0) -> Int32 {
    unsafe Glibc.open(path, flags, mode)
  }

  /// Returns 0 if this process may use a file in a way, such as `W_OK`.
  package static func access(_ path: String, mode: Int32) -> Int32 {
    unsafe Glibc.access(path, mode)
  }

  /// Makes a directory; returns 0 for success.
  package static func mkdir(_ path: String, mode: mode_t) -> Int32 {
    unsafe Glibc.mkdir(path, mode)
  }

  /// Removes a name of a file; returns 0 for success.
  @discardableResult
  package static func unlink(_ path: String) -> Int32 { unsafe Glibc.unlink(path) }

  /// Removes an empty directory; returns 0 for success.
  @discardableResult
  package static func rmdir(_ path: String) -> Int32 { unsafe Glibc.rmdir(path) }

  /// Gives a file another name, and replaces a file of that name; returns 0 for success.
  package static func rename(_ path: String, to target: String) -> Int32 {
    unsafe Glibc.rename(path, target)
  }

  /// Gives a file a second name; returns 0 for success.
  @discardableResult
  package static func link(_ path: String, as name: String) -> Int32 {
    unsafe Glibc.link(path, name)
  }

  /// Sets the permissions of a file; returns 0 for success.
  @discardableResult
  package static func chmod(_ path: String, mode: mode_t) -> Int32 {
    unsafe Glibc.chmod(path, mode)
  }

  /// Sets the times of a file to the present; returns 0 for success.
  @discardableResult
  package static func touch(_ path: String) -> Int32 { unsafe utimensat(AT_FDCWD, path, nil, 0) }

  /// The status of the file that a path leads to over links; nil for a failure.
  package static func status(of path: String) -> stat? {
    var status = stat()
    return unsafe stat(path, &status) == 0 ? status : nil
  }

  /// The status of an open file; nil for a failure.
  package static func status(of descriptor: Int32) -> stat? {
    var status = stat()
    return unsafe fstat(descriptor, &status) == 0 ? status : nil
  }

  /// The absolute path without links; nil if the file does not exist.
  package static func realpath(_ path: String) -> String? {
    guard let found = unsafe Glibc.realpath(path, nil) else { return nil }
    defer { unsafe free(found) }
    return unsafe String(cString: found)
  }

  /// The target of a symbolic link, as the link has it; nil if the path is not a link.
  package static func readlink(_ path: String) -> String? {
    var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
    let count = unsafe Glibc.readlink(path, &buffer, buffer.count)
    guard count > 0 else { return nil }
    return text(of: buffer.prefix(count))
  }

  /// The path of the working directory, without links; nil if the directory was removed.
  package static func getcwd() -> String? {
    guard let found = unsafe Glibc.getcwd(nil, 0) else { return nil }
    defer { unsafe free(found) }
    return unsafe String(cString: found)
  }

  /// Makes a file with a new name, and opens it.
  ///
  /// - Parameter prefix: The path up to the part that makes the name a new one.
  /// - Returns: The path and the descriptor; -1 for a failure.
  package static func mkstemp(_ prefix: String) -> (path: String, descriptor: Int32) {
    var name = Array((prefix + "XXXXXX").utf8CString)
    let descriptor = unsafe Glibc.mkstemp(&name)
    return (text(of: name.dropLast()), descriptor)
  }

  /// Makes a directory with a new name.
  ///
  /// - Parameter prefix: The path up to the part that makes the name a new one.
  /// - Returns: The path; nil for a failure.
  package static func mkdtemp(_ prefix: String) -> String? {
    var name = Array((prefix + "XXXXXX").utf8CString)
    return unsafe Glibc.mkdtemp(&name) != nil ? text(of: name.dropLast()) : nil
  }

  private static func text(of characters: ArraySlice<CChar>) -> String {
    String(decoding: characters.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}

// MARK: - The process

extension POSIX {
  /// The text of an error number.
  ///
  /// - Parameter code: The number; the last error if it is left out.
  /// - Returns: The text.
  package static func strerror(_ code: Int32 = errno) -> String {
    unsafe String(cString: Glibc.strerror(code))
  }

  /// The value of a variable of the environment; nil if it is unset.
  package static func getenv(_ name: String) -> String? {
    unsafe Glibc.getenv(name).map { unsafe String(cString: $0) }
  }

  /// The time of a clock that is never set back.
  package static func monotonicTime() -> timespec {
    var time = timespec()
    unsafe clock_gettime(CLOCK_MONOTONIC, &time)
    return time
  }

  /// The number of columns of a terminal; nil if the descriptor has no terminal.
  package static func columns(of descriptor: Int32) -> Int? {
    var size = winsize()
    guard unsafe ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0 else { return nil }
    return Int(size.ws_col)
  }
}
