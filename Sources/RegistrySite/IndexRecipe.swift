internal import SharedCloudRegistry

/// How a shell gets the addresses of data files out of an index file.
struct IndexRecipe {
  /// The name of the downloaded index file.
  let file: String
  /// A command that prints the addresses, one per line.
  let addresses: String

  /// Chooses the commands for a format.
  ///
  /// - Parameter format: The format of the index file; nil if its name is unusual, as for CSV.
  init(_ format: IndexFileName.Format?) {
    let column = "grep -v '^#' | cut -d, -f3"
    switch format {
    case .csv, nil:
      (file, addresses) = ("index.csv", "grep -v '^#' index.csv | cut -d, -f3")
    case .zippedCSV:
      (file, addresses) = ("index.zip", "unzip -p index.zip | \(column)")
    case .gzippedCSV:
      (file, addresses) = ("index.csv.gz", "gunzip -c index.csv.gz | \(column)")
    case .parquet:
      let script = "import pandas; print(*pandas.read_parquet('index.parquet').datakey, sep='\\n')"
      (file, addresses) = ("index.parquet", "python3 -c \"\(script)\"")
    }
  }
}
