internal import SharedCloudRegistry

/// Checks of file names alone, with findings on the files.
struct FileNameChecks {
  let options: CheckOptions
  let dialect: Dialect

  /// Checks the files of one dataset.
  func check(_ dataset: DatasetFiles) -> [FileReporter] {
    var reporters: [FileReporter] = []
    for (file, name) in dataset.years + dataset.statics where name.format == .gzippedCSV {
      reporters.append(
        report(.compressedWithGzip, "index file is compressed with gzip", file, dataset.id) {
          $0.expected = String(file.name.dropLast(".gz".count)) + " or .csv.zip"
        })
    }
    for (file, name) in dataset.statics where !dialect.allowsStatic {
      guard name.format != .gzippedCSV else { continue }
      reporters.append(
        report(.staticFileName, "file is named static, which version 1.0 removed", file, dataset.id)
        {
          $0.expected = "\(dataset.id)_YYYY.csv, with the year the rows start in"
        })
    }
    if dataset.infos.count > 1, let info = dataset.infos.last {
      reporters.append(
        report(
          .twoInfoFiles, "\(dataset.id).json and \(dataset.id).info both exist", info, dataset.id
        ) {
          $0.expected = "\(dataset.id).json only"
        })
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
      let isAfter = year > stop.year
      return report(
        .yearFileOutsideRange,
        "file is for \(year), \(isAfter ? "after" : "before") the dataset's "
          + (isAfter ? "stop \(stop.text)" : "start \(start.text)"), file, dataset.id)
    }
  }

  /// Reports a file without a dataset, or with a wrong name for its dataset.
  func check(stray file: BucketTree.File, of id: String?) -> FileReporter {
    guard let id else {
      return report(
        .indexOfNoDataset, "file has the name of an index file, but no dataset has its id", file,
        nil)
    }
    return report(.indexFileName, "file does not have the name of an index file", file, id) {
      $0.expected = "\(id)_YYYY.csv"
      $0.actual = String(file.name)
    }
  }

  private func report(
    _ rule: RuleID, _ message: String, _ file: BucketTree.File, _ id: String?,
    _ change: (inout Finding) -> Void = { _ in }
  ) -> FileReporter {
    var reporter = FileReporter(file: file.location, dataset: id, options: options)
    reporter.report(rule, message) {
      $0.location.line = 1
      $0.location.column = 1
      $0.identity = rule.code
      change(&$0)
    }
    return reporter
  }
}
