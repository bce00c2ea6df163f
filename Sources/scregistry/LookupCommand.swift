internal import ArgumentParser
internal import JSONSchema
internal import RegistryValidation
internal import SharedCloudRegistry

extension ScregistryTool {
  /// Finds the datasets that a path belongs to.
  struct Lookup: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Find the datasets that a path belongs to.",
      discussion: """
        The path may be a part of the address of an index, or the address of a file. An address of \
        S3 is looked up in the catalog of its bucket, anything else in all catalogs. It is no \
        match, and the exit code 1, if no dataset has it.
        """)

    @Argument(help: "The path or address.")
    var path: String

    @Flag(name: .shortAndLong, help: "Take capital and small letters for the same.")
    var ignoreCase = false

    @Flag(help: "The path is a regular expression, as JSON Schema has them.")
    var regex = false

    @Option(help: "text, json or ndjson.")
    var format = ListFormat.text

    @OptionGroup var catalogs: RegistryArguments

    @OptionGroup var reading: ReaderArguments

    func validate() throws {
      guard regex else { return }
      guard (try? Pattern(path)) != nil else {
        throw ValidationError("\(TextStyle.harmless(path)): it is no regular expression")
      }
      if ignoreCase { throw ValidationError("--regex excludes --ignore-case") }
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
      do {
        found = try matches(in: try await chosen.catalogs(reading.reader, faults))
        try ListOutput(format: format).write(found) { dataset in
          [dataset.id, dataset.index, dataset.catalogAddress]
        } json: {
          $0.listJSON
        }
      } catch let error as ReadingError {
        throw error.exit
      }
      try catalogs.finish(faults)
      if found.isEmpty { throw ToolExit(code: 1) }
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
