/// Running tasks; if the queue goes, it cancels the tasks whose outcome nobody has taken.
final class TaskQueue<Outcome: Sendable> {
  private let isInOrder: Bool
  private var tasks: [Int: Task<Outcome, Never>] = [:]
  private let finish: AsyncStream<Int>.Continuation
  private var arrivals: AsyncStream<Int>.Iterator
  /// The number of the next task to be taken in order.
  private var first = 0
  /// The number of the next task to be added.
  private var last = 0

  /// Creates an empty queue.
  ///
  /// - Parameter isInOrder: Whether outcomes come in the order of the work, or as they are ready.
  init(isInOrder: Bool) {
    self.isInOrder = isInOrder
    let (finished, finish) = AsyncStream<Int>.makeStream()
    self.finish = finish
    arrivals = finished.makeAsyncIterator()
  }

  deinit { for task in tasks.values { task.cancel() } }

  /// The number of tasks that run or wait to be taken.
  var count: Int { tasks.count }

  /// Starts a task.
  func add(_ work: @escaping @Sendable () async -> Outcome) {
    let (number, finish) = (last, finish)
    last += 1
    tasks[number] = Task.detached {
      let outcome = await work()
      finish.yield(number)
      return outcome
    }
  }

  /// Waits for the next outcome; nil if there are no tasks.
  func next() async -> Outcome? {
    guard !tasks.isEmpty else { return nil }
    var number = first
    if isInOrder {
      first += 1
    } else {
      guard let arrival = await arrivals.next(isolation: #isolation) else { return nil }
      number = arrival
    }
    return await tasks.removeValue(forKey: number)?.value
  }
}
