internal import SharedCloudRegistry

/// Checks which index files the Python client (cloudcatalog 1.3.3) reads for a request; the rules
/// are on in the profile client-safe only.
enum ClientFileChecks {
  /// Checks the files of one dataset, of which `files` were read.
  static func check(
    _ dataset: DatasetFiles, _ files: [DatasetAgreement.YearFile], _ report: inout CatalogReporter
  ) {
    checkReach(dataset, files, &report)
    checkUnread(dataset, files, &report)
  }

  /// The client reads the files of the years that are asked for, and no earlier one.
  private static func checkReach(
    _ dataset: DatasetFiles, _ files: [DatasetAgreement.YearFile], _ report: inout CatalogReporter
  ) {
    let reaching = files.first { file in
      guard let year = file.name?.year else { return false }
      let stops = [file.summary.latestStop, file.summary.latestInFuture].compactMap(\.self)
      return stops.contains { $0.year > year }
    }
    guard let reaching else { return }
    report.report(
      .clientMissesRowOfLastYear, "a row of \(reaching.file.name) reaches into the next year",
      entry: dataset.entry,
      position: dataset.position, field: .id)
  }

  /// The client reads .csv only, and the years from start to stop.
  private static func checkUnread(
    _ dataset: DatasetFiles, _ files: [DatasetAgreement.YearFile], _ report: inout CatalogReporter
  ) {
    let plain = Set(dataset.years.filter { $0.name.format == .csv }.compactMap(\.name.year))
    let packed = dataset.years.first { $0.name.year.map { !plain.contains($0) } ?? false }
    let outside = files.first { file in
      guard file.summary.rows > 0, let year = file.name?.year else { return false }
      return dataset.entry.start.map { year < $0.year } ?? false
        || dataset.entry.stop.map { year > $0.year } ?? false
    }
    guard let name = packed?.file.name ?? outside?.file.name else { return }
    report.report(
      .clientMissesIndexFile, "the Python client does not read \(name)", entry: dataset.entry,
      position: dataset.position, field: .index)
  }
}
