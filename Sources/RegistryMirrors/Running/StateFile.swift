internal import Files
internal import Glibc

/// An append-only file of lines.
final class StateFile {
  private let path: String
  private let descriptor: Int32

  /// Opens or creates the file.
  ///
  /// - Parameter path: The path.
  /// - Throws: ``MirrorError`` if it can't be opened.
  init(_ path: String) throws(MirrorError) {
    self.path = path
    descriptor = POSIX.open(
      path, flags: O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, mode: 0o666)
    guard descriptor >= 0 else {
      throw MirrorError(.usage, saying: "--state \(path): \(POSIX.strerror())")
    }
    guard PathKind(path) == .file else {
      throw MirrorError(.usage, saying: "--state \(path): it is not a file")
    }
  }

  deinit { close(descriptor) }

  /// The complete lines so far; bytes after the last line end are cut off.
  func lines() throws(MirrorError) -> [[UInt8]] {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 20)
    while true {
      let count = POSIX.pread(descriptor, into: &buffer, at: bytes.count)
      guard count > 0 else {
        guard count == 0 else { throw failure }
        break
      }
      bytes += buffer[..<count]
    }
    let end = (bytes.lastIndex(of: 0x0A) ?? -1) + 1
    if end < bytes.count, ftruncate(descriptor, end) != 0 { throw failure }
    return bytes[..<end].split(separator: 0x0A).map(Array.init)
  }

  /// Appends bytes and makes them durable.
  func append(_ bytes: [UInt8]) throws(MirrorError) {
    var start = 0
    while start < bytes.count {
      let count = POSIX.write(bytes.span.extracting(start..<bytes.count), to: descriptor)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw failure }
      start += count
    }
    if fdatasync(descriptor) != 0, errno != EINVAL { throw failure }
  }

  private var failure: MirrorError {
    MirrorError(.output, saying: "--state \(path): \(POSIX.strerror())")
  }
}
