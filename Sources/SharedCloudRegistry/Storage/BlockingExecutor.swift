internal import Glibc
internal import Synchronization

/// Its own threads for work that blocks, so that it does not stop other work.
///
/// Code that reads from stores blocks its thread. If it waited for a server on one of the few
/// threads that run all tasks, the task it waits for might find no free thread.
package final class BlockingExecutor: TaskExecutor {
  private let jobs = Mutex<[UnownedJob]>([])
  /// Rung once for each job.
  private let bell = Bell()

  /// Starts the threads, which wait for work until the process ends.
  ///
  /// - Parameter threads: Their number, at least 1.
  package init(threads: Int) {
    for _ in 0..<Swift.max(1, threads) { startThread() }
  }

  package func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    jobs.withLock { $0.append(job) }
    bell.ring()
  }

  private func startThread() {
    var thread = pthread_t()
    let own = unsafe Unmanaged.passRetained(self).toOpaque()
    unsafe _ = pthread_create(
      &thread, nil,
      { own in
        let executor = unsafe own.map { unsafe Unmanaged<BlockingExecutor>.fromOpaque($0) }
        unsafe executor?.takeUnretainedValue().run()
        return nil
      }, own)
    _ = pthread_detach(thread)
  }

  private func run() {
    while true {
      bell.wait()
      let job = jobs.withLock { $0.isEmpty ? nil : $0.removeFirst() }
      unsafe job?.runSynchronously(on: asUnownedTaskExecutor())
    }
  }
}

/// Blocks the thread until asynchronous work is done.
///
/// Only for threads that may block: those of ``BlockingExecutor``, and those that run no tasks.
struct BlockingCall<Result: Sendable>: Sendable {
  private let answer = Answer()

  private final class Answer: Sendable {
    let result = Mutex<Result?>(nil)
    let bell = Bell()
  }

  /// Starts the work.
  init(_ work: @escaping @Sendable () async -> Result) {
    let answer = answer
    Task.detached {
      let result = await work()
      answer.result.withLock { $0 = result }
      answer.bell.ring()
    }
  }

  /// Waits for the end.
  ///
  /// - Returns: The result.
  func wait() -> Result {
    while true {
      if let result = answer.result.withLock({ $0 }) { return result }
      answer.bell.wait()
    }
  }
}

/// Lets a thread wait for another.
package final class Bell: Sendable {
  private let ends: (waiting: Int32, ringing: Int32)

  /// Creates a bell that has not been rung.
  package init() {
    var ends: [Int32] = [-1, -1]
    guard unsafe pipe(&ends) == 0 else {
      // Without a free descriptor, waiting threads look again and again.
      self.ends = (-1, -1)
      return
    }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    self.ends = (ends[0], ends[1])
  }

  deinit {
    guard ends.waiting >= 0 else { return }
    close(ends.waiting)
    close(ends.ringing)
  }

  /// Wakes one waiting thread, now or later.
  package func ring() {
    guard ends.ringing >= 0 else { return }
    _ = FileBytes.writeAll([1].span, to: ends.ringing)
  }

  /// Waits for one ring; may return without one, so callers check what they wait for.
  package func wait() {
    guard ends.waiting >= 0 else {
      usleep(1000)
      return
    }
    var byte: UInt8 = 0
    while unsafe read(ends.waiting, &byte, 1) < 0, errno == EINTR {}
  }
}
