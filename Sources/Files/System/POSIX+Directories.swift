package import Glibc

/// The entries of a directory, one after the other, in the order of the system.
@safe package final class DirectoryStream {
  private let stream: OpaquePointer
  private var entry: UnsafeMutablePointer<dirent>?
  /// The name of the entry; it need not be UTF-8.
  package private(set) var name: [UInt8] = []
  /// The type of the entry, such as `DT_DIR`; not every file system tells it.
  package private(set) var type = 0
  /// The error number after the end; 0 if all entries were read.
  package private(set) var failure: Int32 = 0

  private init(_ stream: OpaquePointer) { unsafe self.stream = stream }

  deinit { unsafe _ = closedir(stream) }

  /// Opens a directory; nil for a failure, which `errno` tells.
  package static func open(_ path: String) -> DirectoryStream? {
    guard let stream = unsafe opendir(path) else { return nil }
    return unsafe DirectoryStream(stream)
  }

  /// Reads an open directory, and closes it at the end; nil for a failure, which `errno` tells.
  ///
  /// - Parameter descriptor: The directory; the caller closes it only after a failure.
  /// - Returns: The stream.
  package static func of(_ descriptor: Int32) -> DirectoryStream? {
    guard let stream = unsafe fdopendir(descriptor) else { return nil }
    return unsafe DirectoryStream(stream)
  }

  /// Moves on to the next entry.
  ///
  /// - Returns: False at the end, or if the rest can't be read; see ``failure``.
  package func next() -> Bool {
    errno = 0
    unsafe entry = readdir(stream)
    guard let entry = unsafe entry else {
      failure = errno
      return false
    }
    type = unsafe Int(entry.pointee.d_type)
    name.removeAll(keepingCapacity: true)
    unsafe withUnsafeBytes(of: &entry.pointee.d_name) { field in
      let count = unsafe field.firstIndex(of: 0) ?? field.count
      unsafe name.append(contentsOf: UnsafeRawBufferPointer(rebasing: field[..<count]))
    }
    return true
  }

  /// Whether the entry is the directory or the one above it.
  package var isSelfOrParent: Bool { name.count < 3 && name.allSatisfy { $0 == UInt8(ascii: ".") } }

  /// The status of the entry, without following a link; nil for a failure.
  package func status() -> stat? {
    var status = stat()
    let code = unsafe withName { directory, name in
      unsafe fstatat(directory, name, &status, AT_SYMLINK_NOFOLLOW)
    }
    return code == 0 ? status : nil
  }

  /// Deletes the entry unless it is a directory; returns 0 for success.
  @discardableResult
  package func unlink() -> Int32 {
    unsafe withName { directory, name in unsafe unlinkat(directory, name, 0) }
  }

  private func withName(_ body: (Int32, UnsafePointer<CChar>) -> Int32) -> Int32 {
    guard let entry = unsafe entry else { return -1 }
    return unsafe withUnsafePointer(to: &entry.pointee.d_name) { name in
      unsafe name.withMemoryRebound(to: CChar.self, capacity: 256) { name in
        unsafe body(dirfd(stream), name)
      }
    }
  }
}

// MARK: - Names in an open directory

extension POSIX {
  /// Opens a name in an open directory; returns the descriptor, -1 for a failure.
  package static func open(_ name: String, in directory: Int32, flags: Int32) -> Int32 {
    unsafe openat(directory, name, flags)
  }

  /// Makes a directory in an open one; returns 0 for success.
  package static func mkdir(_ name: String, in directory: Int32, mode: mode_t) -> Int32 {
    unsafe mkdirat(directory, name, mode)
  }

  /// The status of a name in an open directory, without following a link; nil for a failure.
  package static func status(of name: String, in directory: Int32) -> stat? {
    var status = stat()
    return unsafe fstatat(directory, name, &status, AT_SYMLINK_NOFOLLOW) == 0 ? status : nil
  }

  /// Removes the name of a file from an open directory; returns 0 for success.
  package static func unlink(_ name: String, in directory: Int32) -> Int32 {
    unsafe unlinkat(directory, name, 0)
  }

  /// Removes an empty directory from an open one; returns 0 for success.
  @discardableResult
  package static func rmdir(_ name: String, in directory: Int32) -> Int32 {
    unsafe unlinkat(directory, name, Int32(AT_REMOVEDIR))
  }

  /// Moves a file between open directories, and replaces a file there; returns 0 for success.
  package static func rename(
    _ name: String, in directory: Int32, to target: String, in other: Int32
  ) -> Int32 {
    unsafe renameat(directory, name, other, target)
  }
}
