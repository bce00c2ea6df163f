internal import ArgumentParser
internal import SharedCloudRegistry

extension ScregistryTool {
  /// Lists the files of a dataset in a time range.
  struct Files: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "files", abstract: "List the files of a dataset in a time range.",
      discussion: """
        A file is listed if it stops at or after the start of the range and starts before its end. \
        Files are in time order, even if the index files are not. scregistry reports skipped rows \
        on standard error; with --strict they make the exit code 3. Index files that can't be read \
        always do, after the files of the other years.

        The formats parquet and arrow write a table for pandas, Polars, DuckDB and others: start \
        and stop as microseconds in UTC (a start is cut, a stop is rounded up), datakey, filesize, \
        and further columns with the types of the info document.

        Examples:
          scregistry files s3://my-bucket/ my_dataset --start 2020-01-01/P1D
          scregistry files s3://my-bucket/ my_dataset --last P30D --format uris
          scregistry files s3://my-bucket/ my_dataset --format parquet --out f.parquet
        """)

    @Argument(
      help: "The bucket: s3://name/, a URL, a directory, or a catalog.json.", completion: .file())
    var bucket: String

    @Argument(help: "The id of the dataset.", completion: .datasetIDs)
    var id: String

    @OptionGroup var selection: SelectionArguments

    @Option(help: "Write the list in this format")
    var format = FileListFormat.text

    @Option(
      name: .shortAndLong,
      help: ArgumentHelp(
        "Write the list to a file, which is replaced once the list is complete.",
        valueName: "path"), completion: .file())
    var out: LocalDestination?

    @Flag(
      help: """
        Write only the number of files, their size, the first and the last time, and the gaps; as \
        text or json.
        """)
    var summary = false

    @Flag(help: "Exit with 3 if rows were skipped.")
    var strict = false

    @Flag(name: .shortAndLong, help: "Do not report skipped rows.")
    var quiet = false

    @OptionGroup var reading: ReaderArguments

    func validate() throws {
      guard !summary || [.text, .json].contains(format) else {
        throw ValidationError(
          format.rawValue, of: "with --summary, --format", words: ["text", "json"])
      }
      guard format.table != nil, out == nil, Streams().isOutputATerminal else { return }
      throw ValidationError(
        "--format \(format.rawValue) is not for a terminal; pass --out PATH, or use a pipe")
    }

    func run() async throws {
      let faults = FaultLog(isQuiet: quiet)
      do {
        let dataset = try await reading.reader.bucket(at: bucket).dataset(id, ignoresCase: true)
        var query = try selection.query { faults.add($0) }
        // The times of HAPI's records are in the range of the request.
        if [.hapiCSV, .hapiJSON].contains(format) { query.selection = .startingInRange }
        if summary {
          try await summarize(dataset, query: query)
        } else {
          try await write(dataset, query: query)
        }
      } catch let error as ReadingError {
        throw faults.exit(error)
      }
      if let code = faults.exitCode(strict: strict) { throw ToolExit(code: code) }
    }

    private func summarize(_ dataset: Dataset, query: FileQuery) async throws {
      var summary = FileSummary()
      var failure: ReadingError?
      let records = MatchingRecords(base: dataset.files(query), pattern: selection.pattern)
      do throws(ReadingError) {
        var iterator = records.makeAsyncIterator()
        while let record = try await iterator.next(isolation: #isolation) { summary.add(record) }
      } catch {
        failure = error
      }
      // A file must not be replaced by an incomplete answer.
      if out != nil, let failure { throw failure }
      let form: OutputForm = format == .json ? .json : .text
      try Streams().write(
        as: form, text: summary.text, json: summary.json(of: dataset),
        to: out.map { OutputPlace($0.word) } ?? .descriptor(1))
      if let failure { throw failure }
      if summary.isEmpty, !quiet {
        Streams().writeError(EmptyAnswer.files(of: dataset, selection: selection))
      }
    }

    private func write(_ dataset: Dataset, query: FileQuery) async throws {
      var query = query
      query.hasExtras = format.hasExtras
      let list = try await FileListWriter(format, of: dataset, for: query)
      var output = try BufferedOutput(out.map { OutputPlace($0.word) } ?? .descriptor(1))
      var batches = dataset.files(query).batches.makeAsyncIterator()
      let pattern = selection.pattern
      var failure: ReadingError?
      do {
        while let batch = try await batches.next(isolation: #isolation) {
          try output.append { list.append(batch, matching: pattern, to: &$0) }
        }
      } catch let error as ReadingError {
        failure = error
        // A file must not be replaced by an incomplete list.
        if out != nil { throw error }
      }
      // The list is complete JSON, also when it lacks the files of a year.
      try output.append { list.finish(into: &$0) }
      try output.finish()
      if let failure { throw failure }
      if list.count == 0, !quiet {
        Streams().writeError(EmptyAnswer.files(of: dataset, selection: selection))
      }
    }
  }
}
