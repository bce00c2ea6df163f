internal import ArgumentParser
internal import RegistryReports
internal import SharedCloudRegistry

extension ScregistryTool {
  /// Shows the datasets of all buckets in groups.
  struct Tree: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "tree", abstract: "Show buckets and their datasets in groups, as a tree.",
      discussion: """
        A group has the datasets whose ids begin with the same word, usually the mission. With \
        --count, scregistry reads all index files and counts the files of each year.

        Examples:
          scregistry tree s3://my-bucket/ --datasets
          scregistry tree s3://my-bucket/ --count
        """)

    @Argument(
      help: "The bucket: s3://name/, a URL, a directory, a catalog.json (default: all).",
      completion: .file())
    var bucket: String?

    @Flag(help: "Show the datasets of each group, too.")
    var datasets = false

    @Flag(help: "Read the index files, and show the number of files per year.")
    var count = false

    @Option(help: "Show only datasets of this collection.")
    var collection: String?

    @OptionGroup var catalogs: RegistryArguments

    @OptionGroup var reading: ReaderArguments

    func run() async throws {
      let faults = FaultLog(isQuiet: catalogs.quiet)
      var chosen = catalogs
      if let bucket { chosen.buckets.append(bucket) }
      var isComplete = true
      do {
        let found = try await chosen.catalogs(reading.reader, faults: faults)
        let isFound = found.datasets.contains { dataset in
          collection.map(dataset.collections.contains) ?? true
        }
        if !isFound, !catalogs.quiet {
          let asked = collection.map { "is in the collection \"\($0)\"" } ?? "exists"
          Streams().writeError(EmptyAnswer.datasets(of: found, asked: asked))
        }
        for bucket in found.buckets {
          isComplete = try await write(bucket, faults: faults) && isComplete
        }
      } catch let error as ReadingError {
        throw faults.exit(error)
      }
      try catalogs.finish(faults)
      if !isComplete { throw ToolExit(code: 3) }
    }

    /// Writes one bucket, and returns whether all of it could be read.
    private func write(_ bucket: Bucket, faults: FaultLog) async throws -> Bool {
      let members = bucket.datasets.filter {
        collection.map($0.collections.contains) ?? true
      }
      let groups = DatasetGroup.groups(of: members)
      try line(
        "\(bucket.address)  \(members.count.counted("dataset")) in "
          + groups.count.counted("group"))
      var isComplete = true
      for group in groups {
        try line("  \(group.name)  \(group.datasets.count.counted("dataset"))")
        guard datasets || count else { continue }
        for dataset in group.datasets {
          try line("    " + dataset.listColumns.joined(separator: "  "))
          if count { isComplete = try await writeYears(dataset, faults: faults) && isComplete }
        }
      }
      return isComplete
    }

    private func writeYears(_ dataset: Dataset, faults: FaultLog) async throws -> Bool {
      var query = FileQuery()
      query.onFault = { faults.add($0) }
      var tally = YearTally()
      var failure: ReadingError?
      do throws(ReadingError) {
        try await dataset.count(query, into: &tally)
      } catch {
        failure = error
      }
      for year in tally.counts {
        let name = year.year.map { String($0) } ?? "static"
        let size = ByteCount.text(year.bytes)
        try line("      \(name)  \(year.files.counted("file"))  \(size)")
      }
      if let failure { faults.add(failure) }
      return failure == nil
    }

    private func line(_ text: String) throws {
      var output = BufferedOutput()
      try output.append { $0 += (TextStyle.harmless(text) + "\n").utf8 }
      try output.flush()
    }
  }
}
