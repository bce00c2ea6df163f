internal import Formats
internal import ObjectStorage

/// Which index files the catalog leads to expect, and what their absence means.
extension IndexFiles {
  /// The years that the catalog says the dataset covers; nil if it does not say.
  private var coveredYears: ClosedRange<Int>? {
    guard let start = dataset.start, let stop = dataset.stop, start.year <= stop.year else {
      return nil
    }
    // A dataset that stops exactly when a year begins has no file that starts in it.
    let isAtTurn = SCRTime.secondsOfYear(stop.year).lowerBound == stop.seconds && start < stop
    return start.year...(isAtTurn ? Swift.max(start.year, stop.year - 1) : stop.year)
  }

  /// Whether the catalog says that the dataset covers a year: a file of the year that can't be seen
  /// may have requested rows, even if only its last row reaches into the time range.
  func isExpected(_ year: Int) -> Bool { coveredYears?.contains(year) == true }

  /// Whether to report that a year has no index file.
  ///
  /// Years before the time range may be empty, except the first one of a dataset of many years,
  /// whose files may reach into the range.
  private func isMissed(_ year: Int) -> Bool {
    guard isExpected(year), years.contains(year), isCoveredInPart else { return false }
    guard let from = query.from, year < from.year else { return true }
    return dataset.isMultiyear && mustExist(year)
  }

  /// Whether the catalog says that the dataset has files in some part of the time range.
  private var isCoveredInPart: Bool {
    if let from = query.from, let stop = dataset.stop, stop < from { return false }
    if let to = query.to, let start = dataset.start, to <= start { return false }
    return true
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

// MARK: - Reports

extension IndexFiles {
  /// Reports why an index file was not read, unless it need not exist.
  func report(_ error: StoreError, about candidate: Candidate) {
    if candidate.isListed {
      return query.onFault(
        ReadingFault(
          .unreadIndex, address: error.address,
          detail: "it is listed, but can't be read: \(error.detail)"))
    }
    guard let year = candidate.year else {
      if candidate.isExpected { reportUnseen(error) }
      return
    }
    if error.code != .notFound {
      if isExpected(year) { reportUnseen(error) }
    } else if isMissed(year) {
      // Of all names that were tried, the first is the one that the catalog suggests.
      reportMissing(
        year, address: candidate.keys.first.map { place.storage.address + $0 } ?? error.address)
    }
  }

  /// Reports a file that may exist.
  private func reportUnseen(_ error: StoreError) {
    let detail =
      error.code == .accessDenied ? "it is missing or can't be read: \(error.detail)" : error.detail
    query.onFault(ReadingFault(.unreadIndex, address: error.address, detail: detail))
  }

  /// Reports the years that have no index file in a listing.
  ///
  /// - Parameter listed: The years that have one.
  func reportMissing(exceptFor listed: Set<Int>) {
    guard let covered = coveredYears else { return }
    let first = Swift.max(covered.lowerBound, years.lowerBound)
    for year in (first...).prefix(200) where year <= covered.upperBound {
      guard !listed.contains(year), isMissed(year) else { continue }
      reportMissing(year, address: place.address + name(of: .year(year), in: .csv))
    }
  }

  /// Reports that the index file of a year is missing.
  private func reportMissing(_ year: Int, address: String) {
    var fault = ReadingFault(
      mustExist(year) ? .unreadIndex : .missingIndex, address: address,
      detail: "the index file is missing, but the dataset covers its time")
    fault.missingYear = year
    query.onFault(fault)
  }
}
