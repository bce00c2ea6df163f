internal import ArgumentParser
internal import RegistryValidation
internal import SharedCloudRegistry

extension ScregistryTool {
  /// Searches the catalogs of all buckets.
  struct Search: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Search the catalogs of all buckets for words.",
      discussion: """
        Words are looked for in ids, index addresses, titles and tags, whatever the case of \
        letters, also inside of others. Datasets come first in which words stand most often.
        """)

    /// What is searched.
    enum Place: String, ExpressibleByArgument, CaseIterable {
      case all
      case id
      case title
    }

    @Argument(help: "The words.")
    var words: [String]

    @Option(help: "Where to look: all, id or title; the latter two take the words as one text.")
    var `in` = Place.all

    @Option(help: "The most datasets to list.")
    var limit: Int?

    @Option(help: "text, json or ndjson.")
    var format = ListFormat.text

    @OptionGroup var catalogs: RegistryArguments

    @OptionGroup var reading: ReaderArguments

    func run() async throws {
      let faults = FaultLog(isQuiet: catalogs.quiet)
      do {
        let found = try await catalogs.catalogs(reading.reader, faults)
        let datasets = Array(datasets(of: found).prefix(limit ?? .max))
        try ListOutput(format: format).write(datasets) { dataset in
          dataset.listColumns + [dataset.catalogAddress]
        } json: {
          $0.listJSON
        }
      } catch let error as ReadingError {
        throw error.exit
      }
      try catalogs.finish(faults)
    }

    private func datasets(of found: CatalogCollection) -> [Dataset] {
      let text = words.joined(separator: " ")
      return switch self.in {
      case .all: found.datasets(matching: words, limit: limit ?? .max).map(\.dataset)
      case .id: found.datasets(whereIDContains: text)
      case .title: found.datasets(whereTitleContains: text)
      }
    }
  }
}
