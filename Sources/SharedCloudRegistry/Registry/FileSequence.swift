/// The requested files of a dataset, one record at a time.
///
/// An index file that can't be read does not hide the files of the others; see ``FileBatches``.
public struct FileSequence: AsyncSequence, Sendable {
  /// A data file and the time it covers.
  public typealias Element = FileRecord
  /// Why the records are incomplete.
  public typealias Failure = ReadingError

  /// The same records, many at a time, which is faster for millions of rows.
  public let batches: FileBatches

  /// Starts to read.
  ///
  /// - Returns: An iterator over the records.
  public func makeAsyncIterator() -> Iterator { Iterator(batches.makeAsyncIterator()) }

  /// Gives records.
  public struct Iterator: AsyncIteratorProtocol {
    private var batches: FileBatches.Iterator
    private var batch: FileBatch?
    private var position = 0

    init(_ batches: FileBatches.Iterator) { self.batches = batches }

    /// Waits for the next record.
    ///
    /// - Parameter actor: The actor that calls.
    /// - Returns: The record; nil after the last.
    /// - Throws: ``ReadingError`` after the last record if an index file could not be read.
    public mutating func next(
      isolation actor: isolated (any Actor)?
    ) async throws(ReadingError) -> FileRecord? {
      while true {
        if let batch, position < batch.endIndex {
          position += 1
          return batch[position - 1]
        }
        guard let next = try await batches.next(isolation: actor) else { return nil }
        batch = next
        position = 0
      }
    }
  }
}
