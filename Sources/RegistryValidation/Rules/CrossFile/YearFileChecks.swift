internal import Formats
internal import SharedCloudRegistry

/// Checks whether a dataset has the index files for its entry; uses names only.
enum YearFileChecks {
  /// Checks the files of one dataset.
  ///
  /// - Parameters:
  ///   - dataset: The dataset.
  ///   - dialect: The dialect of its catalog.
  ///   - strays: The files that only seem to be index files of datasets.
  ///   - report: Where the findings go.
  static func check(
    _ dataset: DatasetFiles, dialect: Dialect, strays: [StrayFile],
    to report: inout CatalogReporter
  ) {
    let entry = dataset.entry
    // A directory that could not be listed may have any file.
    guard dataset.gaps.directory == nil else { return checkFormat(dataset, to: &report) }
    if dataset.years.isEmpty, dataset.statics.isEmpty {
      guard !dataset.gaps.hasUnseenFiles else { return }
      report.report(
        .datasetWithoutIndexFiles,
        "dataset \"\(dataset.id)\" has no index files"
          + other(strays, of: dataset.id), entry: entry, position: dataset.position, field: .index
      ) { $0.expected = "\(dataset.id)_YYYY.csv in \(entry.index ?? "")" }
      return
    }
    checkFormat(dataset, to: &report)
  }

  /// The file that may be the missing one, in words; empty without one.
  private static func other(_ strays: [StrayFile], of id: String) -> String {
    if let file = strays.first(where: { $0.id?.hasSameBytes(as: id) == true })?.file {
      return "; \(file.name) has another name"
    }
    guard let file = strays.first(where: { $0.home?.id.hasSameBytes(as: id) == true })?.file else {
      return ""
    }
    return "; \(file.location.uri) is in another directory"
  }

  private static func checkFormat(_ dataset: DatasetFiles, to report: inout CatalogReporter) {
    guard let declared = dataset.entry.indexType,
      IndexFileName.Format.allCases.contains(where: { $0.indexType == declared })
    else { return }
    let others = dataset.years.filter { file in
      file.name.format.indexType.map { $0 != declared } ?? false
    }
    let own = Dictionary(
      dataset.years.filter { $0.name.format.indexType == declared }.map {
        ($0.name.part, $0.file.name)
      }, uniquingKeysWith: { first, _ in first })
    guard let other = others.first(where: { own[$0.name.part] == nil }) ?? others.first,
      let found = other.name.format.indexType
    else { return }
    if let same = own[other.name.part] {
      return report.report(
        .indexFormatDiffers,
        "indextype is \(declared), and \(other.file.name) is there beside \(same), which alone was "
          + "read",
        entry: dataset.entry, position: dataset.position, field: .indexType
      ) { $0.actual = declared }
    }
    report.report(
      .indexFormatDiffers, "indextype is \(declared), but \(other.file.name) is \(found)",
      entry: dataset.entry, position: dataset.position, field: .indexType
    ) {
      $0.expected = found
      $0.actual = declared
    }
  }
}
