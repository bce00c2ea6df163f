package import ObjectStorage

/// Reads a source on its own thread, a little ahead of the consumer.
package struct ListingAhead {
  private let source: SnapshotSource
  private let takesDetails: Bool

  /// What the source gives.
  private enum Step: Sendable {
    case entries(ListingBatch)
    case end(ListingSummary)
    case failure(StoreError)
  }

  /// The maximum number of batches that wait for the consumer.
  private static let batches = 16

  /// Prepares.
  ///
  /// - Parameters:
  ///   - source: The source.
  ///   - takesDetails: Whether ETags and modification times are needed.
  package init(_ source: SnapshotSource, takesDetails: Bool) {
    self.source = source
    self.takesDetails = takesDetails
  }

  /// Reads the source to its end.
  ///
  /// - Parameters:
  ///   - take: Receives entries, in the order of the source.
  ///   - progress: Called on the other thread with the number of bytes of each read.
  /// - Returns: The summary of the listing.
  /// - Throws: ``StoreError`` when the source can't be read, or what `take` throws.
  package func read(
    _ take: (ListingBatch) async throws(StoreError) -> Void,
    progress: @escaping @Sendable (Int) -> Void = { _ in }
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
        } progress: {
          progress($0)
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
