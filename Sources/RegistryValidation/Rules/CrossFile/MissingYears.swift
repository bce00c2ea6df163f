internal import Formats
internal import SharedCloudRegistry

/// Finds the years of a dataset that have no index file although they need one.
///
/// A year needs no file if a row that starts earlier covers it, or covers it up to the stop of the
/// dataset: the index goes by the start of each file.
///
/// Spec: SCR 1.1 §4, one index file for each year; §3.2, a row is in the file of its start year.
struct MissingYears {
  private let dataset: DatasetFiles
  private let files: [DatasetAgreement.YearFile]
  /// The latest time that is not in the future; nil if the present time is not known.
  private let latest: SCRTime?

  init(
    _ dataset: DatasetFiles, files: [DatasetAgreement.YearFile], latest: SCRTime? = nil
  ) {
    self.dataset = dataset
    self.files = files
    self.latest = latest
  }

  /// Reports each year between start and stop that has no file, and that no row covers.
  ///
  /// - Parameter report: Gets the findings.
  /// - Returns: Why some years could not be judged; nil if all were.
  func check(_ report: inout CatalogReporter) -> String? {
    let entry = dataset.entry
    // A directory that could not be listed may have any file.
    guard dataset.gaps.directory == nil else { return nil }
    let present = Set(dataset.years.compactMap(\.name.year)).union(dataset.gaps.years)
    guard let start = entry.start, let stop = entry.stop, start <= stop, !present.isEmpty else {
      return nil
    }
    // A stop at the very start of a year ends the year before.
    var last = Swift.max(
      start.year, SCRTime(seconds: Swift.max(stop.seconds - 1, start.seconds)).year)
    // A stop in the future has a finding of its own, and supports none on years after the files.
    if let latest, stop > latest {
      last = Swift.min(last, Swift.max(present.max() ?? start.year, start.year))
    }
    var unread = dataset.years.filter { year in
      !files.contains { $0.file.location.uri.hasSameBytes(as: year.file.location.uri) }
    }.map { $0.name.year ?? 0 }
    unread = (unread + dataset.gaps.years).sorted()
    var obstacle: String?
    guard start.year <= last else { return nil }
    for year in start.year...last where !present.contains(year) {
      let reach = latestStop(before: year)
      if let reach, reach.lastCoveredYear >= year || reach >= stop || reach.agrees(with: stop) {
        continue
      }
      let isReachKnown = hasAllStops(before: year) && !unread.contains { $0 < year }
      // Without multiyear, the entry says that no file covers a whole year after its first.
      guard isReachKnown || (!entry.isMultiyear && year < last) else {
        if unread.contains(where: { $0 < year }) {
          obstacle = "rows that may cover the year \(year) of \(dataset.id) were not read"
        } else if files.contains(where: { isBefore($0, year) && $0.summary.unreadableStops > 0 }) {
          obstacle =
            "rows with an invalid or doubtful stop may cover the year \(year) of \(dataset.id)"
        }
        continue
      }
      report.report(
        .yearFileMissing, "no index file for \(year)", entry: entry, position: dataset.position,
        field: .index
      ) {
        $0.expected = fileName(of: year)
        $0.identity += String(year)
      }
    }
    return obstacle
  }

  /// The latest stop of the rows in the files of earlier years; nil if none is known.
  private func latestStop(before year: Int) -> SCRTime? {
    files.filter { isBefore($0, year) }.compactMap(\.summary.latestStop).max()
  }

  /// Whether each row in the files of earlier years has a stop that can be read.
  private func hasAllStops(before year: Int) -> Bool {
    files.allSatisfy {
      !isBefore($0, year) || $0.summary.rowsWithoutStop + $0.summary.unreadableStops == 0
    }
  }

  private func isBefore(_ file: DatasetAgreement.YearFile, _ year: Int) -> Bool {
    file.name?.year.map { $0 < year } ?? true
  }

  /// The name that the file of a year should have.
  private func fileName(of year: Int) -> String {
    let format = IndexFileName.Format.allCases.first { $0.indexType == dataset.entry.indexType }
    return IndexFileName(id: dataset.id, part: .year(year), format: format ?? .csv).text
  }
}
