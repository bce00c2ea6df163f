internal import Files
internal import Formats
internal import Glibc
internal import Locks
internal import RegistryMirrors
internal import RegistryValidation

/// The file that gets a line for each object.
///
/// Until the run has ended, it has another name: what an interrupted run leaves is no result.
final class ObjectFile: Sendable {
  private let path: String
  /// The name of the file that is not finished; nil if it is not a file that can be renamed.
  private let unfinished: String?
  private let descriptor: Int32
  private let writer: Lock<Writer>

  /// What follows the name until the run has ended.
  private static let ending = ".part"

  private struct Writer {
    var buffer: [UInt8] = []
    var written = 0
    var gzip: GzipWriter?
  }

  /// Opens the file.
  ///
  /// - Parameters:
  ///   - path: The path; - for standard output.
  ///   - isContinued: Whether an existing file is kept, to be continued.
  /// - Throws: `ToolExit` with 2, after it reports why it can't be written.
  init(_ path: String, isContinued: Bool) throws {
    self.path = path
    writer = Lock(Writer(gzip: path.hasSuffix(".gz") ? GzipWriter(level: 1) : nil))
    if path == "-" {
      unfinished = nil
      descriptor = dup(1)
      return
    }
    do throws(WriteFailure) {
      try FileWriter.check(path)
    } catch {
      Streams().writeError(error.message)
      throw ToolExit(code: error.exitCode)
    }
    let status = POSIX.status(of: path)
    let isRegular = status.map { $0.st_mode & S_IFMT == S_IFREG } ?? false
    unfinished = isRegular || status == nil ? path + Self.ending : nil
    let name = unfinished ?? path
    // The file of a run that has ended, and is continued.
    if let unfinished, isContinued, isRegular, PathKind(unfinished) == .absent {
      _ = POSIX.rename(path, to: unfinished)
    }
    let flags = O_WRONLY | O_CREAT | O_CLOEXEC | (isContinued ? 0 : O_TRUNC)
    descriptor = POSIX.open(name, flags: flags, mode: 0o666)
    guard descriptor >= 0 else {
      Streams().writeError(WriteFailure(name, code: errno).message)
      throw ToolExit(code: 2)
    }
  }

  deinit { close(descriptor) }

  /// Receives the lines.
  var sink: ObjectSink {
    ObjectSink(
      write: { bytes throws(MirrorError) in try self.write(bytes) },
      position: { () throws(MirrorError) in try self.flush() },
      resume: { position throws(MirrorError) in try self.resume(at: position) })
  }

  private func write(_ bytes: [UInt8]) throws(MirrorError) {
    let code = writer.withLock { writer in
      writer.buffer += bytes
      return writer.buffer.count >= 256 << 10 ? flush(&writer) : 0
    }
    try check(code)
  }

  private func flush() throws(MirrorError) -> Int {
    let (code, position) = writer.withLock { writer in (flush(&writer), writer.written) }
    try check(code)
    // Not every kind of file can be made durable.
    if fdatasync(descriptor) != 0, errno != EINVAL, errno != EROFS { try check(errno) }
    return position
  }

  private func flush(_ writer: inout Writer) -> Int32 {
    var bytes = writer.buffer
    writer.buffer.removeAll(keepingCapacity: true)
    if writer.gzip != nil { bytes = writer.gzip?.compress(bytes) ?? [] }
    let code = FileBytes.writeAll(bytes.span, to: descriptor)
    writer.written += bytes.count
    return code
  }

  private func resume(at position: Int) throws(MirrorError) {
    guard path != "-" else { return }
    let size = lseek(descriptor, 0, SEEK_END)
    guard size >= position else {
      throw MirrorError(
        .usage,
        saying: "\(path) has \(size) bytes, and the state says that it has \(position): it is not "
          + "the file of that run; give that file, or delete the state to start over")
    }
    let isDone = ftruncate(descriptor, position) == 0 && lseek(descriptor, position, SEEK_SET) >= 0
    writer.withLock { $0.written = position }
    try check(isDone ? 0 : errno)
  }

  /// Writes the rest.
  ///
  /// - Throws: `MirrorError` if it can't be written.
  func finish() throws(MirrorError) {
    _ = try flush()
    let code = writer.withLock { writer -> Int32 in
      guard let rest = writer.gzip?.finish() else { return 0 }
      return FileBytes.writeAll(rest.span, to: descriptor)
    }
    try check(code)
    if let unfinished { try check(POSIX.rename(unfinished, to: path) == 0 ? 0 : errno) }
  }

  private func check(_ code: Int32) throws(MirrorError) {
    guard code != 0, code != EPIPE else { return }
    throw MirrorError(.output, saying: "\(path): can't be written: \(POSIX.strerror(code))")
  }
}
