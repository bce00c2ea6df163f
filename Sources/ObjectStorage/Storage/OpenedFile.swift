package import Files
internal import Glibc

/// An open file, and its state when it was opened.
package final class OpenedFile: Sendable {
  /// The path.
  package let path: String
  /// Its size and ETag when it was opened.
  package let info: ObjectInfo
  private let identity: FileIdentity?
  private let descriptor: Int32

  /// Opens a file.
  ///
  /// - Parameters:
  ///   - path: The path.
  ///   - boundary: The directory that it must be in; nil for anywhere.
  /// - Throws: ``StoreError`` if it is not a file, or can't be opened.
  package init(_ path: String, within boundary: TreeBoundary? = nil) throws(StoreError) {
    self.path = path
    descriptor = unsafe Glibc.open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw StoreError(FileError(opening: path, errno: errno)) }
    // The path may lead to another file by now.
    var status = stat()
    identity = unsafe fstat(descriptor, &status) == 0 ? FileIdentity(status) : nil
    guard let identity, identity.isRegular else {
      close(descriptor)
      throw StoreError(FileError(notRegular: path, mode: status.st_mode))
    }
    info = ObjectInfo(size: identity.size, etag: identity.etag)
    try StoreError.describing(boundary?.check(descriptor, path: path))
  }

  deinit { close(descriptor) }

  /// Reads bytes; fewer than requested only at the end.
  package func bytes(_ range: Range<Int>) throws(StoreError) -> [UInt8] {
    var failure: Int32 = 0
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: range.count) { buffer, count in
      while count < range.count {
        let room = unsafe UnsafeMutableRawBufferPointer(
          UnsafeMutableBufferPointer(rebasing: buffer[count..<range.count]))
        let read = unsafe pread(descriptor, room.baseAddress, room.count, range.lowerBound + count)
        if read < 0, errno == EINTR { continue }
        if read < 0 { failure = errno }
        guard read > 0 else { break }
        count += read
      }
    }
    guard failure == 0 else { throw StoreError(errno: failure, address: path) }
    return bytes
  }

  /// Reads bytes into a buffer.
  ///
  /// - Returns: Their number; 0 at the end.
  package func read(
    into buffer: UnsafeMutableRawBufferPointer, at offset: Int
  ) throws(StoreError) -> Int {
    while true {
      let count = unsafe pread(descriptor, buffer.baseAddress, buffer.count, offset)
      if count >= 0 { return count }
      if errno != EINTR { throw StoreError(errno: errno, address: path) }
    }
  }

  /// Whether the file is unchanged since it was opened.
  package var isUnchanged: Bool {
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else { return false }
    return Int(status.st_size) == info.size && FileIdentity(status) == identity
  }
}
