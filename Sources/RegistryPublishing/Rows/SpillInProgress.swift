internal import SharedCloudRegistry
internal import Synchronization

/// Files that are being sorted and written to a temporary file, on a thread of their own.
final class SpillInProgress: Sendable {
  private let outcome = Mutex<Result<SortedPart, StoreError>?>(nil)
  private let bell = Bell()

  /// Begins.
  ///
  /// - Parameters:
  ///   - executor: Has the thread.
  ///   - work: Sorts and writes.
  init(
    on executor: BlockingExecutor,
    _ work: @escaping @Sendable () throws(StoreError) -> SortedPart
  ) {
    Task.detached(executorPreference: executor) { [self] in
      let result = Result { () throws(StoreError) in try work() }
      outcome.withLock { $0 = result }
      bell.ring()
    }
  }

  /// Waits for the end.
  ///
  /// - Returns: The part.
  /// - Throws: ``StoreError`` when the temporary file takes no more.
  func part() throws(StoreError) -> SortedPart {
    while true {
      if let result = outcome.withLock({ $0 }) { return try result.get() }
      bell.wait()
    }
  }
}
