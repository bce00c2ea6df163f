/// Up to which time the rows before a year reach.
extension IndexFiles {
  /// Reads the last index file before a year, to find out whether the year needs one.
  ///
  /// A query need not read that file: because of its time range, or since it does not look at all
  /// stops.
  ///
  /// - Parameter year: A year without an index file.
  /// - Returns: The latest stop of a row; nil if no file has one that can be read.
  func reach(before year: Int) async -> SCRTime? {
    guard year > dataset.claim.start?.year ?? year else { return nil }
    var query = FileQuery(to: SCRTime(seconds: SCRTime.secondsOfYear(year).lowerBound))
    query.hasExtras = false
    let files = IndexFiles(place: place, dataset: dataset, query: query)
    do throws(ReadingError) {
      for candidate in try await files.find().reversed() where candidate.year != nil {
        let prepared = try await FileReading.prepare(candidate, in: files, for: query).get()
        if let prepared { return prepared.latestStop }
      }
    } catch {
      // Then nothing shows that the year needs no file.
    }
    return nil
  }
}

extension AbsentYears {
  /// Looks for a row that reaches to the end, if a year that must have an index file has none.
  ///
  /// - Parameter files: The index files of the dataset.
  func searchReach(in files: IndexFiles) async {
    guard let year = unprovenYear else { return }
    note(await files.reach(before: year))
  }
}
