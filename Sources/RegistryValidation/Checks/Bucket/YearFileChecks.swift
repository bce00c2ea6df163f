internal import SharedCloudRegistry

/// Checks whether a dataset has the index files for its entry; uses names only.
enum YearFileChecks {
  /// Checks the files of one dataset.
  static func check(_ dataset: DatasetFiles, _ dialect: Dialect, _ report: inout CatalogReporter) {
    let entry = dataset.entry
    // A directory that could not be listed may have any file.
    guard dataset.gaps.directory == nil else { return checkFormat(dataset, &report) }
    if dataset.years.isEmpty, dataset.statics.isEmpty {
      guard !dataset.gaps.hasUnseenFiles else { return }
      report.report(
        "XRF002", "dataset \"\(dataset.id)\" has no index files", entry: entry,
        position: dataset.position, field: .index
      ) { $0.expected = "\(dataset.id)_YYYY.csv in \(entry.index ?? "")" }
      return
    }
    checkYears(dataset, &report)
    checkFormat(dataset, &report)
  }

  /// Reports the years between start and stop that have no file.
  private static func checkYears(_ dataset: DatasetFiles, _ report: inout CatalogReporter) {
    let entry = dataset.entry
    let present = Set(dataset.years.compactMap(\.name.year)).union(dataset.gaps.years)
    guard let start = entry.start, let stop = entry.stop, start <= stop, !present.isEmpty else {
      return
    }
    // A stop at the very start of a year ends the year before.
    let last = SCRTime(seconds: Swift.max(stop.seconds - 1, start.seconds)).year
    let missing = (start.year...Swift.max(start.year, last)).filter { !present.contains($0) }
    guard !missing.isEmpty, !entry.isMultiyear else { return }
    let years = ranges(missing)
    report.report(
      "XRF001", "no index file for \(years)", entry: entry, position: dataset.position,
      field: .index
    ) {
      $0.expected = "\(dataset.id)_\(missing[0]).csv"
      $0.identity += years
    }
  }

  /// Writes years as ranges: 2012, 2014-2016.
  private static func ranges(_ years: [Int]) -> String {
    var runs: [ClosedRange<Int>] = []
    for year in years {
      if let last = runs.last, last.upperBound + 1 == year {
        runs[runs.count - 1] = last.lowerBound...year
      } else {
        runs.append(year...year)
      }
    }
    let texts = runs.map {
      $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)-\($0.upperBound)"
    }
    return texts.prefix(20).joined(separator: ", ") + (texts.count > 20 ? " and more" : "")
  }

  private static func checkFormat(_ dataset: DatasetFiles, _ report: inout CatalogReporter) {
    guard let declared = dataset.entry.indexType,
      IndexFileName.Format.allCases.contains(where: { $0.indexType == declared }),
      let other = dataset.years.first(where: { $0.name.format.indexType != declared }),
      let found = other.name.format.indexType
    else { return }
    report.report(
      "XRF016", "indextype is \(declared), but \(other.file.name) is \(found)",
      entry: dataset.entry, position: dataset.position, field: .indexType
    ) {
      $0.expected = found
      $0.actual = declared
    }
  }
}
