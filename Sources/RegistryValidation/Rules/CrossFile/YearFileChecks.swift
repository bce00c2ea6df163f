internal import SharedCloudRegistry

/// Checks whether a dataset has the index files for its entry; uses names only.
enum YearFileChecks {
  /// Checks the files of one dataset.
  ///
  /// - Parameters:
  ///   - dataset: The dataset.
  ///   - dialect: The dialect of its catalog.
  ///   - others: The names of files that only seem to be its index files.
  ///   - report: Where the findings go.
  static func check(
    _ dataset: DatasetFiles, _ dialect: Dialect, others: [String], _ report: inout CatalogReporter
  ) {
    let entry = dataset.entry
    // A directory that could not be listed may have any file.
    guard dataset.gaps.directory == nil else { return checkFormat(dataset, &report) }
    if dataset.years.isEmpty, dataset.statics.isEmpty {
      guard !dataset.gaps.hasUnseenFiles else { return }
      report.report(
        .datasetWithoutIndexFiles,
        "dataset \"\(dataset.id)\" has no index files"
          + (others.first.map { "; \($0) has another name" } ?? ""), entry: entry,
        position: dataset.position, field: .index
      ) { $0.expected = "\(dataset.id)_YYYY.csv in \(entry.index ?? "")" }
      return
    }
    checkFormat(dataset, &report)
  }

  private static func checkFormat(_ dataset: DatasetFiles, _ report: inout CatalogReporter) {
    guard let declared = dataset.entry.indexType,
      IndexFileName.Format.allCases.contains(where: { $0.indexType == declared }),
      let other = dataset.years.first(where: { $0.name.format.indexType != declared }),
      let found = other.name.format.indexType
    else { return }
    report.report(
      .indexFormatDiffers, "indextype is \(declared), but \(other.file.name) is \(found)",
      entry: dataset.entry, position: dataset.position, field: .indexType
    ) {
      $0.expected = found
      $0.actual = declared
    }
  }
}
