internal import Files
internal import Glibc
internal import ObjectStorage
internal import Synchronization

/// Lets work end in order when the user or the system stops the program.
enum Interruption {
  /// The signal that arrived; 0 for none.
  ///
  /// It is global, since a handler can reach nothing else.
  private static let arrived = Atomic<Int32>(0)

  /// The signals that ask a program to end.
  private static let signals = [SIGINT, SIGTERM, SIGHUP]

  /// How long the work may take to end, in seconds.
  private static let patience = 30

  /// Does work whose task is cancelled by the first signal; a second one ends the program at once.
  ///
  /// - Parameter work: The work, which ends soon after it is cancelled.
  /// - Returns: The result, also if a signal came too late.
  /// - Throws: The error of the work. After a signal, the program ends as by the signal instead.
  static func ending<Value: Sendable>(
    _ work: @escaping @Sendable () async throws -> Value
  ) async throws -> Value {
    arrived.store(0, ordering: .relaxed)
    let noticed = signals.filter(notice)
    defer { for number in noticed { signal(number, SIG_DFL) } }
    let work = Task { try await work() }
    // A thread of its own, since the work may keep all others busy.
    let watch = Task.detached(executorPreference: ThreadPool(threads: 1)) {
      await cancelAfterSignal(work)
    }
    defer { watch.cancel() }
    do {
      return try await work.value
    } catch {
      if let code = endBySignal() { throw ToolExit(code: code) }
      throw error
    }
  }

  private static func cancelAfterSignal<Value: Sendable>(_ work: Task<Value, any Error>) async {
    var seconds = 0.0
    while !Task.isCancelled {
      if arrived.load(ordering: .relaxed) != 0 {
        if seconds == 0 { work.cancel() }
        if seconds > Double(patience) { _ = endBySignal() }
        seconds += 0.05
      }
      guard (try? await pause(for: .milliseconds(50))) != nil else { return }
    }
  }

  /// Notices a signal, unless the program was started so that it is ignored.
  ///
  /// - Parameter number: The signal.
  /// - Returns: Whether it is noticed from now on.
  private static func notice(_ number: Int32) -> Bool {
    POSIX.handle(number, once: { Interruption.arrived.store($0, ordering: .relaxed) })
  }

  /// Ends the program as the signal would have.
  ///
  /// - Returns: The exit code if it goes on all the same; nil if no signal arrived.
  private static func endBySignal() -> Int32? {
    let number = arrived.load(ordering: .relaxed)
    guard number != 0 else { return nil }
    signal(number, SIG_DFL)
    // The threads of tasks may block all signals.
    POSIX.unblock(number)
    raise(number)
    return 128 + number
  }
}
