internal import ArgumentParser
internal import RegistryValidation
internal import SharedCloudRegistry

extension ScregistryTool {
  /// Searches the catalogs of all buckets.
  struct Search: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "search", abstract: "Search the catalogs of all buckets for words.",
      discussion: """
        scregistry searches ids, index addresses, titles and tags. It ignores the case of letters \
        and also finds parts of words. Datasets with more of the words come first, then those with \
        more of them as whole words. If no dataset has a word, scregistry names similar words.

        Examples:
          scregistry search solar wind
          scregistry search aia --in id --limit 10
        """)

    /// The searched fields.
    enum Place: String, ExpressibleByArgument, CaseIterable {
      case all
      case id
      case title
    }

    @Argument(help: "The words to find.")
    var words: [String]

    @Option(help: "Search these fields; id and title join the words with spaces into one string")
    var `in` = Place.all

    @Option(help: "List at most N datasets (default: all).")
    var limit: Int?

    @Option(help: "Write the list in this format")
    var format = ListFormat.text

    @OptionGroup var catalogs: RegistryArguments

    @OptionGroup var reading: ReaderArguments

    func run() async throws {
      let faults = FaultLog(isQuiet: catalogs.quiet)
      do {
        let found = try await catalogs.catalogs(reading.reader, faults: faults)
        let datasets = Array(datasets(of: found).prefix(limit ?? .max))
        if !catalogs.quiet { explain(datasets, found: found) }
        try ListOutput(format: format).write(datasets) { dataset in
          dataset.listColumns + [dataset.catalogAddress]
        } json: {
          $0.listJSON
        }
      } catch let error as ReadingError {
        throw faults.exit(error)
      }
      try catalogs.finish(faults)
    }

    /// Says why the answer is empty, and which words no dataset has.
    private func explain(_ datasets: [Dataset], found: CatalogCollection) {
      let text = words.joined(separator: " ")
      switch self.in {
      case .all:
        EmptyAnswer.write(unknown: found.unknownWords(words), datasets: datasets, found: found)
      case .id, .title:
        guard datasets.isEmpty else { return }
        let place = self.in == .id ? "an id" : "a title"
        Streams().writeError(
          EmptyAnswer.datasets(of: found, asked: "has \(place) with \"\(text)\""))
      }
    }

    private func datasets(of found: CatalogCollection) -> [Dataset] {
      let text = words.joined(separator: " ")
      return switch self.in {
      case .all: found.search(words, limit: limit ?? .max).map(\.dataset)
      case .id: found.datasets(whereIDContains: text)
      case .title: found.datasets(whereTitleContains: text)
      }
    }
  }
}
