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

  /// Finds the years that have index files, by a listing, or by their names between start and stop
  /// if nothing may be listed.
  ///
  /// - Returns: The years; without a listing, the first and the last one.
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
        try query.advance(past: page, at: place.storage.address)
      } while query.continuation != nil
    } catch  where error.code == .notFound {
      return []
    } catch  where error.code == .accessDenied || error.code == .unsupported {
      return try await namedYears(at: place)
    } catch {
      throw ReadingError(error)
    }
    return years.sorted()
  }

  /// The maximum number of years that are looked for one by one.
  private static let mostYears = 300

  /// The first and the last year from start to stop that has an index file.
  private func namedYears(at place: StoragePlace) async throws(ReadingError) -> [Int] {
    guard let start = dataset.start?.year, let stop = dataset.stop?.year, start <= stop,
      stop - start < Self.mostYears
    else { return [] }
    guard let first = try await firstYear(of: start...stop, at: place) else { return [] }
    let last = try await firstYear(of: (first...stop).reversed(), at: place) ?? first
    return first == last ? [first] : [first, last]
  }

  private func firstYear(
    of years: some Sequence<Int>, at place: StoragePlace
  ) async throws(ReadingError) -> Int? {
    let format = IndexFileName.Format.allCases.first { $0.indexType == dataset.indexType } ?? .csv
    for year in years {
      let name = IndexFileName(id: dataset.id, part: .year(year), format: format).text
      do throws(StoreError) {
        _ = try await place.storage.head(place.key + name)
        return year
      } catch {
        // Without permission to list a bucket, S3 answers so for absent objects too.
        guard error.code == .notFound || error.code == .accessDenied else {
          throw ReadingError(error)
        }
      }
    }
    return nil
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
