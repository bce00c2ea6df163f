internal import Locks

/// What the rows of a dataset show over time.
package struct DatasetTimes: Sendable {
  /// The days that the rows cover, and the sizes of files.
  package var bins = TimeBins()
  /// The number of rows.
  package var rows = 0

  /// The years whose index files could not be read.
  package var unreadYears: Set<Int> = []
  /// The years that have no index file, though the catalog claims them.
  package var missingYears: Set<Int> = []
  /// Why rows are missing; nil if all index files were read.
  package var failure: ReadingError?

  /// Adds the rows of a batch.
  mutating func add(_ batch: FileBatch, latest: SCRTime?) {
    for row in batch.rows {
      rows += 1
      guard let start = row.start.time else { continue }
      bins.add(
        start, stop: row.stop.time, earlier: nil, size: row.filesize < 0 ? nil : row.filesize,
        latest: latest)
    }
  }
}

extension Dataset {
  /// Reads all index files for what they show over time.
  ///
  /// - Parameters:
  ///   - latest: The latest time that is not in the future; nil if it is not known.
  ///   - onFault: Called for everything skipped or repaired, from any thread.
  /// - Returns: The days and sizes of all rows that could be read, and which years could not.
  /// - Throws: ``ReadingError`` if no index file can be read.
  package func times(
    latest: SCRTime? = nil,
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
          if case .years(let years)? = fault.doubt {
            unread.years.formUnion(years)
          } else if fault.missingYear == nil, let year = fault.year {
            unread.years.insert(year)
          }
          unread.first =
            unread.first ?? ReadingError(.storage, address: fault.address, detail: fault.detail)
        }
      }
      onFault(fault)
    }
    var times = DatasetTimes()
    var batches = FileBatches(dataset: self, query: query).makeAsyncIterator()
    do throws(ReadingError) {
      while let batch = try await batches.next(isolation: nil) {
        times.add(batch, latest: latest)
      }
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
