internal import Formats
internal import ObjectStorage
internal import SharedCloudRegistry

/// The first and last index file of a dataset.
///
/// If only some years are read, the range in the catalog may be older than the index files:
/// somebody else writes these first, and the catalog last.
struct PresentEdges {
  private let dataset: Dataset

  /// Creates the edges of a dataset.
  ///
  /// - Parameter dataset: The dataset.
  init(_ dataset: Dataset) { self.dataset = dataset }

  /// Finds the years that have index files, by a listing.
  ///
  /// - Returns: The years; none if nothing may be listed.
  /// - Throws: ``ReadingError`` when the listing fails.
  func years() async throws(ReadingError) -> [Int] {
    let place = try dataset.indexPlace()
    var query = ListingQuery(prefix: place.key + dataset.id + "_", delimiter: "/")
    var years: Set<Int> = []
    do throws(StoreError) {
      repeat {
        let page = try await place.storage.list(query)
        try page.requireIndexFiles(of: dataset.id)
        for object in page.objects {
          let name = String(object.key.utf8.dropFirst(place.key.utf8.count)) ?? ""
          guard let file = IndexFileName(name), file.id == dataset.id else { continue }
          if let year = file.year { years.insert(year) }
        }
        query.continuation = page.continuation
      } while query.continuation != nil
    } catch  where [.notFound, .accessDenied, .unsupported].contains(error.code) {
      return []
    } catch {
      throw ReadingError(error)
    }
    return years.sorted()
  }

  /// Reads the first start and the last stop of the first and last index file.
  ///
  /// - Parameter read: The years that are read anyway.
  /// - Returns: The range in microseconds since 1970; nil if both files are among those years.
  /// - Throws: ``ReadingError`` when they can't be read.
  func range(outside read: ClosedRange<Int>) async throws(ReadingError) -> ClosedRange<Int64>? {
    let all = try await years()
    var rows = PresentRows()
    for year in Set([all.first, all.last].compactMap(\.self)).sorted() where !read.contains(year) {
      let seconds = SCRTime.secondsOfYear(year)
      var query = FileQuery(
        from: SCRTime(seconds: seconds.lowerBound), to: SCRTime(seconds: seconds.upperBound))
      query.selection = .startingInRange
      query.order = .asWritten
      var iterator = dataset.files(query).batches.makeAsyncIterator()
      while let batch = try await iterator.next(isolation: nil) {
        for record in batch {
          guard let start = record.start?.microseconds else { continue }
          rows.take(start, stop: max(start, record.stop?.microseconds ?? start))
        }
      }
    }
    return rows.count > 0 ? rows.start...rows.stop : nil
  }
}
