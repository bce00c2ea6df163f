internal import Files
internal import Glibc
internal import RegistryValidation

/// Buffered output for commands that write much, to standard output or to a file.
struct BufferedOutput: ~Copyable {
  private var bytes: [UInt8] = []
  private let descriptor: Int32
  private let name: String
  /// The file that is replaced in one step; nil for a stream.
  private var file: AtomicFile?

  /// Writes to standard output.
  init() {
    self.init(
      descriptor: STDOUT_FILENO, name: OutputPlace.descriptor(STDOUT_FILENO).name, file: nil)
  }

  /// Writes to a place.
  ///
  /// - Parameter place: The place; a file is only replaced by ``finish()``.
  /// - Throws: ``WriteFailure`` if it can't be written.
  init(_ place: OutputPlace) throws(WriteFailure) {
    try place.check()
    switch place {
    case .descriptor(let number):
      self.init(descriptor: number, name: place.name, file: nil)
    case .path(let path):
      self.init(descriptor: -1, name: place.name, file: try Self.opened(path))
    }
  }

  private init(descriptor: Int32, name: String, file: consuming AtomicFile?) {
    self.descriptor = descriptor
    self.name = name
    self.file = file
  }

  private static func opened(_ path: String) throws(WriteFailure) -> AtomicFile {
    do throws(FileError) {
      return try AtomicFile(path)
    } catch {
      throw WriteFailure(path, detail: error.detail)
    }
  }

  /// Adds to the buffer, and writes it out when it is full.
  ///
  /// - Parameter body: Appends bytes.
  /// - Throws: `ToolExit` if the place can't be written, with 0 if its reader closed it.
  mutating func append(_ body: (inout [UInt8]) -> Void) throws {
    body(&bytes)
    if bytes.count >= 256 << 10 { try flush() }
  }

  /// Writes the buffer.
  ///
  /// - Throws: `ToolExit`.
  mutating func flush() throws {
    let waiting = bytes
    bytes.removeAll(keepingCapacity: true)
    guard file == nil else {
      do throws(FileError) {
        try file?.append(waiting.span)
      } catch {
        throw WriteFailure(name, detail: error.detail, exitCode: 4)
      }
      return
    }
    let code = FileBytes.writeAll(waiting.span, to: descriptor)
    // A reader that closes the pipe early, such as head, has all it needs.
    if code == EPIPE { throw ToolExit(code: 0) }
    guard code == 0 else {
      throw WriteFailure(name, detail: POSIX.strerror(code), exitCode: 4)
    }
  }

  /// Writes the rest; a file is replaced now.
  ///
  /// - Throws: `ToolExit`.
  consuming func finish() throws {
    try flush()
    guard let file = file.take() else { return }
    do throws(FileError) {
      try file.commit()
    } catch {
      throw WriteFailure(name, detail: error.detail, exitCode: 4)
    }
  }
}
