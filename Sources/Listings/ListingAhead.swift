package import ObjectStorage

/// Reads a source on its own thread, a little ahead of the consumer.
package struct ListingAhead {
  private let source: SnapshotSource
  private let takesDetails: Bool

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
    let (source, takesDetails) = (source, takesDetails)
    let work = StagedWork<ListingBatch, ListingSummary>(ahead: Self.batches) {
      take throws(StoreError) in
      try await source.read(takesDetails: takesDetails, take: take, progress: progress)
    }
    return try await work.run(take)
  }
}
