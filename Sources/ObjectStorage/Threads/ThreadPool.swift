internal import Files
internal import Locks
internal import Synchronization

/// Threads for work that waits in the system or computes for long, so that it does not stop other
/// tasks.
///
/// There are only a few threads that run all tasks. A task that blocks one of them might wait for
/// another task that finds no free thread.
package final class ThreadPool: TaskExecutor {
  private let queue = Queue()
  private let threads: Int

  /// Starts the threads, which end with the pool.
  ///
  /// - Parameter threads: Their number, at least 1.
  package init(threads: Int) {
    self.threads = (0..<Swift.max(1, threads)).count { [queue] _ in queue.startThread() }
  }

  deinit {
    queue.isClosed.store(true, ordering: .releasing)
    for _ in 0..<threads { queue.arrivals.signal() }
  }

  package func enqueue(_ job: consuming ExecutorJob) {
    // Where no thread can be started, the work goes to the threads of all tasks.
    guard threads > 0 else { return globalConcurrentExecutor.enqueue(job) }
    let job = unsafe Job(job: UnownedJob(job), executor: asUnownedTaskExecutor())
    queue.jobs.withLock { $0.append(job) }
    queue.arrivals.signal()
  }

  /// A job; its task keeps the pool alive.
  @safe private struct Job: Sendable {
    var job: UnownedJob
    var executor: UnownedTaskExecutor
  }

  /// The jobs that wait for a thread; the threads keep it, but not the pool.
  private final class Queue: Sendable {
    let jobs = Lock(Jobs())
    /// Signalled once for each job, and at the end once for each thread.
    let arrivals = Semaphore()
    let isClosed = Atomic<Bool>(false)

    /// Starts a thread; false if the system has none left.
    func startThread() -> Bool { POSIX.startThread { self.run() } }

    private func run() {
      while true {
        arrivals.wait()
        if let next = jobs.withLock({ $0.removeFirst() }) {
          unsafe next.job.runSynchronously(on: next.executor)
        } else if isClosed.load(ordering: .acquiring) {
          return
        }
      }
    }
  }

  /// The waiting jobs, the oldest first.
  private struct Jobs {
    private var jobs: [Job] = []
    private var taken = 0

    mutating func append(_ job: Job) { jobs.append(job) }

    /// Takes the oldest job; nil without any.
    mutating func removeFirst() -> Job? {
      guard taken < jobs.count else { return nil }
      defer {
        taken += 1
        if taken > jobs.count / 2 {
          jobs.removeFirst(taken)
          taken = 0
        }
      }
      return jobs[taken]
    }
  }
}
