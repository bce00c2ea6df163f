internal import ArgumentParser
internal import SharedCloudRegistry

/// The types of index files, in the words of the spec.
enum IndexType: String, ExpressibleByArgument, CaseIterable {
  case csv
  case csvZip = "csv-zip"
  case parquet

  /// The format of the files.
  var format: IndexFileName.Format {
    switch self {
    case .csv: .csv
    case .csvZip: .zippedCSV
    case .parquet: .parquet
    }
  }
}
