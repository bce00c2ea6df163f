internal import Files
internal import Glibc
internal import Synchronization

/// Its own threads for work that blocks, so that it does not stop other work.
///
/// Code that reads from stores blocks its thread. If it waited for a server on one of the few
/// threads that run all tasks, the task it waits for might find no free thread.
package final class BlockingExecutor: TaskExecutor {
  private let queue = Queue()
  private let threads: Int

  /// Starts the threads, which end with the executor.
  ///
  /// - Parameter threads: Their number, at least 1.
  package init(threads: Int) {
    self.threads = Swift.max(1, threads)
    for _ in 0..<self.threads { queue.startThread() }
  }

  deinit {
    queue.isClosed.store(true, ordering: .releasing)
    for _ in 0..<threads { queue.bell.ring() }
  }

  package func enqueue(_ job: consuming ExecutorJob) {
    let job = unsafe Job(job: UnownedJob(job), executor: asUnownedTaskExecutor())
    queue.jobs.withLock { $0.append(job) }
    queue.bell.ring()
  }

  /// A job; its task keeps the executor alive.
  @safe private struct Job: Sendable {
    var job: UnownedJob
    var executor: UnownedTaskExecutor
  }

  /// The jobs that wait for a thread; the threads keep it, but not the executor.
  private final class Queue: Sendable {
    let jobs = Mutex<[Job]>([])
    /// Rung once for each job, and at the end once for each thread.
    let bell = Bell()
    let isClosed = Atomic<Bool>(false)

    func startThread() {
      var thread = pthread_t()
      let own = unsafe Unmanaged.passRetained(self).toOpaque()
      unsafe _ = pthread_create(
        &thread, nil,
        { own in
          guard let own = unsafe own else { return nil }
          unsafe Unmanaged<Queue>.fromOpaque(own).takeRetainedValue().run()
          return nil
        }, own)
      _ = pthread_detach(thread)
    }

    private func run() {
      while true {
        bell.wait()
        if let next = jobs.withLock({ $0.isEmpty ? nil : $0.removeFirst() }) {
          unsafe next.job.runSynchronously(on: next.executor)
        } else if isClosed.load(ordering: .acquiring) {
          return
        }
      }
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
