package import Files
internal import Glibc

/// A file that is read from its start to its end, which may be a pipe or standard input.
package final class SequentialFile: Sendable {
  private let descriptor: Int32
  /// The name for messages.
  package let name: String

  /// Opens a file, wherever links lead.
  ///
  /// - Parameters:
  ///   - path: The path of the file.
  ///   - name: The name for messages; nil for the path.
  ///   - boundary: The directory that it must be in, if the user did not name it; it must then be a
  ///     regular file.
  /// - Throws: ``StoreError`` when it does not exist, can't be opened, or is a directory.
  package init(
    path: String, name: String? = nil, within boundary: TreeBoundary? = nil
  ) throws(StoreError) {
    self.name = name ?? path
    guard !path.utf8.contains(0) else {
      throw StoreError(.notFound, address: self.name, detail: "the path has a NUL byte")
    }
    // A pipe that nobody writes to must not stop the program, unless the user named it.
    let mode = boundary == nil ? 0 : O_NONBLOCK
    descriptor = POSIX.open(path, flags: O_RDONLY | O_CLOEXEC | mode)
    guard descriptor >= 0 else {
      let error = FileError(opening: path, errno: errno)
      throw StoreError(StoreError(error).code, address: self.name, detail: error.detail)
    }
    guard let status = POSIX.status(of: descriptor), status.st_mode & S_IFMT != S_IFDIR else {
      throw StoreError(errno: EISDIR, address: self.name)
    }
    try StoreError.describing(boundary?.check(descriptor, path: path))
    _ = posix_fadvise(descriptor, 0, 0, POSIX_FADV_SEQUENTIAL)
  }

  /// Reads standard input.
  package init(standardInput name: String) {
    descriptor = dup(STDIN_FILENO)
    self.name = name
  }

  deinit { if descriptor >= 0 { close(descriptor) } }

  /// The size in bytes, if it is known; else 0.
  package var expectedSize: Int {
    guard let status = POSIX.status(of: descriptor), status.st_mode & S_IFMT == S_IFREG else {
      return 0
    }
    return Int(status.st_size)
  }

  /// Reads up to a number of bytes.
  ///
  /// - Parameter count: The number.
  /// - Returns: The bytes; none at the end.
  /// - Throws: ``StoreError`` when they can't be read.
  package func bytes(_ count: Int) throws(StoreError) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    while true {
      let found = POSIX.read(descriptor, into: &bytes)
      if found < 0, errno == EINTR { continue }
      guard found >= 0 else { throw StoreError(errno: errno, address: name) }
      bytes.removeLast(count - found)
      return bytes
    }
  }

  /// Reads all bytes.
  ///
  /// - Parameter limit: The maximum number of bytes.
  /// - Returns: The bytes.
  /// - Throws: ``StoreError``, with code `tooLarge` beyond the limit.
  package func all(limit: Int) throws(StoreError) -> [UInt8] {
    var all: [UInt8] = []
    all.reserveCapacity(Swift.min(expectedSize, limit))
    while true {
      let more = try bytes(Swift.max(4096, Swift.min(expectedSize + 1 - all.count, 1 << 20)))
      if more.isEmpty { return all }
      all += more
      guard all.count <= limit else {
        throw StoreError(.tooLarge, address: name, detail: "more than \(limit) bytes")
      }
    }
  }
}
