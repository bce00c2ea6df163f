internal import Glibc

/// An unnamed file for data too large for memory; it disappears with its last use.
///
/// It is in the directory that `TMPDIR` names, else in `/tmp`.
package final class SpoolFile: Sendable {
  private let descriptor: Int32

  /// Creates an empty file.
  ///
  /// - Throws: ``FileError`` when the directory can't be written.
  package init() throws(FileError) {
    let directory = POSIX.getenv("TMPDIR") ?? "/tmp"
    let made = POSIX.mkstemp(directory + "/scregistry-")
    descriptor = made.descriptor
    guard descriptor >= 0 else { throw FileError(errno: errno, path: directory) }
    POSIX.unlink(made.path)
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
  }

  deinit { close(descriptor) }

  /// Reads bytes from any position.
  ///
  /// - Parameters:
  ///   - bytes: Receives the bytes.
  ///   - range: Where in it.
  ///   - offset: Their position in the file.
  /// - Returns: Their number; 0 at the end.
  /// - Throws: ``FileError`` when they can't be read.
  package func read(
    into bytes: inout MutableSpan<UInt8>, in range: Range<Int>, at offset: Int
  ) throws(FileError) -> Int {
    let (count, code) = FileBytes.read(descriptor, into: &bytes, in: range, at: offset)
    guard code == 0 else { throw FileError(errno: code, path: "temporary file") }
    return count
  }

  /// Reads a range of bytes.
  ///
  /// - Parameter range: The range.
  /// - Returns: The bytes, fewer if the file is shorter.
  /// - Throws: ``FileError`` when they can't be read.
  package func bytes(_ range: Range<Int>) throws(FileError) -> [UInt8] {
    let (bytes, code) = FileBytes.read(range, of: descriptor)
    guard code == 0 else { throw FileError(errno: code, path: "temporary file") }
    return bytes
  }

  fileprivate func append(_ bytes: Span<UInt8>) throws(FileError) {
    let code = FileBytes.writeAll(bytes, to: descriptor)
    guard code == 0 else {
      throw FileError(
        .failed, path: "temporary file",
        detail:
          "\(POSIX.strerror(code)); set TMPDIR to a directory with more space")
    }
  }
}

/// Writes to a spool file through a buffer.
@safe package struct SpoolWriter: ~Copyable {
  private let file: SpoolFile
  private var buffer: UnsafeMutableBufferPointer<UInt8>
  /// The number of bytes in the buffer.
  private var filled = 0
  /// The number of bytes written so far.
  package private(set) var count = 0

  /// Creates a spool file.
  ///
  /// - Throws: ``FileError`` when it can't be created.
  package init() throws(FileError) { self.init(continuing: try SpoolFile()) }

  /// Continues at the end of a spool file, to which nobody else may write meanwhile.
  ///
  /// - Parameter file: The file.
  package init(continuing file: SpoolFile) {
    self.file = file
    unsafe buffer = .allocate(capacity: Self.room + 4096)
  }

  deinit { unsafe buffer.deallocate() }

  private static let room = 256 << 10

  /// Appends bytes to the buffer; ``flushIfFull()`` writes them.
  ///
  /// - Parameter bytes: The bytes.
  package mutating func append(_ bytes: Span<UInt8>) {
    unsafe append(atMost: bytes.count) { room in
      unsafe bytes.withUnsafeBufferPointer { unsafe _ = room.update(fromContentsOf: $0) }
      return bytes.count
    }
  }

  /// Appends one byte to the buffer.
  ///
  /// - Parameter byte: The byte.
  package mutating func append(_ byte: UInt8) {
    unsafe append(atMost: 1) { room in
      unsafe room[0] = byte
      return 1
    }
  }

  /// Appends bytes that a function writes directly into the buffer.
  ///
  /// - Parameters:
  ///   - limit: The maximum number of bytes.
  ///   - write: Writes them and returns their number.
  @inline(__always)
  package mutating func append(
    atMost limit: Int, _ write: (UnsafeMutableBufferPointer<UInt8>) -> Int
  ) {
    if unsafe limit > buffer.count - filled { grow(by: limit) }
    let written = unsafe write(.init(rebasing: buffer[filled..<filled + limit]))
    precondition(written <= limit)
    filled += written
    count += written
  }

  private mutating func grow(by limit: Int) {
    let larger = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: 2 * filled + limit)
    unsafe _ = larger.update(fromContentsOf: buffer[..<filled])
    unsafe buffer.deallocate()
    unsafe buffer = larger
  }

  /// Writes the buffer if it is full.
  ///
  /// - Throws: ``FileError`` when it can't be written.
  package mutating func flushIfFull() throws(FileError) {
    if filled >= Self.room { try flush() }
  }

  /// Writes the rest and returns the file.
  ///
  /// - Returns: The file and its size.
  /// - Throws: ``FileError`` when the rest can't be written.
  package consuming func finish() throws(FileError) -> (file: SpoolFile, size: Int) {
    try flush()
    return (file, count)
  }

  private mutating func flush() throws(FileError) {
    try file.append(unsafe buffer.span.extracting(..<filled))
    filled = 0
  }
}
