internal import Files
internal import Glibc
internal import Locks

/// A program that runs next to this one, in its own process group.
final class ChildProcess {
  /// How a process ended.
  enum Ending: Sendable, Hashable {
    /// It exited, with an exit code.
    case exited(Int32)
    /// A signal ended it.
    case signalled(Int32)
  }

  /// Its standard input, which never blocks here.
  let input: Int32
  /// Its standard output.
  let output: Int32
  /// Its standard error.
  let errors: Int32
  private let process: pid_t
  private var ending: Ending?
  private var isInputOpen = true

  /// Starts a command of the shell.
  convenience init(shell command: String) throws(AdapterFault) {
    try self.init(["/bin/sh", "-c", command])
  }

  /// Starts a program.
  ///
  /// - Parameter words: The path of the program and its arguments.
  /// - Throws: ``AdapterFault`` with kind `cannotStart`.
  init(_ words: [String]) throws(AdapterFault) {
    // Other adapters must not inherit the pipes, or they would never see the end of their input.
    let start = Self.starting.withLock { _ in Self.start(words) }
    guard start.code == 0 else { throw Self.fault(words, code: start.code) }
    process = start.process
    input = start.ends[0]
    output = start.ends[1]
    errors = start.ends[2]
    for end in [input, output, errors] { _ = fcntl(end, F_SETFL, O_NONBLOCK) }
  }

  deinit {
    kill()
    closeInput()
    close(output)
    close(errors)
  }

  private static func fault(_ words: [String], code: Int32) -> AdapterFault {
    AdapterFault(
      .cannotStart,
      detail: "\(words.first ?? "") can't be started: \(POSIX.strerror(code))")
  }

  /// Held while pipes are made and passed on.
  private static let starting = Lock(())

  /// Makes the pipes and starts the program.
  ///
  /// - Returns: The error number, 0 for success; the process and the ends of the pipes that
  ///   are kept.
  private static func start(
    _ words: [String]
  ) -> (code: Int32, process: pid_t, ends: [Int32]) {
    var kept: [Int32] = []
    var given: [Int32] = []
    defer { for end in given { close(end) } }
    var process = pid_t()
    var code: Int32 = 0
    for number in 0..<3 where code == 0 {
      guard var ends = POSIX.pipe() else {
        code = errno
        break
      }
      for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
      if number > 0 { ends.reverse() }
      given.append(ends[0])
      kept.append(ends[1])
    }
    if code == 0 {
      // Signals that this program ignores must not be ignored in others.
      (code, process) = POSIX.spawn(words, streams: given, defaultSignals: [SIGPIPE, SIGXFSZ])
    }
    if code != 0 { for end in kept { close(end) } }
    return (code, process, kept)
  }

  /// Ends the input of the process.
  func closeInput() {
    guard isInputOpen else { return }
    isInputOpen = false
    close(input)
  }

  /// Waits for the process to end.
  ///
  /// - Parameter deadline: When to stop waiting, by ``SteadyClock``.
  /// - Returns: How it ended; nil if it still runs.
  func wait(until deadline: Double) -> Ending? {
    var pause: UInt32 = 500
    while ending == nil {
      if reap(WNOHANG) { break }
      guard SteadyClock.seconds < deadline else { return nil }
      usleep(pause)
      pause = min(pause * 2, 20_000)
    }
    return ending
  }

  /// Ends the process and all others still in its group.
  func kill() {
    _ = Glibc.kill(-process, SIGKILL)
    while ending == nil, !reap(0) {}
  }

  private func reap(_ options: Int32) -> Bool {
    let (found, status) = POSIX.waitpid(process, options: options)
    if found < 0, errno == EINTR { return false }
    if found == 0 { return false }
    let signal = status & 0x7F
    ending =
      found < 0 ? .exited(-1) : signal == 0 ? .exited(status >> 8 & 0xFF) : .signalled(signal)
    return true
  }
}

extension ChildProcess.Ending: CustomStringConvertible {
  /// How it ended, as the end of a sentence.
  var description: String {
    switch self {
    case .exited(let code): "ended with exit code \(code)"
    case .signalled(let signal): "was ended by signal \(signal)"
    }
  }
}
