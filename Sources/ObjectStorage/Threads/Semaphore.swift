internal import Glibc

/// A counting semaphore, with which threads wait for one another.
///
/// Only threads that may block wait: those of ``ThreadPool``, and those that run no tasks.
@safe package final class Semaphore: Sendable {
  // The address never changes, and the functions of sem_t may be called by several threads.
  private nonisolated(unsafe) let semaphore: UnsafeMutablePointer<sem_t>

  /// Creates a semaphore.
  ///
  /// - Parameter count: How many can pass before anybody signals.
  package init(_ count: Int = 0) {
    unsafe semaphore = .allocate(capacity: 1)
    unsafe sem_init(semaphore, 0, UInt32(count))
  }

  deinit {
    unsafe sem_destroy(semaphore)
    unsafe semaphore.deallocate()
  }

  /// Lets one waiting thread pass, now or later.
  package func signal() { unsafe _ = sem_post(semaphore) }

  /// Blocks the thread until it may pass.
  package func wait() {
    while unsafe sem_wait(semaphore) != 0, errno == EINTR {}
  }
}
