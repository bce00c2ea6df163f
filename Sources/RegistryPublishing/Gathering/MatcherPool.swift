internal import Listings
internal import Locks
internal import ObjectStorage
internal import SharedCloudRegistry

/// Matchers for several threads.
final class MatcherPool: Sendable {
  private let idle: Lock<[BatchMatcher]>
  /// Provides the threads.
  let executor: ThreadPool

  /// The number of threads.
  private static let width = 2

  /// Creates a matcher pool.
  ///
  /// - Parameter matcher: The matcher to copy.
  init(_ matcher: BatchMatcher) {
    idle = Lock(Array(repeating: matcher, count: Self.width))
    executor = ThreadPool(threads: Self.width)
  }

  /// Matches objects.
  ///
  /// - Parameters:
  ///   - batch: The objects.
  ///   - address: The address that their keys are relative to; nil for the base of the mission.
  /// - Returns: The outcome.
  func match(_ batch: ListingBatch, of address: String?) -> BatchMatcher.Outcome {
    // There are as many matchers as threads.
    guard var matcher = idle.withLock({ $0.popLast() }) else { return BatchMatcher.Outcome() }
    let outcome = matcher.match(batch, of: address)
    idle.withLock { $0.append(matcher) }
    return outcome
  }
}
