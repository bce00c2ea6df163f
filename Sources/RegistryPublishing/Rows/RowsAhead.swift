internal import SharedCloudRegistry
internal import Synchronization

/// Makes rows on a thread of its own, a little ahead of who writes them.
struct RowsAhead {
  /// What comes of the files.
  private enum Step: Sendable {
    case rows([IndexedFile])
    case end([Int: RowAssembly.Dropped])
    case failure(StoreError)
  }

  /// The rows that are handed over together.
  private static let batch = 2048
  /// The most batches that wait to be taken.
  private static let batches = 8

  /// An assembly on its way to another thread.
  private final class Handover: Sendable {
    private let assembly: Mutex<RowAssembly?>

    init(_ assembly: consuming sending RowAssembly) { self.assembly = Mutex(assembly) }

    func forEachRow(
      _ take: (IndexedFile) throws(StoreError) -> Void
    ) throws(StoreError) -> [Int: RowAssembly.Dropped] {
      try assembly.withLock { assembly throws(StoreError) in
        try assembly?.forEachRow(take)
        return assembly?.dropped ?? [:]
      }
    }
  }

  private let handover: Handover

  init(_ assembly: consuming sending RowAssembly) { handover = Handover(assembly) }

  /// Goes through all rows.
  ///
  /// - Parameter take: Is given each row, in the order of the index.
  /// - Returns: What was left out, by dataset.
  /// - Throws: ``StoreError`` when temporary files can't be read, or what `take` throws.
  func forEachRow(
    _ take: (IndexedFile) throws(StoreError) -> Void
  ) async throws(StoreError) -> [Int: RowAssembly.Dropped] {
    let (steps, continuation) = AsyncStream<Step>.makeStream()
    let room = Room(Self.batches)
    let handover = handover
    Task.detached(executorPreference: BlockingExecutor(threads: 1)) {
      var rows: [IndexedFile] = []
      do throws(StoreError) {
        let dropped = try handover.forEachRow { file throws(StoreError) in
          rows.append(file)
          guard rows.count == Self.batch else { return }
          try room.enter()
          continuation.yield(.rows(rows))
          rows.removeAll()
        }
        continuation.yield(.rows(rows))
        continuation.yield(.end(dropped))
      } catch {
        continuation.yield(.failure(error))
      }
      continuation.finish()
    }
    defer { room.close() }
    for await step in steps {
      switch step {
      case .rows(let rows):
        for row in rows { try take(row) }
        room.leave()
      case .end(let dropped): return dropped
      case .failure(let error): throw error
      }
    }
    return [:]
  }
}
