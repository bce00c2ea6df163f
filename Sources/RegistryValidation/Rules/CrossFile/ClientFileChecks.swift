internal import SharedCloudRegistry

/// Checks which index files the Python client (cloudcatalog 1.3.3) reads for a request; the rules
/// are on in the profile client-safe only.
enum ClientFileChecks {
  /// Checks the files of one dataset, of which `files` were read.
  static func check(
    _ dataset: DatasetFiles, files: [DatasetAgreement.YearFile], to report: inout CatalogReporter
  ) {
    checkReach(dataset, files: files, to: &report)
    checkUnread(dataset, files: files, to: &report)
  }

  /// The client reads the files of the years that are asked for, and no earlier one.
  ///
  /// The reader of this package also reads the file of the year before, or all earlier ones if
  /// multiyear is true: a row that no reader finds is not the client's fault.
  private static func checkReach(
    _ dataset: DatasetFiles, files: [DatasetAgreement.YearFile], to report: inout CatalogReporter
  ) {
    let reaching = files.first { file in
      guard let year = file.name?.year else { return false }
      let summary = file.summary
      return summary.latestStop.map { $0.year > year } ?? false || summary.coversNextYear
        || dataset.entry.isMultiyear && summary.coversLaterYear
    }
    guard let reaching else { return }
    let year = reaching.name?.year ?? 0
    let stops = [reaching.summary.latestStop, reaching.summary.latestInFuture]
    let reaches = stops.contains { stop in stop.map { $0.year > year } ?? false }
    let what = reaches ? "reaches into the next year" : "is of a later year"
    report.report(
      .clientMissesRowOfLastYear, "a row of \(reaching.file.name) \(what)",
      entry: dataset.entry,
      position: dataset.position, field: .id)
  }

  /// The client reads .csv only, and the years from start to stop.
  private static func checkUnread(
    _ dataset: DatasetFiles, files: [DatasetAgreement.YearFile], to report: inout CatalogReporter
  ) {
    let plain = Set(dataset.years.filter { $0.name.format == .csv }.compactMap(\.name.year))
    let packed = dataset.years.first { $0.name.year.map { !plain.contains($0) } ?? false }
    let outside = files.first { file in
      guard file.summary.rows > 0, let year = file.name?.year else { return false }
      return dataset.entry.start.map { year < $0.year } ?? false
        || dataset.entry.stop.map { year > $0.year } ?? false
    }
    guard let name = packed?.file.name ?? outside?.file.name else { return }
    let reason =
      packed == nil ? "its year is outside start and stop" : "it reads files named .csv only"
    report.report(
      .clientMissesIndexFile, "the Python client does not read \(name): \(reason)",
      entry: dataset.entry, position: dataset.position, field: .index)
  }
}
