internal import Formats
internal import Glibc
internal import ObjectStorage

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
    /// Whether a listing has it.
    var isListed = false
    /// The sizes that the listing of a server shows, by key.
    var sizes: [ExactText: Int] = [:]
  }

  /// The directory of the index files.
  let place: StoragePlace
  let dataset: Dataset
  let query: FileQuery

  /// How many years before the catalog's start a file of many years is requested by name.
  private static let yearsBefore = 10
  /// The maximum number of pages of a listing; beyond it, the files are requested by name.
  private static let mostPages = 4
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
  private var years: ClosedRange<Int> {
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

  /// The years that the catalog says the dataset covers; nil if it does not say.
  private var coveredYears: ClosedRange<Int>? {
    guard let start = dataset.start, let stop = dataset.stop, start.year <= stop.year else {
      return nil
    }
    // A dataset that stops exactly when a year begins has no file that starts in it.
    let isAtTurn = SCRTime.secondsOfYear(stop.year).lowerBound == stop.seconds && start < stop
    return start.year...(isAtTurn ? Swift.max(start.year, stop.year - 1) : stop.year)
  }

  private func isExpected(_ year: Int) -> Bool {
    coveredYears?.contains(year) == true && year >= query.from?.year ?? year
  }

  /// Whether a missing index file of a year means missing rows.
  ///
  /// Some file starts at the catalog's start, so its year has rows. Years between may be empty; a
  /// file that starts in an earlier year may reach to the stop.
  func mustExist(_ year: Int) -> Bool {
    guard let covered = coveredYears else { return false }
    return year == covered.lowerBound || year == covered.upperBound && !dataset.isMultiyear
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
    guard let start = dataset.start, year > start.year, query.from.map({ year <= $0.year }) == true
    else { return nil }
    return Candidate(
      keys: keys(.year(year - 1), formats: preferred), year: year - 1, isExpected: false)
  }
}

// MARK: - By listing

extension IndexFiles {
  /// The file names that begin like index files of the dataset, and the sizes of files of a server
  /// by key; nil if there are too many.
  ///
  /// A name that can't be looked at, such as a broken link, is listed too; reading it fails.
  private func listed() async throws(StoreError) -> ([String], [ExactText: Int])? {
    var names: [String] = []
    var sizes: [ExactText: Int] = [:]
    var listing = ListingQuery(prefix: place.key + dataset.id + "_", delimiter: "/")
    var continuity = ListingContinuity(of: place.storage.address, listing)
    for _ in 0..<Self.mostPages {
      let page = try await place.storage.list(listing)
      try continuity.check(page)
      names += page.failures.compactMap { $0.address.split(separator: "/").last.map(String.init) }
      if !place.storage.isLocal {
        for object in page.objects { sizes[ExactText(object.key)] = object.info.size }
      }
      names += page.objects.map { String($0.key.utf8.dropFirst(place.key.utf8.count)) ?? "" }
      try listing.advance(past: page, at: place.storage.address)
      guard page.continuation != nil else { return (names, sizes) }
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
    if !statics.isEmpty { found.append(candidate(.static, formats: statics)) }
    // The last index file before them may have a file that lasts for years.
    let before = byYear.keys.filter { $0 <= query.from?.year ?? 0 }.max()
    let first = searchesEarlierYears ? before ?? years.lowerBound : years.lowerBound
    let wanted = Swift.min(first, years.lowerBound)...years.upperBound
    for (year, formats) in byYear.sorted(by: { $0.key < $1.key }) where wanted.contains(year) {
      let candidate = candidate(.year(year), formats: formats)
      reportSeconds(candidate)
      found.append(candidate)
    }
    reportMissing(byYear)
    return found
  }

  private func candidate(
    _ part: IndexFileName.Part, formats: [IndexFileName.Format]
  ) -> Candidate {
    Candidate(
      keys: keys(part, formats: preferred.filter(formats.contains)),
      year: IndexFileName(id: "", part: part).year, isExpected: false,
      isListed: true)
  }

  /// Reports the further index files of a year: only the first is read.
  private func reportSeconds(_ candidate: Candidate) {
    guard let first = candidate.keys.first else { return }
    let name = first.split(separator: "/").last.map(String.init) ?? first
    for key in candidate.keys.dropFirst() {
      var fault = ReadingFault(
        .secondIndex, address: place.storage.address + key,
        detail: "it is a second index file of one year, so it is not read; \(name) is")
      fault.otherIndex = place.storage.address + first
      query.onFault(fault)
    }
  }

  private func reportMissing(_ byYear: [Int: [IndexFileName.Format]]) {
    guard let start = dataset.start, let stop = dataset.stop, start.year <= stop.year else {
      return
    }
    let expected = Swift.max(start.year, years.lowerBound)...
    for year in expected.prefix(200) where year <= Swift.min(stop.year, years.upperBound) {
      if byYear[year] == nil, isExpected(year) { reportMissing(year) }
    }
  }

  /// Reports that the index file of a year is missing.
  private func reportMissing(_ year: Int) {
    var fault = ReadingFault(
      mustExist(year) ? .unreadIndex : .missingIndex,
      address: place.address + name(of: .year(year), in: .csv),
      detail: "the index file is missing, but the dataset covers its time")
    fault.missingYear = year
    query.onFault(fault)
  }
}

// MARK: - By name

extension IndexFiles {
  /// Reports why an index file was not read, unless it need not exist.
  func report(_ error: StoreError, about candidate: Candidate) {
    let isMissing = error.code == .notFound && !candidate.isListed
    guard candidate.isExpected || candidate.isListed else { return }
    let detail =
      candidate.isListed
      ? "it is listed, but can't be read: \(error.detail)"
      : isMissing
        ? "the index file is missing, but the dataset covers its time"
        : "it is missing or can't be read: \(error.detail)"
    let isLegal = isMissing && candidate.year.map { !mustExist($0) } ?? false
    // Of all names that were tried, the first is the one that the catalog suggests.
    let address =
      isMissing ? candidate.keys.first.map { place.storage.address + $0 } : error.address
    var fault = ReadingFault(
      isLegal ? .missingIndex : .unreadIndex, address: address ?? error.address, detail: detail)
    if isMissing { fault.missingYear = candidate.year }
    query.onFault(fault)
  }

  /// The formats in the order of the search.
  private var preferred: [IndexFileName.Format] {
    let declared = Self.formats.filter { $0.indexType == dataset.indexType }
    return declared + Self.formats.filter { !declared.contains($0) }
  }

  private func keys(_ part: IndexFileName.Part, formats: [IndexFileName.Format]) -> [String] {
    formats.map { place.key + name(of: part, in: $0) }
  }

  private func name(of part: IndexFileName.Part, in format: IndexFileName.Format) -> String {
    IndexFileName(id: dataset.id, part: part, format: format).text
  }

  /// The years in the catalog, and the years since: the stop in catalogs is often years old.
  private func probedCandidates() -> [Candidate] {
    var found: [Candidate] = []
    if dataset.isStatic {
      found.append(Candidate(keys: keys(.static, formats: preferred), year: nil, isExpected: true))
    }
    let now = SCRTime(seconds: Int64(time(nil))).year
    // Files from before the catalog's start, which a listing would show, are looked for, too.
    let early = dataset.isMultiyear ? Self.yearsBefore : 1
    let known = dataset.start.map { Swift.max(1, $0.year - early) }
    let first = Swift.max(years.lowerBound, known ?? query.from?.year ?? now - 100)
    let last = Swift.min(years.upperBound, Swift.max(dataset.stop?.year ?? now, now))
    guard first <= last else { return found }
    for year in (first...last).prefix(1000) {
      found.append(
        Candidate(
          keys: keys(.year(year), formats: preferred), year: year, isExpected: isExpected(year)))
    }
    return found
  }
}
