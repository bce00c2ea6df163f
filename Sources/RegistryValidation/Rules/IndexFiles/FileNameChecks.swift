internal import Formats
internal import SharedCloudRegistry

/// Checks of file names alone, with findings on the files.
struct FileNameChecks {
  let options: CheckOptions
  let dialect: Dialect

  /// Checks the files of one dataset.
  func check(_ dataset: DatasetFiles) -> [FileReporter] {
    var reporters: [FileReporter] = []
    for (file, name) in dataset.years + dataset.statics where name.format == .gzippedCSV {
      reporters.append(report(.gzip(String(file.name)), on: file, of: dataset.id))
    }
    for (file, name) in dataset.statics where !dialect.allowsStatic {
      guard name.format != .gzippedCSV else { continue }
      reporters.append(report(.staticName(id: dataset.id), on: file, of: dataset.id))
    }
    if dataset.infos.count > 1, let info = dataset.infos.last {
      reporters.append(report(.twoInfos(id: dataset.id), on: info, of: dataset.id))
    }
    return reporters + checkRange(of: dataset)
  }

  /// Reports files of years before start or after stop.
  private func checkRange(of dataset: DatasetFiles) -> [FileReporter] {
    guard let start = dataset.entry.start, let stop = dataset.entry.stop, start <= stop else {
      return []
    }
    return dataset.years.compactMap { file, name in
      guard let year = name.year, year < start.year || year > stop.year else { return nil }
      let side =
        year > stop.year
        ? "after the dataset's stop \(stop.text)" : "before the dataset's start \(start.text)"
      return report(.outsideRange("file is for \(year), \(side)"), on: file, of: dataset.id)
    }
  }

  /// Reports a file without a dataset, or with a wrong name for its dataset.
  func check(_ stray: StrayFile) -> FileReporter {
    let file = stray.file
    if let (id, index) = stray.home {
      return report(.elsewhere(id: id, index: index), on: file, of: nil)
    }
    guard let id = stray.id else { return report(.noDataset, on: file, of: nil) }
    let name = String(file.name)
    let parts = IndexFileName(name)
    if let parts, !parts.id.hasSameBytes(as: id), parts.id.lowercased() == id.lowercased() {
      return report(.idInOtherCase(parts, id: id), on: file, of: id)
    }
    return report(.otherName(name, expected: "\(id)_YYYY.csv"), on: file, of: id)
  }

  private func report(
    _ fault: FileNameFault, on file: BucketTree.File, of id: String?
  ) -> FileReporter {
    var reporter = FileReporter(file: file.location, dataset: id, options: options)
    fault.report(to: &reporter)
    return reporter
  }
}
