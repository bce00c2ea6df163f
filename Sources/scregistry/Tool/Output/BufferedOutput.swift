internal import Glibc
internal import RegistryValidation

/// Buffered standard output, for commands that write much.
struct BufferedOutput: ~Copyable {
  private var bytes: [UInt8] = []

  /// Adds to the buffer, and writes it out when it is full.
  ///
  /// - Parameter body: Appends bytes.
  /// - Throws: `ToolExit` if standard output can't be written, with 0 if its reader closed it.
  mutating func append(_ body: (inout [UInt8]) -> Void) throws {
    body(&bytes)
    if bytes.count >= 256 << 10 { try flush() }
  }

  /// Writes the buffer.
  ///
  /// - Throws: `ToolExit`.
  mutating func flush() throws {
    let code = Streams.writeAll(bytes, to: STDOUT_FILENO)
    bytes.removeAll(keepingCapacity: true)
    // A reader that closes the pipe early, such as head, has all it needs.
    if code == EPIPE { throw ToolExit(code: 0) }
    guard code == 0 else {
      throw WriteFailure(
        "standard output", detail: unsafe String(cString: strerror(code)), exitCode: 4)
    }
  }
}
