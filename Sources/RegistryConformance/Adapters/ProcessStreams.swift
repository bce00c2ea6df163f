internal import Files
internal import Glibc

/// Moves bytes to and from a process without blocking on a single stream.
struct ProcessStreams {
  /// The bytes to write.
  var pending: ArraySlice<UInt8> = []
  /// The unread part of standard output.
  var output: [UInt8] = []
  /// The last part of standard error.
  var errors: [UInt8] = []
  /// Whether standard output has ended.
  private(set) var hasEnded = false
  private var hasErrorsEnded = false
  private let process: ChildProcess

  /// The maximum number of bytes of standard error to keep.
  static let keptErrors = 16 << 10

  init(_ process: ChildProcess) { self.process = process }

  /// Waits until bytes can move, and moves them.
  ///
  /// - Parameter deadline: When to stop waiting.
  /// - Returns: Whether anything happened before.
  mutating func move(until deadline: Double) -> Bool {
    let left = deadline - SteadyClock.seconds
    guard left > 0 else { return false }
    var entries: [pollfd] = []
    if !hasErrorsEnded {
      entries.append(pollfd(fd: process.errors, events: Int16(POLLIN), revents: 0))
    }
    if !hasEnded { entries.append(pollfd(fd: process.output, events: Int16(POLLIN), revents: 0)) }
    if !pending.isEmpty {
      entries.append(pollfd(fd: process.input, events: Int16(POLLOUT), revents: 0))
    }
    guard !entries.isEmpty else { return false }
    let milliseconds = Int32(min(left * 1000 + 1, 3_600_000))
    let count = POSIX.poll(&entries, milliseconds: milliseconds)
    if count < 0 { return errno == EINTR }
    for entry in entries where entry.revents != 0 {
      switch entry.fd {
      case process.errors: readErrors()
      case process.output: readOutput()
      default: writePending()
      }
    }
    return count > 0
  }

  private mutating func readErrors() {
    switch Self.read(process.errors) {
    case .some(let bytes) where bytes.isEmpty: hasErrorsEnded = true
    case .some(let bytes):
      errors += bytes
      if errors.count > Self.keptErrors { errors.removeFirst(errors.count - Self.keptErrors) }
    case nil: break
    }
  }

  private mutating func readOutput() {
    guard let bytes = Self.read(process.output) else { return }
    if bytes.isEmpty { hasEnded = true } else { output += bytes }
  }

  private mutating func writePending() {
    // A process that ended must not end this one through SIGPIPE.
    let (count, code) = POSIX.writeWithoutSignal(pending.span, to: process.input)
    if count >= 0 {
      pending = pending.dropFirst(count)
    } else if code != EINTR, code != EAGAIN {
      // It no longer reads; only its remaining output counts.
      pending = []
    }
  }

  /// Reads the available bytes; empty at the end, nil if there are no bytes now.
  private static func read(_ descriptor: Int32) -> [UInt8]? {
    var bytes = [UInt8](repeating: 0, count: 64 << 10)
    let count = POSIX.read(descriptor, into: &bytes)
    if count < 0 { return errno == EINTR || errno == EAGAIN ? nil : [] }
    bytes.removeLast(bytes.count - count)
    return bytes
  }
}
