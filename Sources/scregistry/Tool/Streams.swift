internal import Files
internal import Glibc

/// Standard output and standard error.
struct Streams {
  /// Whether standard error is a terminal.
  var isErrorATerminal: Bool { isatty(STDERR_FILENO) == 1 }

  /// Whether standard output is a terminal.
  var isOutputATerminal: Bool { isatty(STDOUT_FILENO) == 1 }

  /// Writes to standard output; a reader that closed it early counts as success.
  ///
  /// - Throws: ``WriteFailure`` if it can't be written, such as on a full disk.
  func writeOutput(_ bytes: [UInt8]) throws(WriteFailure) {
    try OutputPlace.descriptor(STDOUT_FILENO).write(bytes)
  }

  /// Writes to standard error; with `--errors json` as lines for programs.
  func writeError(_ text: String) {
    let isText = GlobalOptions.ofThisProcess.errors == .text
    writeRaw(isText ? text : MessageLine.lines(of: text))
  }

  /// Writes an error to standard error in the form that `--errors` asks for.
  ///
  /// - Parameters:
  ///   - line: The error for programs.
  ///   - text: The error for people.
  func writeError(_ line: MessageLine, text: String) {
    writeRaw(GlobalOptions.ofThisProcess.errors == .text ? text : line.text)
  }

  /// Writes progress for programs to standard error.
  func write(progress line: MessageLine) { writeRaw(line.text) }

  private func writeRaw(_ text: String) {
    let bytes = Array(text.utf8)
    _ = FileBytes.writeAll(bytes.span, to: STDERR_FILENO)
  }

  /// Prevents files from getting the descriptors of closed streams.
  ///
  /// Otherwise standard output would go into the first file that is opened. Writing to a stream
  /// that was closed still fails.
  static func occupyClosedDescriptors() {
    for descriptor in STDIN_FILENO...STDERR_FILENO where fcntl(descriptor, F_GETFD) < 0 {
      // The system assigns the lowest free number, which is this one.
      _ = POSIX.open("/dev/null", flags: descriptor == STDIN_FILENO ? O_WRONLY : O_RDONLY)
    }
  }

  /// The value of an environment variable; nil if it is unset or empty.
  func environment(_ name: String) -> String? {
    POSIX.getenv(name).flatMap { $0.isEmpty ? nil : $0 }
  }
}
