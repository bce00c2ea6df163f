internal import ArgumentParser
internal import RegistryValidation
internal import SharedCloudRegistry

extension ScregistryTool {
  /// Lists datasets.
  struct Datasets: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "List the datasets of a bucket, or of all buckets.")

    @Argument(help: "The bucket: s3://name/, a URL, a directory, a catalog.json (default: all).")
    var bucket: String?

    @Option(help: "List only datasets that contain one of these words, the best match first.")
    var search: String?

    @Option(help: "List only datasets of this collection.")
    var collection: String?

    @Option(help: "Write the list in this format")
    var format = ListFormat.text

    @OptionGroup var catalogs: RegistryArguments

    @OptionGroup var reading: ReaderArguments

    func run() async throws {
      let faults = FaultLog(isQuiet: catalogs.quiet)
      var chosen = catalogs
      if let bucket { chosen.buckets.append(bucket) }
      do {
        let found = try await chosen.catalogs(reading.reader, faults)
        var datasets = found.datasets
        if let search {
          let words = search.split(separator: " ").map { String($0) }
          datasets = found.datasets(matching: words).map(\.dataset)
        }
        if let collection { datasets = datasets.filter { $0.collections.contains(collection) } }
        try ListOutput(format: format).write(datasets) {
          $0.listColumns
        } json: {
          $0.listJSON
        }
      } catch let error as ReadingError {
        throw error.exit
      }
      try catalogs.finish(faults)
    }
  }
}
