internal import Files
internal import Glibc
internal import Locks

/// The line of progress at the end of a terminal, which gives way to everything else.
///
/// Whoever writes while progress is shown writes through it, so that no text runs into the line.
final class StatusLine: Sendable {
  private let isShown = Lock(false)
  private let failure = Lock<WriteFailure?>(nil)
  private let isTerminal = Streams().isErrorATerminal
  private let isOutputATerminal = Streams().isOutputATerminal

  /// Shows a line instead of the one before.
  ///
  /// - Parameter line: The line; a terminal shows as much of it as it has columns.
  func show(_ line: String) {
    guard isTerminal else { return Streams().writeError(line + "\n") }
    let text = String(line.prefix(Self.columns - 1))
    isShown.withLock { isShown in
      Streams().writeError("\r\u{1B}[K\(text)")
      isShown = true
    }
  }

  /// Removes the line.
  func clear() { isShown.withLock { Self.remove(&$0) } }

  /// Writes to standard error.
  func write(error text: String) {
    isShown.withLock { isShown in
      Self.remove(&isShown)
      Streams().writeError(text)
    }
  }

  /// Writes to standard error in the form that `--errors` asks for.
  ///
  /// - Parameters:
  ///   - line: The line for programs.
  ///   - text: The text for people.
  func write(_ line: MessageLine, text: String) {
    isShown.withLock { isShown in
      Self.remove(&isShown)
      Streams().writeError(line, text: text)
    }
  }

  /// Writes to standard output; ``checkOutput()`` throws the first failure.
  ///
  /// - Returns: Whether everything was written; a reader that closed it early counts as success.
  @discardableResult
  func write(output bytes: [UInt8]) -> Bool {
    if isOutputATerminal { clear() }
    do throws(WriteFailure) {
      try Streams().writeOutput(bytes)
      return true
    } catch {
      let first = error
      failure.withLock { $0 = $0 ?? first }
      return false
    }
  }

  /// Ends a command whose output could not be written.
  ///
  /// - Throws: ``WriteFailure``, the first.
  func checkOutput() throws(WriteFailure) {
    if let failure = failure.withLock({ $0 }) { throw failure }
  }

  private static func remove(_ isShown: inout Bool) {
    if isShown { Streams().writeError("\r\u{1B}[K") }
    isShown = false
  }

  /// The width of the terminal; 80 if it does not say.
  private static var columns: Int {
    guard let columns = POSIX.columns(of: STDERR_FILENO), columns > 1 else { return 80 }
    return columns
  }
}
