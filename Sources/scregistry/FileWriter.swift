internal import ArgumentParser
internal import Glibc

/// Writes files whole or not at all.
enum FileWriter {
  /// Writes a file beside its place and moves it there when it is complete.
  ///
  /// - Parameters:
  ///   - bytes: The content.
  ///   - path: The place.
  /// - Throws: `ToolExit` with 4 after saying what went wrong.
  static func write(_ bytes: [UInt8], to path: String) throws {
    let temporary = "\(path).\(getpid()).partial"
    let descriptor = unsafe open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw failure(path) }
    var start = 0
    while start < bytes.count {
      let count = unsafe bytes.withUnsafeBytes { buffer in
        unsafe Glibc.write(
          descriptor, UnsafeRawBufferPointer(rebasing: buffer[start...]).baseAddress,
          buffer.count - start)
      }
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else {
        let failure = failure(path)
        close(descriptor)
        unsafe _ = unlink(temporary)
        throw failure
      }
      start += count
    }
    guard fsync(descriptor) == 0, close(descriptor) == 0, unsafe rename(temporary, path) == 0 else {
      let failure = failure(path)
      unsafe _ = unlink(temporary)
      throw failure
    }
  }

  private static func failure(_ path: String) -> ToolExit {
    let detail = unsafe String(cString: strerror(errno))
    Streams().writeError("\(path): can't be written: \(detail)\n")
    return ToolExit(code: 2)
  }
}
