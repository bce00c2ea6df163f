internal import SharedCloudRegistry

/// The records whose datakeys match a pattern.
struct MatchingRecords: AsyncSequence, Sendable {
  let base: FileSequence
  let pattern: Wildcard?

  func makeAsyncIterator() -> Iterator {
    Iterator(base: base.makeAsyncIterator(), pattern: pattern)
  }

  struct Iterator: AsyncIteratorProtocol {
    var base: FileSequence.Iterator
    let pattern: Wildcard?

    mutating func next(
      isolation actor: isolated (any Actor)?
    ) async throws(ReadingError) -> FileRecord? {
      while let record = try await base.next(isolation: actor) {
        if pattern?.matches(record) ?? true { return record }
      }
      return nil
    }
  }
}
