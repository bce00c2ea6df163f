internal import ArgumentParser
internal import RegistryValidation
internal import SharedCloudRegistry

extension ScregistryTool {
  /// Lists datasets.
  struct Datasets: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "datasets", abstract: "List the datasets of a bucket, or of all buckets.",
      discussion: """
        Examples:
          scregistry datasets s3://my-bucket/
          scregistry datasets --search 'solar wind' --format json
        """)

    @Argument(
      help: "The bucket: s3://name/, a URL, a directory, a catalog.json (default: all).",
      completion: .file())
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
        let found = try await chosen.catalogs(reading.reader, faults: faults)
        var datasets = found.datasets
        if let search {
          let words = search.split(separator: " ").map { String($0) }
          datasets = found.search(words).map(\.dataset)
          if !catalogs.quiet {
            EmptyAnswer.write(unknown: found.unknownWords(words), datasets: datasets, found: found)
          }
        }
        if let collection {
          datasets = datasets.filter { $0.collections.contains(collection) }
          if datasets.isEmpty, !catalogs.quiet {
            Streams().writeError(empty(found, collection: collection))
          }
        } else if found.datasets.isEmpty, !catalogs.quiet {
          Streams().writeError(EmptyAnswer.datasets(of: found, asked: "exists"))
        }
        let isOneBucket = found.buckets.count == 1 && found.failures.isEmpty
        try ListOutput(format: format).write(datasets) { dataset in
          dataset.listColumns + (isOneBucket ? [] : [dataset.catalogAddress])
        } json: {
          $0.listJSON
        }
      } catch let error as ReadingError {
        throw faults.exit(error)
      }
      try catalogs.finish(faults)
    }

    /// Says why no dataset of a collection was found, and which collections there are.
    private func empty(_ found: CatalogCollection, collection: String) -> String {
      var names: [String] = []
      for name in found.datasets.flatMap(\.collections) where !names.contains(name) {
        names.append(name)
      }
      let known =
        names.isEmpty
        ? "there are no collections"
        : "collections: \(names.prefix(10).joined(separator: ", "))"
          + (names.count > 10 ? " and \(names.count - 10) more" : "")
      return EmptyAnswer.datasets(
        of: found, asked: "is in the collection \"\(collection)\"", advice: known)
    }
  }
}
