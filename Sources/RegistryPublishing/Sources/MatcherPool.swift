internal import SharedCloudRegistry
internal import Synchronization

/// Matchers for several threads.
final class MatcherPool: Sendable {
  private let idle: Mutex<[BatchMatcher]>
  /// Has the threads.
  let executor: BlockingExecutor

  /// The number of threads.
  private static let width = 2

  /// Prepares.
  ///
  /// - Parameter matcher: What all matchers are copies of.
  init(_ matcher: BatchMatcher) {
    idle = Mutex(Array(repeating: matcher, count: Self.width))
    executor = BlockingExecutor(threads: Self.width)
  }

  /// Looks at objects.
  ///
  /// - Parameters:
  ///   - batch: The objects.
  ///   - address: The address that their keys belong to; nil for the base of the mission.
  /// - Returns: What comes of them.
  func match(_ batch: ListingBatch, of address: String?) -> BatchMatcher.Outcome {
    // There are as many matchers as threads.
    guard var matcher = idle.withLock({ $0.popLast() }) else { return BatchMatcher.Outcome() }
    let outcome = matcher.match(batch, of: address)
    idle.withLock { $0.append(matcher) }
    return outcome
  }
}
