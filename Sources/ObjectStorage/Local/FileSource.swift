package import Files
internal import Glibc

/// Gives the bytes of a file or of another open descriptor, such as standard input.
package final class FileSource: ObjectSource {
  private let descriptor: Int32
  private let name: String

  /// Opens a file.
  ///
  /// - Parameters:
  ///   - path: The path of the file.
  ///   - name: The name in error messages.
  ///   - boundary: The directory that it must be in; nil if the user named the file.
  /// - Throws: ``StoreError`` when it does not exist, can't be opened, is a directory, or is
  ///   outside.
  package init(
    path: String, name: String, within boundary: TreeBoundary? = nil
  ) throws(StoreError) {
    guard !path.utf8.contains(0) else {
      throw StoreError(.notFound, address: name, detail: "the path has a NUL byte")
    }
    // Nobody may ever write to a pipe, so only one that the user named is waited for.
    let flags = O_RDONLY | O_CLOEXEC | (boundary == nil ? 0 : O_NONBLOCK)
    descriptor = unsafe Glibc.open(path, flags)
    self.name = name
    guard descriptor >= 0 else {
      let error = StoreError(FileError(opening: path, errno: errno))
      throw StoreError(error.code, address: name, detail: error.detail)
    }
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0, status.st_mode & S_IFMT != S_IFDIR else {
      throw StoreError(errno: EISDIR, address: name)
    }
    try StoreError.describing(boundary?.check(descriptor, path: path))
    _ = posix_fadvise(descriptor, 0, 0, POSIX_FADV_SEQUENTIAL)
  }

  /// Reads standard input.
  package init(standardInput name: String) {
    descriptor = dup(STDIN_FILENO)
    self.name = name
  }

  package var expectedSize: Int {
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      return 0
    }
    return Int(status.st_size)
  }

  deinit { if descriptor >= 0 { close(descriptor) } }

  package func read(into buffer: UnsafeMutableRawBufferPointer) throws(StoreError) -> Int {
    while true {
      let count = unsafe Glibc.read(descriptor, buffer.baseAddress, buffer.count)
      if count >= 0 { return count }
      if errno != EINTR { throw StoreError(errno: errno, address: name) }
    }
  }
}
