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
    descriptor = POSIX.open(path, flags: O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw StoreError(FileError(opening: path, errno: errno)) }
    // The path may lead to another file by now.
    let status = POSIX.status(of: descriptor)
    identity = status.map(FileIdentity.init)
    guard let identity, identity.isRegular else {
      close(descriptor)
      throw StoreError(FileError(notRegular: path, mode: status?.st_mode ?? 0))
    }
    info = ObjectInfo(size: identity.size, etag: identity.etag)
    try StoreError.describing(boundary?.check(descriptor, path: path))
  }

  deinit { close(descriptor) }

  /// Reads bytes; fewer than requested only at the end.
  package func bytes(_ range: Range<Int>) throws(StoreError) -> [UInt8] {
    let (bytes, code) = FileBytes.read(range, of: descriptor)
    guard code == 0 else { throw StoreError(errno: code, address: path) }
    return bytes
  }

  /// Reads bytes into a range of a buffer.
  ///
  /// - Returns: Their number; 0 at the end.
  package func read(
    into bytes: inout MutableSpan<UInt8>, in range: Range<Int>, at offset: Int
  ) throws(StoreError) -> Int {
    let (count, code) = FileBytes.read(descriptor, into: &bytes, in: range, at: offset)
    guard code == 0 else { throw StoreError(errno: code, address: path) }
    return count
  }

  /// Whether the file is unchanged since it was opened.
  ///
  /// A file that has no name any more was replaced by another one, as publishers do it. Its own
  /// content is still whole, though the removal changed its status.
  package var isUnchanged: Bool {
    guard let status = POSIX.status(of: descriptor) else { return false }
    let now = FileIdentity(status)
    return Int(status.st_size) == info.size
      && (now == identity
        || status.st_nlink == 0 && identity.map(now.hasSameSizeAndWriteTime) ?? false)
  }
}
