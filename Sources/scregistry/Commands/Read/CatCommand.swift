internal import ArgumentParser
internal import ObjectStorage
internal import RegistryValidation
internal import SharedCloudRegistry

extension ScregistryTool {
  /// Writes the content of files to standard output.
  struct Cat: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "cat",
      abstract: "Write the content of data files, index files or any object to standard output.",
      discussion: """
        With a dataset, scregistry writes its data files of the time range one after the other, \
        each compared with the size and checksum of the index; with --index its index files, \
        decompressed, and those in Parquet as CSV. With an address or a path alone, it writes that object as it is stored.

        Exit codes: 2 there is no such dataset; 3 a file can't be read or differs from the index, \
        and nothing is written after it; 4 standard output can't be written.

        Examples:
          scregistry cat s3://my-bucket/ my_dataset --start 2020-01-01/P1D > day.bin
          scregistry cat s3://my-bucket/ my_dataset --index --start 2020/P1Y
          scregistry cat s3://my-bucket/catalog.json
        """)

    @Argument(
      help: "The bucket: s3://name/, a URL, a directory, or a catalog.json; or a file alone.",
      completion: .file())
    var bucket: String

    @Argument(
      help: "The id of the dataset (default: write the file at the address).",
      completion: .datasetIDs)
    var id: String?

    @OptionGroup var selection: SelectionArguments

    @Flag(help: "Write the index files of the years of the range, decompressed.")
    var index = false

    @Flag(name: .shortAndLong, help: "Do not report skipped rows.")
    var quiet = false

    @OptionGroup var reading: ReaderArguments

    func validate() throws {
      guard id == nil, index || selection.isGiven else { return }
      throw ValidationError("--index, --start, --stop, --last and --match need the id of a dataset")
    }

    func run() async throws {
      let faults = FaultLog(isQuiet: quiet)
      do {
        guard let id else { return try await writeObject() }
        let dataset = try await reading.reader.bucket(at: bucket).dataset(id, ignoresCase: true)
        let query = try selection.query { faults.add($0) }
        let isEmpty =
          index
          ? try await writeIndex(of: dataset, query: query)
          : try await writeFiles(of: dataset, query: query)
        if isEmpty, !quiet {
          Streams().writeError(EmptyAnswer.files(of: dataset, selection: selection))
        }
      } catch let error as ReadingError {
        throw faults.exit(error)
      }
      if let code = faults.exitCode() { throw ToolExit(code: code) }
    }

    private func writeObject() async throws {
      var output = BufferedOutput()
      do {
        // Data files may be too large for a cache; but offline there is nothing else.
        let place = try reading.reader.place(of: bucket, namedIn: nil, isKept: reading.offline)
        let reader = try await place.storage.read(place.key, .stored)
        while let bytes = try await reader.next() { try output.append { $0 += bytes } }
      } catch let error as StoreError {
        throw ReadingError(error)
      }
      try output.flush()
    }

    /// Writes data files, and returns whether it found no file.
    private func writeFiles(of dataset: Dataset, query: FileQuery) async throws -> Bool {
      var output = BufferedOutput()
      var isEmpty = true
      let records = MatchingRecords(base: dataset.files(query), pattern: selection.pattern)
      var iterator = records.makeAsyncIterator()
      while let record = try await iterator.next(isolation: #isolation) {
        isEmpty = false
        var content = try await CheckedContent(record, of: dataset)
        while let bytes = try await content.next() { try output.append { $0 += bytes } }
        // A later file that fails does not take this one with it.
        try output.flush()
      }
      return isEmpty
    }

    /// Writes index files, and returns whether it found no file.
    private func writeIndex(of dataset: Dataset, query: FileQuery) async throws -> Bool {
      var output = BufferedOutput()
      var isEmpty = true
      var texts = try await IndexTexts(dataset, for: query)
      while let bytes = try await texts.next() {
        isEmpty = false
        try output.append { $0 += bytes }
      }
      try output.flush()
      return isEmpty
    }
  }
}
