public import Synchronization

/// Counts the progress of a running validation; other threads may read it.
public final class ValidationProgress: Sendable {
  /// The number of files to read.
  public let files = Atomic<Int>(0)
  /// The number of files read.
  public let filesDone = Atomic<Int>(0)
  /// The number of bytes to read.
  public let bytes = Atomic<Int>(0)
  /// The number of bytes read.
  public let bytesDone = Atomic<Int>(0)
  /// The number of objects listed.
  public let listed = Atomic<Int>(0)
  /// The number of rows read.
  public let rows = Atomic<Int>(0)

  /// Creates counters at zero.
  public init() {}

  func expect(files count: Int, bytes size: Int) {
    files.add(count, ordering: .relaxed)
    bytes.add(size, ordering: .relaxed)
  }

  func note(bytes count: Int, rows rowCount: Int) {
    bytesDone.add(count, ordering: .relaxed)
    rows.add(rowCount, ordering: .relaxed)
  }
}
