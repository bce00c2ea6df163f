internal import Locks

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

  /// The years whose index files could not be read.
  package var unreadYears: Set<Int> = []
  /// The years that have no index file, though the catalog claims them.
  package var missingYears: Set<Int> = []
  /// Why rows are missing; nil if all index files were read.
  package var failure: ReadingError?

  /// Adds the rows of a batch.
  mutating func add(_ batch: FileBatch) {
    for row in batch.rows {
      rows += 1
      guard let written = row.start.time else { continue }
      // A stop before the start is a fault; the file covers the time between them.
      let start = row.stop.time.map { Swift.min($0, written) } ?? written
      let stop = row.stop.time.map { Swift.max($0, written) }
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
  /// - Returns: The days and sizes of all rows that could be read, and which years could not.
  /// - Throws: ``ReadingError`` if no index file can be read.
  package func times(
    onFault: @escaping @Sendable (ReadingFault) -> Void
  ) async throws(ReadingError) -> DatasetTimes {
    let unread = Lock<(years: Set<Int>, missing: Set<Int>, first: ReadingError?)>(([], [], nil))
    var query = FileQuery()
    query.order = .asWritten
    query.onFault = { fault in
      if let year = fault.missingYear {
        unread.withLock { _ = $0.missing.insert(year) }
      }
      if fault.isUnread {
        unread.withLock { unread in
          if fault.missingYear == nil, let year = fault.year { unread.years.insert(year) }
          unread.first =
            unread.first ?? ReadingError(.storage, address: fault.address, detail: fault.detail)
        }
      }
      onFault(fault)
    }
    var times = DatasetTimes()
    var batches = FileBatches(dataset: self, query: query).makeAsyncIterator()
    do throws(ReadingError) {
      while let batch = try await batches.next(isolation: nil) { times.add(batch) }
    } catch {
      guard times.rows > 0 else { throw error }
      times.failure = error
    }
    unread.withLock {
      times.unreadYears = $0.years
      times.missingYears = $0.missing
      times.failure = times.failure ?? $0.first
    }
    return times
  }
}

extension ReadingFault {
  /// The year of the index file that could not be read; nil if its name does not tell.
  fileprivate var year: Int? {
    address.split(separator: "/").last.flatMap { IndexFileName(String($0))?.year }
  }
}
