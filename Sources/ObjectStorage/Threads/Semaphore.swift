internal import Dispatch

/// A counting semaphore, with which threads wait for one another.
///
/// Only threads that may block wait: those of ``ThreadPool``, and those that run no tasks.
package final class Semaphore: Sendable {
  private let semaphore = DispatchSemaphore(value: 0)

  /// Creates a semaphore.
  ///
  /// - Parameter count: How many can pass before anybody signals.
  package init(_ count: Int = 0) {
    // Not as the value at the start, with which Dispatch would compare it at the end.
    for _ in 0..<count { semaphore.signal() }
  }

  /// Lets one waiting thread pass, now or later.
  package func signal() { semaphore.signal() }

  /// Blocks the thread until it may pass.
  package func wait() { semaphore.wait() }
}
