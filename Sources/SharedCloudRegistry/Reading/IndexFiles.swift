internal import Formats
internal import Glibc

/// Finds the index files of a dataset that may have rows in a time range.
struct IndexFiles: Sendable {
  /// An index file that exists or may exist.
  struct Candidate: Sendable {
    /// Its possible keys; the first that exists counts.
    var keys: [String]
    /// The year of its rows; nil for files without time.
    var year: Int?
    /// Whether it must exist, since the catalog says that the dataset covers the year.
    var isExpected: Bool
  }

  /// The directory of the index files.
  let place: StoragePlace
  let dataset: Dataset
  let query: FileQuery

  /// The maximum number of pages of a listing; beyond it, the files are requested by name.
  private static let mostPages = 4
  private static let formats: [IndexFileName.Format] = [.csv, .zippedCSV, .gzippedCSV]

  /// Finds them, in the order of their years.
  ///
  /// - Throws: ``ReadingError`` when it can't be known which files exist.
  func find() async throws(ReadingError) -> [Candidate] {
    do throws(StoreError) {
      if let names = try await listed() { return listedCandidates(names) }
    } catch {
      switch error.code {
      case .accessDenied, .unsupported: break
      case .notFound:
        query.onFault(
          ReadingFault(
            .missingIndex, address: place.address, detail: "there is no such directory"))
        return []
      default: throw ReadingError(error)
      }
    }
    return probedCandidates()
  }

  /// The years whose files may have requested rows.
  private var years: ClosedRange<Int> {
    var first = query.from?.year ?? 1
    if query.from != nil, query.selection == .overlapping {
      // A data file that continues into the next year is in the index file of its first year.
      first = dataset.isMultiyear ? dataset.start?.year ?? 1 : first - 1
    }
    var last = 9999
    if let to = query.to {
      last = to.year
      if SCRTime.secondsOfYear(last).lowerBound == to.seconds, to.nanoseconds == 0 { last -= 1 }
    }
    return first...Swift.max(first, last)
  }

  private func isExpected(_ year: Int) -> Bool {
    guard let start = dataset.start, let stop = dataset.stop else { return false }
    let first = Swift.max(start.year, query.from?.year ?? start.year)
    // A dataset that stops exactly when a year begins has no file that starts in it.
    let isAtTurn = SCRTime.secondsOfYear(stop.year).lowerBound == stop.seconds && start < stop
    return first <= year && year <= (isAtTurn ? stop.year - 1 : stop.year)
  }
}

// MARK: - By listing

extension IndexFiles {
  /// The file names that begin like index files of the dataset; nil if there are too many.
  private func listed() async throws(StoreError) -> [String]? {
    var names: [String] = []
    var listing = ListingQuery(prefix: place.key + dataset.id + "_", delimiter: "/")
    for _ in 0..<Self.mostPages {
      let page = try await place.storage.list(listing)
      names += page.objects.map { String($0.key.utf8.dropFirst(place.key.utf8.count)) ?? "" }
      listing.continuation = page.continuation
      guard page.continuation != nil else { return names }
    }
    return nil
  }

  private func listedCandidates(_ names: [String]) -> [Candidate] {
    var byYear: [Int: [IndexFileName.Format]] = [:]
    var statics: [IndexFileName.Format] = []
    for name in names {
      guard let file = IndexFileName(name), file.id.hasSameBytes(as: dataset.id) else { continue }
      if let year = file.year {
        byYear[year, default: []].append(file.format)
      } else {
        statics.append(file.format)
      }
    }
    var found: [Candidate] = []
    if !statics.isEmpty { found.append(candidate("static", statics, year: nil)) }
    for (year, formats) in byYear.sorted(by: { $0.key < $1.key }) where years.contains(year) {
      found.append(candidate(Self.fourDigits(year), formats, year: year))
    }
    reportMissing(byYear)
    return found
  }

  private func candidate(
    _ suffix: String, _ formats: [IndexFileName.Format], year: Int?
  ) -> Candidate {
    let readable = preferred.filter(formats.contains)
    if readable.isEmpty {
      query.onFault(
        ReadingFault(
          .unsupportedIndex, address: place.address + dataset.id + "_" + suffix + ".parquet",
          detail: "scregistry can't read Parquet index files"))
    }
    return Candidate(keys: keys(suffix, readable), year: year, isExpected: false)
  }

  private func reportMissing(_ byYear: [Int: [IndexFileName.Format]]) {
    guard let start = dataset.start, let stop = dataset.stop, start.year <= stop.year else {
      return
    }
    let expected = Swift.max(start.year, years.lowerBound)...
    for year in expected.prefix(200) where year <= Swift.min(stop.year, years.upperBound) {
      if byYear[year] == nil, isExpected(year) { reportMissing(Self.fourDigits(year)) }
    }
  }

  /// Reports that an index file is missing.
  func reportMissing(_ suffix: String) {
    query.onFault(
      ReadingFault(
        .missingIndex, address: place.address + dataset.id + "_" + suffix + ".csv",
        detail: "the index file is missing, but the dataset covers its time"))
  }
}

// MARK: - By name

extension IndexFiles {
  /// The formats in the order of the search.
  private var preferred: [IndexFileName.Format] {
    let declared = Self.formats.filter { $0.indexType == dataset.indexType }
    return declared + Self.formats.filter { !declared.contains($0) }
  }

  private func keys(_ suffix: String, _ formats: [IndexFileName.Format]) -> [String] {
    formats.map { place.key + dataset.id + "_" + suffix + $0.rawValue }
  }

  /// The years in the catalog, and the years since: the stop in catalogs is often years old.
  private func probedCandidates() -> [Candidate] {
    var found: [Candidate] = []
    if dataset.isStatic {
      found.append(Candidate(keys: keys("static", preferred), year: nil, isExpected: true))
    }
    let now = SCRTime(seconds: Int64(time(nil))).year
    let first = Swift.max(years.lowerBound, dataset.start?.year ?? query.from?.year ?? now - 100)
    let last = Swift.min(years.upperBound, Swift.max(dataset.stop?.year ?? now, now))
    guard first <= last else { return found }
    for year in (first...last).prefix(1000) {
      found.append(
        Candidate(
          keys: keys(Self.fourDigits(year), preferred), year: year, isExpected: isExpected(year)))
    }
    return found
  }

  /// A year as in file names.
  static func fourDigits(_ year: Int) -> String {
    let digits = String(year)
    return String(repeating: "0", count: Swift.max(0, 4 - digits.count)) + digits
  }
}
