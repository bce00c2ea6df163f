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
  ///   - source: Where checksums come from; nil if none are wanted.
  /// - Returns: The outcome.
  func match(
    _ batch: ListingBatch, of address: String?, checksums source: ChecksumSource?
  ) async -> BatchMatcher.Outcome {
    guard let source else {
      return withMatcher { $0.match(batch, of: address) } ?? BatchMatcher.Outcome()
    }
    let claims = withMatcher { $0.claims(in: batch, of: address) } ?? []
    let answer = await source.checksums(of: claims, in: batch)
    var outcome =
      withMatcher { $0.match(batch, of: address, checksums: answer.checksums) }
      ?? BatchMatcher.Outcome()
    outcome.gaps = answer.gaps
    return outcome
  }

  /// Works with one of the matchers, of which there are as many as threads.
  private func withMatcher<Result>(_ body: (inout BatchMatcher) -> Result) -> Result? {
    guard var matcher = idle.withLock({ $0.popLast() }) else { return nil }
    defer { idle.withLock { $0.append(matcher) } }
    return body(&matcher)
  }
}
