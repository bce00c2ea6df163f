public import Synchronization

/// Counters that follow a verification, from any thread.
public final class MirrorProgress: Sendable {
  /// The number of objects listed.
  public let listed = Atomic<Int>(0)
  /// The number of objects judged.
  public let judged = Atomic<Int>(0)
  /// The number of objects to judge; 0 until it is known.
  public let total = Atomic<Int>(0)
  /// The number of objects about which a server was asked.
  public let requested = Atomic<Int>(0)
  /// The number of bytes read.
  public let bytes = Atomic<Int>(0)

  /// Creates counters at 0.
  public init() {}
}
