public import Synchronization

/// Counts what a running validation has done; read from elsewhere while it runs.
public final class ValidationProgress: Sendable {
  /// The number of files there are to read.
  public let files = Atomic<Int>(0)
  /// The number of files read.
  public let filesDone = Atomic<Int>(0)
  /// The number of bytes there are to read.
  public let bytes = Atomic<Int>(0)
  /// The number of bytes read.
  public let bytesDone = Atomic<Int>(0)
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
