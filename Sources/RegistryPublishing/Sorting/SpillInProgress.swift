internal import ObjectStorage
internal import SharedCloudRegistry
internal import Synchronization

/// Files that a separate thread sorts and writes to a temporary file.
final class SpillInProgress: Sendable {
  private let outcome = Mutex<Result<SortedPart, StoreError>?>(nil)
  private let bell = Bell()

  /// Starts sorting and writing.
  ///
  /// - Parameters:
  ///   - executor: Provides the thread.
  ///   - work: Sorts and writes.
  init(
    on executor: BlockingExecutor,
    work: @escaping @Sendable () throws(StoreError) -> SortedPart
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
  /// - Throws: ``StoreError`` when the temporary file can't be written.
  func part() throws(StoreError) -> SortedPart {
    while true {
      if let result = outcome.withLock({ $0 }) { return try result.get() }
      bell.wait()
    }
  }
}
