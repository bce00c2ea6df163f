/// What the rows of a dataset show over time.
package struct DatasetTimes: Sendable {
  /// The days that the rows cover, and the sizes of files.
  package var bins = TimeBins()
  /// The number of rows.
  package var rows = 0
  /// The earliest start of a row; nil without one.
  package var first: SCRTime?
  /// The latest stop of a row, or start without a stop; nil without one.
  package var last: SCRTime?

  /// Adds the rows of a batch.
  mutating func add(_ batch: FileBatch) {
    for row in batch.rows {
      rows += 1
      guard let start = row.start.time else { continue }
      let stop = row.stop.time
      bins.add(start, stop: stop, earlier: nil, size: row.filesize < 0 ? nil : row.filesize)
      first = first.map { Swift.min($0, start) } ?? start
      let end = stop ?? start
      last = last.map { Swift.max($0, end) } ?? end
    }
  }
}

extension Dataset {
  /// Reads all index files for what they show over time.
  ///
  /// - Parameter onFault: Called for everything skipped or repaired, from any thread.
  /// - Returns: The days and sizes of all rows.
  /// - Throws: ``ReadingError`` if an index file can't be read, since a part would look like a gap.
  package func times(
    onFault: @escaping @Sendable (ReadingFault) -> Void
  ) async throws(ReadingError) -> DatasetTimes {
    var query = FileQuery()
    query.order = .asWritten
    query.onFault = onFault
    var times = DatasetTimes()
    var batches = FileBatches(dataset: self, query: query).makeAsyncIterator()
    while let batch = try await batches.next(isolation: nil) { times.add(batch) }
    return times
  }
}
