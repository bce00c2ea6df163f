internal import ArgumentParser
internal import ObjectStorage
internal import Patterns
internal import RegistryReports
internal import SharedCloudRegistry

extension ScregistryTool {
  /// Finds the datasets that a path belongs to.
  struct Lookup: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "lookup", abstract: "Find the datasets that a path belongs to.",
      discussion: """
        The path is a part of an index address, or the address of a file. scregistry searches an \
        S3 address in the catalog of its bucket, and any other path in all catalogs. For the \
        address of a file it reads the index files, beginning with the nearest directories. The \
        exit code is 1 if no dataset matches, and 3 if index files, or rows that may be the answer, \
        could not be read.

        Examples:
          scregistry lookup s3://my-bucket/path/to/file.cdf
          scregistry lookup --bucket copy/ sdo/aia/
        """)

    @Argument(help: "The path or address.", completion: .file())
    var path: String

    @Flag(name: .shortAndLong, help: "Ignore the case of letters.")
    var ignoreCase = false

    @Flag(help: "Read the path as a regular expression in the syntax of JSON Schema.")
    var regex = false

    @Option(help: "Write the list in this format")
    var format = ListFormat.text

    @OptionGroup var catalogs: RegistryArguments

    @OptionGroup var reading: ReaderArguments

    func validate() throws {
      guard regex else { return }
      guard (try? Pattern(path)) != nil else {
        throw ValidationError("\(TextStyle.harmless(path)) is not a regular expression")
      }
      if ignoreCase { throw ValidationError("--regex and --ignore-case can't be used together") }
    }

    func run() async throws {
      let faults = FaultLog(isQuiet: catalogs.quiet)
      var chosen = catalogs
      if chosen.buckets.isEmpty, chosen.registry == nil, let address = ObjectAddress(path),
        address.scheme == "s3"
      {
        chosen.buckets = [address.bucketAddress]
      }
      let found: [Dataset]
      let isComplete: Bool
      do {
        let all = try await chosen.catalogs(reading.reader, faults: faults)
        (found, isComplete) = try await answer(in: all, faults: faults)
        try ListOutput(format: format).write(found) { dataset in
          [dataset.id, dataset.index, dataset.catalogAddress]
        } json: {
          $0.listJSON
        }
      } catch let error as ReadingError {
        throw faults.exit(error)
      }
      try catalogs.finish(faults)
      if !isComplete { throw ToolExit(code: 3) }
      if found.isEmpty { throw ToolExit(code: faults.hidesRows ? 3 : 1) }
    }

    /// The datasets of the path, for a file those whose index files list it, and whether all that
    /// was needed could be read.
    private func answer(
      in all: CatalogCollection, faults: FaultLog
    ) async throws -> (datasets: [Dataset], isComplete: Bool) {
      let named = try matches(in: all)
      let isFile = !regex && !ignoreCase && !path.hasSuffix("/")
      // A key alone is a file of the buckets that the user named, unless it is a part of an index
      // address.
      let isKey = ObjectAddress(path) == nil
      guard isFile, !named.contains(where: { $0.index.contains(path) }),
        !isKey || named.isEmpty && !catalogs.buckets.isEmpty
      else {
        if named.isEmpty, !catalogs.quiet {
          Streams().writeError(
            EmptyAnswer.datasets(of: all, asked: "has an index address with \(path)"))
        }
        return (named, true)
      }
      var search = Bucket.FileSearch()
      for bucket in all.buckets {
        let address = isKey ? bucket["endpoint"].map { $0.directoryAddress + path } : path
        guard let address else { continue }
        search.add(await bucket.datasets(listing: address) { faults.add($0) })
      }
      search.failures.forEach(faults.add)
      let isComplete = search.failures.isEmpty
      guard search.datasets.isEmpty else { return (search.datasets, isComplete) }
      if !catalogs.quiet { Streams().writeError(explanation(search, named: named)) }
      return (named, isComplete)
    }

    /// Says how much was read without finding the file.
    private func explanation(_ search: Bucket.FileSearch, named: [Dataset]) -> String {
      var text = "no index file of \(search.searched.counted("dataset")) lists \(path)"
      if search.skipped > 0 {
        text += "; \(search.skipped.counted("dataset")) in other directories were not read"
      }
      if !path.contains("/") { text += "; scregistry looks for whole keys, with their directories" }
      if !named.isEmpty { text += "; it is in the index directory of the datasets below" }
      return TextStyle.harmless(text) + "\n"
    }

    private func matches(in found: CatalogCollection) throws -> [Dataset] {
      guard regex else {
        return found.buckets.flatMap { $0.datasets(at: path, ignoresCase: ignoreCase) }
      }
      let pattern = try Pattern(path)
      return found.buckets.flatMap { bucket in
        bucket.datasets { pattern.matches($0.utf8.span) }
      }
    }
  }
}
