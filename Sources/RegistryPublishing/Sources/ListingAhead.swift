internal import SharedCloudRegistry

/// Reads a source on a thread of its own, a little ahead of who takes its entries.
struct ListingAhead {
  private let source: SnapshotSource
  private let takesDetails: Bool

  /// What comes of the source.
  private enum Step: Sendable {
    case entries(ListingBatch)
    case end(ListingSummary)
    case failure(StoreError)
  }

  /// The most batches that wait to be taken.
  private static let batches = 16

  /// Prepares.
  ///
  /// - Parameters:
  ///   - source: The source.
  ///   - takesDetails: Whether ETags and times of writing are wanted.
  init(_ source: SnapshotSource, takesDetails: Bool) {
    self.source = source
    self.takesDetails = takesDetails
  }

  /// Reads the source to its end.
  ///
  /// - Parameter take: Is given entries, in the order of the source.
  /// - Returns: What is known at the end.
  /// - Throws: ``StoreError`` when the source can't be read, or what `take` throws.
  func read(
    _ take: (ListingBatch) async throws(StoreError) -> Void
  ) async throws(StoreError) -> ListingSummary {
    let (steps, continuation) = AsyncStream<Step>.makeStream()
    let room = Room(Self.batches)
    let (source, takesDetails) = (source, takesDetails)
    Task.detached(executorPreference: BlockingExecutor(threads: 1)) {
      do throws(StoreError) {
        let summary = try await source.read(takesDetails: takesDetails) {
          entries throws(StoreError) in
          try room.enter()
          continuation.yield(.entries(entries))
        } progress: { _ in
        }
        continuation.yield(.end(summary))
      } catch {
        continuation.yield(.failure(error))
      }
      continuation.finish()
    }
    defer { room.close() }
    for await step in steps {
      switch step {
      case .entries(let entries):
        try await take(entries)
        room.leave()
      case .end(let summary): return summary
      case .failure(let error): throw error
      }
    }
    throw StoreError(.cancelled, address: "", detail: "the listing was cancelled")
  }
}
