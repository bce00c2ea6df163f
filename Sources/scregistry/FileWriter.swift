internal import Glibc

/// Writes files whole or not at all.
enum FileWriter {
  /// Writes a file beside its place and moves it there when it is complete.
  ///
  /// - Parameters:
  ///   - bytes: The content.
  ///   - path: The place.
  /// - Throws: `ToolExit` with 2 after saying what went wrong.
  static func write(_ bytes: [UInt8], to path: String) throws {
    let temporary = "\(path).\(getpid()).partial"
    let descriptor = unsafe open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw failure(path, errno) }
    var code = Streams.writeAll(bytes, to: descriptor)
    if code == 0, fsync(descriptor) != 0 { code = errno }
    if close(descriptor) != 0, code == 0 { code = errno }
    if code == 0, unsafe rename(temporary, path) != 0 { code = errno }
    guard code == 0 else {
      unsafe _ = unlink(temporary)
      throw failure(path, code)
    }
  }

  private static func failure(_ path: String, _ code: Int32) -> ToolExit {
    let detail = unsafe String(cString: strerror(code))
    Streams().writeError("\(path): can't be written: \(detail)\n")
    return ToolExit(code: 2)
  }
}
