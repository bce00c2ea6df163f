internal import Formats
internal import ObjectStorage

/// Finding index files in a listing of their directory.
extension IndexFiles {
  /// The maximum number of pages of a listing; beyond it, the files are requested by name.
  private static let mostPages = 4

  /// The file names that begin like index files of the dataset, and the sizes of files of a server
  /// by key; nil if there are too many.
  ///
  /// A name that can't be looked at, such as a broken link, is listed too; reading it fails.
  func listed() async throws(StoreError) -> ([String], [ExactText: Int])? {
    var names: [String] = []
    var sizes: [ExactText: Int] = [:]
    var listing = ListingQuery(prefix: place.key + dataset.id + "_", delimiter: "/")
    for _ in 0..<Self.mostPages {
      let page = try await place.storage.list(listing)
      names += page.failures.compactMap { $0.address.split(separator: "/").last.map(String.init) }
      if !place.storage.isLocal {
        for object in page.objects where object.info.isSizeKnown {
          sizes[ExactText(object.key)] = object.info.size
        }
      }
      names += page.objects.map { String($0.key.utf8.dropFirst(place.key.utf8.count)) ?? "" }
      // A directory with the name of an index file is not an absent file.
      if place.storage.isLocal {
        names += page.prefixes.map {
          String($0.utf8.dropFirst(place.key.utf8.count).dropLast()) ?? ""
        }
      }
      try listing.advance(past: page, at: place.storage.address)
      guard page.continuation != nil else { return (names, sizes) }
    }
    return nil
  }

  func listedCandidates(_ names: [String]) -> [Candidate] {
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
    reportMissing(exceptFor: Set(byYear.keys), hasStatic: !statics.isEmpty)
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
}
