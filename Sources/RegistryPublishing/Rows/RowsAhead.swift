internal import SharedCloudRegistry
internal import Synchronization

/// Makes rows on a thread of its own, a little ahead of who writes them.
struct RowsAhead {
  /// What was left out.
  struct Rest: Sendable {
    /// Files of which there is a later version, by dataset.
    var dropped: [Int: RowAssembly.Dropped] = [:]
    /// How many files were listed before, by dataset.
    var repeated: [Int: Int] = [:]
    /// Rows whose files are gone, by dataset.
    var removed: [Int: DatasetSummary] = [:]
  }

  /// What comes of the files.
  private enum Step: Sendable {
    case rows(PackedFiles)
    case end(Rest)
    case failure(StoreError)
  }

  /// The rows that are handed over together.
  private static let batch = 4096
  /// The most batches that wait to be taken.
  private static let batches = 8

  /// An assembly on its way to another thread.
  private final class Handover: Sendable {
    private let assembly: Mutex<RowAssembly?>

    init(_ assembly: consuming sending RowAssembly) { self.assembly = Mutex(assembly) }

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
          removed: assembly?.removed ?? [:])
      }
    }
  }

  private let handover: Handover

  init(_ assembly: consuming sending RowAssembly) { handover = Handover(assembly) }

  /// Goes through all rows.
  ///
  /// - Parameter take: Is given the rows, in the order of the index.
  /// - Returns: What was left out.
  /// - Throws: ``StoreError`` when temporary files can't be read, or what `take` throws.
  func forEachBatch(
    _ take: (PackedFiles) throws(StoreError) -> Void
  ) async throws(StoreError) -> Rest {
    let (steps, continuation) = AsyncStream<Step>.makeStream()
    let room = Room(Self.batches)
    let handover = handover
    Task.detached(executorPreference: BlockingExecutor(threads: 1)) {
      do throws(StoreError) {
        let rest = try handover.forEachBatch { rows throws(StoreError) in
          try room.enter()
          continuation.yield(.rows(rows))
        }
        continuation.yield(.end(rest))
      } catch {
        continuation.yield(.failure(error))
      }
      continuation.finish()
    }
    defer { room.close() }
    for await step in steps {
      switch step {
      case .rows(let rows):
        try take(rows)
        room.leave()
      case .end(let rest): return rest
      case .failure(let error): throw error
      }
    }
    return Rest()
  }
}
