internal import Locks
internal import ObjectStorage
internal import SharedCloudRegistry

/// Makes rows on a separate thread, a little ahead of the writer.
struct RowsAhead {
  /// Files and rows that were skipped.
  struct Rest: Sendable {
    /// Files with a later version, by dataset.
    var dropped: [Int: RowAssembly.Dropped] = [:]
    /// How many files repeat an earlier one, by dataset.
    var repeated: [Int: Int] = [:]
    /// Rows whose files are gone, by dataset.
    var removed: [Int: DatasetSummary] = [:]
    /// Files that are listed with several sizes, by dataset.
    var contradictions: [Int: SizeContradictions] = [:]
  }

  /// The number of rows in a batch.
  private static let batch = 4096
  /// The maximum number of waiting batches.
  private static let batches = 8

  /// Hands an assembly over to another thread.
  private final class Handover: Sendable {
    private let assembly: Lock<RowAssembly?>

    init(_ assembly: consuming sending RowAssembly) { self.assembly = Lock(assembly) }

    func forEachBatch(
      _ take: (PackedFiles) throws(StoreError) -> Void
    ) throws(StoreError) -> Rest {
      try assembly.withLock { assembly throws(StoreError) in
        var hasMore = true
        while hasMore {
          var rows = PackedFiles()
          hasMore = try assembly?.next(into: &rows, count: RowsAhead.batch) ?? false
          try take(rows)
        }
        return Rest(
          dropped: assembly?.dropped ?? [:], repeated: assembly?.repeated ?? [:],
          removed: assembly?.removed ?? [:], contradictions: assembly?.contradictions ?? [:])
      }
    }
  }

  private let handover: Handover

  init(_ assembly: consuming sending RowAssembly) { handover = Handover(assembly) }

  /// Passes on all rows.
  ///
  /// - Parameter take: Receives the rows, in the order of the index.
  /// - Returns: Files and rows that were skipped.
  /// - Throws: ``StoreError`` when temporary files can't be read, or the error of `take`.
  func forEachBatch(
    _ take: (PackedFiles) throws(StoreError) -> Void
  ) async throws(StoreError) -> Rest {
    let handover = handover
    let work = StagedWork<PackedFiles, Rest>(ahead: Self.batches) {
      take throws(StoreError) in
      try handover.forEachBatch(take)
    }
    return try await work.run(take)
  }
}
