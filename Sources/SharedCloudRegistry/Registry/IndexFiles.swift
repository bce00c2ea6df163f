internal import Formats
internal import ObjectStorage

/// Finds the index files of a dataset that may have rows in a time range.
struct IndexFiles: Sendable {
  /// An index file that exists or may exist.
  struct Candidate: Sendable {
    /// Its possible keys; the first that exists counts.
    var keys: [String]
    /// The year of its rows; nil for files without time.
    var year: Int?
    /// Whether the catalog says that the dataset covers the year, so that it probably exists.
    var isExpected: Bool
    /// Whether a listing has it.
    var isListed = false
    /// The sizes that the listing of a server shows, by key.
    var sizes: [ExactText: Int] = [:]

    /// Whether a page in place of the file means that there is no file: some web servers answer
    /// every path with their start page.
    var mayBePage: Bool { !isExpected && !isListed }
  }

  /// The directory of the index files.
  let place: StoragePlace
  let dataset: Dataset
  let query: FileQuery

  private static let formats: [IndexFileName.Format] = [
    .csv, .zippedCSV, .parquet, .gzippedCSV,
  ]

  /// Finds them, in the order of their years.
  ///
  /// - Throws: ``ReadingError`` when it can't be known which files exist.
  func find() async throws(ReadingError) -> [Candidate] {
    do throws(StoreError) {
      if let (names, sizes) = try await listed() {
        return listedCandidates(names).map { candidate in
          var candidate = candidate
          for key in candidate.keys { candidate.sizes[ExactText(key)] = sizes[ExactText(key)] }
          return candidate
        }
      }
    } catch {
      switch error.code {
      case .accessDenied, .unsupported: break
      case .notFound:
        query.onFault(
          ReadingFault(
            .unreadIndex, address: place.address, detail: "there is no such directory"))
        return []
      default: throw ReadingError(error)
      }
    }
    return probedCandidates()
  }

  /// The years whose files may have requested rows.
  var years: ClosedRange<Int> {
    var first = query.from?.year ?? 1
    if query.from != nil, query.selection == .overlapping {
      // A data file that continues into the next year is in the index file of its first year.
      // The catalog's start may be later than that of the first file.
      first = dataset.isMultiyear ? 1 : first - 1
    }
    var last = 9999
    if let to = query.to {
      last = to.year
      if SCRTime.secondsOfYear(last).lowerBound == to.seconds, to.nanoseconds == 0 { last -= 1 }
    }
    return first...Swift.max(first, last)
  }
}

// MARK: - Earlier years

extension IndexFiles {
  /// Whether a file that started in a year without a request may reach into the time range.
  var searchesEarlierYears: Bool {
    query.from != nil && query.selection == .overlapping && !dataset.isMultiyear
  }

  /// The index file that may exist in the year before another; nil before the dataset begins.
  ///
  /// - Parameter year: A year without an index file.
  /// - Returns: The candidate.
  func candidate(before year: Int) -> Candidate? {
    guard let start = dataset.claim.start, year > start.year,
      query.from.map({ year <= $0.year }) == true
    else { return nil }
    return Candidate(
      keys: keys(.year(year - 1), formats: preferred), year: year - 1,
      isExpected: isClaimed(year - 1))
  }
}

// MARK: - By name

extension IndexFiles {
  /// The formats in the order of the search.
  var preferred: [IndexFileName.Format] {
    // gzip has no index type, so a dataset without one does not declare it.
    let declared = Self.formats.filter { $0.indexType != nil && $0.indexType == dataset.indexType }
    return declared + Self.formats.filter { !declared.contains($0) }
  }

  func keys(_ part: IndexFileName.Part, formats: [IndexFileName.Format]) -> [String] {
    formats.map { place.key + name(of: part, in: $0) }
  }

  func name(of part: IndexFileName.Part, in format: IndexFileName.Format) -> String {
    IndexFileName(id: dataset.id, part: part, format: format).text
  }

  /// How many years are tried if the catalog does not say when the dataset starts.
  private static let yearsWithoutStart = 100

  /// The years in the catalog, and the years since: the stop in catalogs is often years old.
  private func probedCandidates() -> [Candidate] {
    var found: [Candidate] = []
    if dataset.isStatic {
      found.append(Candidate(keys: keys(.static, formats: preferred), year: nil, isExpected: true))
    }
    let claim = dataset.claim
    let now = claim.present.year
    // Files from before the catalog's start, which a listing would show, are looked for, too.
    let early = dataset.isMultiyear ? IndexFileName.mostEarlierYears : 1
    let known = claim.start.map { Swift.max(1, $0.year - early) }
    let unknown = Swift.min(query.from?.year ?? now, now) - Self.yearsWithoutStart
    let first = Swift.max(years.lowerBound, known ?? unknown)
    let last = Swift.min(years.upperBound, now)
    guard first <= last else { return found }
    for year in (first...last).prefix(1000) {
      found.append(
        Candidate(
          keys: keys(.year(year), formats: preferred), year: year, isExpected: isClaimed(year)))
    }
    return found
  }
}
