internal import ArgumentParser
internal import RegistryReports
internal import SharedCloudRegistry

extension ScregistryTool {
  /// Shows the first files of a dataset.
  struct Sample: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "sample",
      abstract: "Show the first files of a dataset, from a single index file.",
      discussion: """
        Example:
          scregistry sample s3://my-bucket/ my_dataset --count 3
        """)

    @Argument(
      help: "The bucket: s3://name/, a URL, a directory, or a catalog.json.", completion: .file())
    var bucket: String

    @Argument(help: "The id of the dataset.", completion: .datasetIDs)
    var id: String

    @Option(help: "Show N files")
    var count = 1

    func validate() throws {
      if count < 1 { throw ValidationError("--count must be at least 1") }
    }

    @OptionGroup var reading: ReaderArguments

    @Flag(help: "Exit with 3 if rows were skipped.")
    var strict = false

    func run() async throws {
      let faults = FaultLog(isQuiet: false)
      do {
        let dataset = try await reading.reader.bucket(at: bucket).dataset(id, ignoresCase: true)
        let records = try await dataset.sample(count) { faults.add($0) }
        for record in records {
          try Streams().writeOutput(Array((TextStyle.harmless(record.datakey) + "\n").utf8))
        }
        if let code = faults.exitCode(strict: strict) { throw ToolExit(code: code) }
        guard records.isEmpty else { return }
        throw ReadingError(
          .notFound, address: dataset.index, detail: "the index files of \(id) have no rows")
      } catch let error as ReadingError {
        throw faults.exit(error)
      }
    }
  }
}
