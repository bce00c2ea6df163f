internal import Formats
internal import ObjectStorage

/// Which index files the catalog leads to expect, and what their absence means.
extension IndexFiles {
  /// Whether the catalog says that the dataset covers a year.
  func isClaimed(_ year: Int) -> Bool { dataset.claim.years?.contains(year) == true }

  /// Whether to report that a year has no index file.
  ///
  /// Years before the time range may be empty, except the first one of a dataset of many years,
  /// whose files may reach into the range.
  private func isMissed(_ year: Int) -> Bool {
    guard isClaimed(year), years.contains(year), isCoveredInPart else { return false }
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
    let claim = dataset.claim
    guard let covered = claim.years else { return false }
    if year == covered.lowerBound { return true }
    // The files up to a stop in the future need not exist yet.
    let isOver = claim.stop.map { $0 <= claim.present } ?? false
    return isOver && year == covered.upperBound && !dataset.isMultiyear
  }
}

// MARK: - Reports

extension IndexFiles {
  /// Reports why an index file was not read, unless it need not exist.
  func report(_ absence: IndexAbsence, about candidate: Candidate) {
    guard let error = absence.main else { return reportNoIndex() }
    guard !candidate.isListed else { return reportListed(error) }
    guard let year = candidate.year else {
      return reportTimeless(error, exists: absence.tellsAbsence)
    }
    if error.code != .notFound {
      if dataset.claim.allows(year) { reportUnseen(error, of: year, in: absence) }
    } else if isMissed(year) {
      // Of all names that were tried, the first is the one that the catalog suggests.
      let address = candidate.keys.first.map { place.storage.address + $0 }
      reportMissing(year, address: address ?? error.address)
    } else {
      reportNoIndex()
    }
  }

  /// Reports the files of a year that exist beside the one that is read, but are refused.
  ///
  /// - Parameters:
  ///   - absence: Why the names before gave no file.
  ///   - candidate: The index file.
  ///   - key: The key that is read.
  func reportRefusals(
    _ absence: IndexAbsence, of candidate: Candidate, besides key: String
  ) async {
    guard !candidate.isListed else { return absence.errors.forEach(reportListed) }
    guard !absence.refusals.isEmpty else { return }
    var tellsAbsence = absence.tellsAbsence
    for other in candidate.keys.drop(while: { $0 != key }).dropFirst() where !tellsAbsence {
      do throws(StoreError) {
        _ = try await place.storage.head(other)
      } catch {
        tellsAbsence = error.code == .notFound
      }
    }
    // Else the refusal may be the server's word for an absent file.
    guard tellsAbsence else { return }
    let name = key.split(separator: "/").last.map(String.init) ?? key
    for error in absence.refusals {
      query.onFault(
        ReadingFault(
          .unreadIndex, address: error.address,
          detail: "it can't be read, so \(name) is read instead: \(error.detail)"))
    }
  }

  private func reportListed(_ error: StoreError) {
    query.onFault(
      ReadingFault(
        .unreadIndex, address: error.address,
        detail: "it is listed, but can't be read: \(error.detail)"))
  }

  /// Reports the file of a year that may exist.
  private func reportUnseen(_ error: StoreError, of year: Int, in absence: IndexAbsence) {
    let isRefused = error.code == .accessDenied
    var detail = isRefused ? "it is missing or can't be read: \(error.detail)" : error.detail
    if !dataset.claim.isKnown {
      detail += "; the catalog does not say which years have files"
    }
    var fault = ReadingFault(.unreadIndex, address: error.address, detail: detail)
    if !isRefused || !absence.tellsAbsence {
      // Without time, the file without a year is the one that is needed.
      guard !dataset.isStatic else { return }
      fault.doubt = .years(year...year)
    }
    query.onFault(fault)
  }

  /// Reports the file of a dataset without time, whose rows may be in files of years.
  private func reportTimeless(_ error: StoreError, exists: Bool) {
    var fault = noIndex
    if error.code != .notFound {
      let isRefused = error.code == .accessDenied
      fault.address = error.address
      fault.detail =
        isRefused ? "it is missing or can't be read: \(error.detail)" : error.detail
    }
    if error.code != .accessDenied || !exists { fault.doubt = .any }
    query.onFault(fault)
  }

  /// Reports that the dataset may have no index file, if the catalog does not say when it has any:
  /// then no file is not the answer.
  private func reportNoIndex() {
    // Else the files may be in other years.
    guard !dataset.isStatic, !dataset.claim.isKnown, query.from == nil, query.to == nil else {
      return
    }
    var fault = noIndex
    fault.doubt = .any
    query.onFault(fault)
  }

  private var noIndex: ReadingFault {
    guard dataset.isStatic, let key = keys(.static, formats: preferred).first else {
      return ReadingFault(
        .unreadIndex, address: place.address,
        detail: "there is no index file of \(dataset.id), and the catalog does not say which "
          + "years have files")
    }
    return ReadingFault(
      .unreadIndex, address: place.storage.address + key,
      detail: "the index file is missing, and the dataset has no other")
  }

  /// Reports the years that have no index file in a listing.
  ///
  /// - Parameters:
  ///   - listed: The years that have one.
  ///   - hasStatic: Whether there is one for files without time.
  func reportMissing(exceptFor listed: Set<Int>, hasStatic: Bool) {
    let isAlone = listed.isEmpty && !hasStatic
    if isAlone, !dataset.claim.isKnown { query.onFault(noIndex) }
    guard let covered = dataset.claim.years else { return }
    let first = Swift.max(covered.lowerBound, years.lowerBound)
    for year in (first...).prefix(200) where year <= covered.upperBound {
      guard !listed.contains(year), isMissed(year) else { continue }
      // Years may be empty, but not all of them.
      reportMissing(
        year, address: place.address + name(of: .year(year), in: .csv), mustExist: isAlone)
    }
  }

  /// Reports that the index file of a year is missing.
  private func reportMissing(_ year: Int, address: String, mustExist: Bool = false) {
    var fault = ReadingFault(
      mustExist || self.mustExist(year) ? .unreadIndex : .missingIndex, address: address,
      detail: "the index file is missing, but the dataset covers its time")
    fault.missingYear = year
    query.onFault(fault)
  }
}
