public import Synchronization

/// Counts the work that publishing has done; other threads read it meanwhile.
public final class PublishingProgress: Sendable {
  /// The number of keys that were read from the sources.
  public let keys = Atomic<Int>(0)
  /// How many of those are files of datasets.
  public let files = Atomic<Int>(0)
  /// The number of rows that were made.
  public let rows = Atomic<Int>(0)
  /// The number of bytes that were written to the destination.
  public let bytes = Atomic<Int>(0)
  /// The total number of bytes to write to the destination.
  public let allBytes = Atomic<Int>(0)

  /// Creates counters at zero.
  public init() {}

  /// Resets all counters to zero.
  func reset() {
    keys.store(0, ordering: .relaxed)
    files.store(0, ordering: .relaxed)
    rows.store(0, ordering: .relaxed)
    bytes.store(0, ordering: .relaxed)
    allBytes.store(0, ordering: .relaxed)
  }
}
