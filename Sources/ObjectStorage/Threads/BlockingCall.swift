internal import Locks

/// Work that another thread does while this one goes on, and then waits for the result.
///
/// Only threads that may block wait: those of ``ThreadPool``, and those that run no tasks.
package struct BlockingCall<Result: Sendable>: Sendable {
  private let answer = Answer()

  private final class Answer: Sendable {
    let result = Lock<Result?>(nil)
    let arrival = Semaphore()
  }

  /// Starts the work.
  ///
  /// - Parameters:
  ///   - pool: The threads that do it; nil for those of all tasks.
  ///   - work: The work.
  package init(
    on pool: ThreadPool? = nil, _ work: @escaping @Sendable () async -> Result
  ) {
    let answer = answer
    Task.detached(executorPreference: pool) {
      let result = await work()
      answer.result.withLock { $0 = result }
      answer.arrival.signal()
    }
  }

  /// Waits for the end.
  ///
  /// - Returns: The result.
  package func wait() -> Result {
    while true {
      if let result = answer.result.withLock({ $0 }) { return result }
      answer.arrival.wait()
    }
  }
}
