// The environment is a C variable; Swift can't see that nothing changes it.
@unsafe @preconcurrency package import Glibc

extension POSIX {
  /// Starts a program in a process group of its own.
  ///
  /// - Parameters:
  ///   - words: The name of the program and its arguments.
  ///   - streams: The descriptors that become its standard input, output and error.
  ///   - signals: The signals that have their default effect on it, even if this program ignores
  ///     them.
  /// - Returns: The error number, 0 for success; and the number of the process.
  package static func spawn(
    _ words: [String], streams: [Int32], defaultSignals signals: [Int32]
  ) -> (code: Int32, process: pid_t) {
    var actions = unsafe posix_spawn_file_actions_t()
    unsafe posix_spawn_file_actions_init(&actions)
    defer { unsafe posix_spawn_file_actions_destroy(&actions) }
    for (number, stream) in streams.enumerated() {
      unsafe posix_spawn_file_actions_adddup2(&actions, stream, Int32(number))
    }
    var attributes = posix_spawnattr_t()
    unsafe posix_spawnattr_init(&attributes)
    defer { unsafe posix_spawnattr_destroy(&attributes) }
    var defaults = set(of: signals)
    unsafe posix_spawnattr_setsigdefault(&attributes, &defaults)
    unsafe posix_spawnattr_setpgroup(&attributes, 0)
    unsafe posix_spawnattr_setflags(
      &attributes, Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF))
    var arguments = unsafe words.map { unsafe strdup($0) } + [nil]
    defer {
      for index in unsafe arguments.indices { unsafe free(arguments[index]) }
    }
    var process = pid_t()
    let code = unsafe posix_spawnp(
      &process, words[0], &actions, &attributes, &arguments, environ)
    return (code, process)
  }

  /// Waits for a process to end.
  ///
  /// - Parameters:
  ///   - process: The process.
  ///   - options: The options, such as `WNOHANG`.
  /// - Returns: The process, 0 if it still runs, -1 for a failure; and its status.
  package static func waitpid(
    _ process: pid_t, options: Int32
  ) -> (process: pid_t, status: Int32) {
    var status: Int32 = 0
    let found = unsafe Glibc.waitpid(process, &status, options)
    return (found, status)
  }

  /// Runs something on a new thread.
  ///
  /// - Parameter run: The work, which may block.
  /// - Returns: False if the system has no thread left; then nothing runs.
  package static func startThread(_ run: @escaping @Sendable () -> Void) -> Bool {
    var thread = pthread_t()
    let work = unsafe Unmanaged.passRetained(Work(run))
    let code = unsafe pthread_create(
      &thread, nil,
      { work in
        guard let work = unsafe work else { return nil }
        unsafe Unmanaged<Work>.fromOpaque(work).takeRetainedValue().run()
        return nil
      }, work.toOpaque())
    guard code == 0 else {
      unsafe work.release()
      return false
    }
    _ = pthread_detach(thread)
    return true
  }

  private final class Work: Sendable {
    let run: @Sendable () -> Void

    init(_ run: @escaping @Sendable () -> Void) { self.run = run }
  }
}

// MARK: - Signals

extension POSIX {
  /// Calls a function at the first arrival of a signal, unless this program was started so that the
  /// signal is ignored.
  ///
  /// - Parameters:
  ///   - signal: The signal.
  ///   - handler: The function, which may only do what is safe in a handler.
  /// - Returns: Whether it is called from now on.
  package static func handle(
    _ signal: Int32, once handler: @escaping @convention(c) (Int32) -> Void
  ) -> Bool {
    var old = sigaction()
    guard unsafe sigaction(signal, nil, &old) == 0 else { return false }
    let ignored = unsafe unsafeBitCast(SIG_IGN, to: Int.self)
    guard unsafe unsafeBitCast(old.__sigaction_handler.sa_handler, to: Int.self) != ignored else {
      return false
    }
    var new = sigaction()
    unsafe new.__sigaction_handler.sa_handler = handler
    new.sa_flags = Int32(truncatingIfNeeded: SA_RESTART) | Int32(truncatingIfNeeded: SA_RESETHAND)
    return unsafe sigaction(signal, &new, nil) == 0
  }

  /// Lets a signal reach this thread.
  package static func unblock(_ signal: Int32) {
    var mask = set(of: [signal])
    unsafe pthread_sigmask(SIG_UNBLOCK, &mask, nil)
  }

  /// Writes bytes to a pipe, perhaps not all of them, and never causes SIGPIPE.
  ///
  /// - Parameters:
  ///   - bytes: The bytes.
  ///   - descriptor: The pipe.
  /// - Returns: Their number, -1 for a failure; and the error number.
  package static func writeWithoutSignal(
    _ bytes: Span<UInt8>, to descriptor: Int32
  ) -> (count: Int, code: Int32) {
    var signals = set(of: [SIGPIPE])
    var old = sigset_t()
    unsafe pthread_sigmask(SIG_BLOCK, &signals, &old)
    defer { unsafe pthread_sigmask(SIG_SETMASK, &old, nil) }
    let count = write(bytes, to: descriptor)
    let code = errno
    if count < 0, code == EPIPE {
      var none = timespec()
      unsafe _ = sigtimedwait(&signals, nil, &none)
    }
    return (count, code)
  }

  private static func set(of signals: [Int32]) -> sigset_t {
    var set = sigset_t()
    unsafe sigemptyset(&set)
    for signal in signals { unsafe sigaddset(&set, signal) }
    return set
  }
}
