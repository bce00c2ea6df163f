internal import ArgumentParser
internal import RegistryValidation
internal import SharedCloudRegistry

extension ScregistryTool {
  /// Shows the datasets of all buckets in groups.
  struct Tree: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Show buckets and their datasets in groups, as a tree.",
      discussion: """
        Datasets whose ids begin with the same word, such as a mission, make a group. With --count \
        all index files are read, and the files of each year are counted.
        """)

    @Argument(help: "The bucket: s3://name/, a URL, a directory, a catalog.json. (default: all)")
    var bucket: String?

    @Flag(help: "Show each dataset of the groups too.")
    var datasets = false

    @Flag(help: "Read the index files, and show how many files of each year they list.")
    var count = false

    @Option(help: "Only datasets of this collection.")
    var collection: String?

    @OptionGroup var catalogs: RegistryArguments

    @OptionGroup var reading: ReaderArguments

    func run() async throws {
      let faults = FaultLog(isQuiet: catalogs.quiet)
      var chosen = catalogs
      if let bucket { chosen.buckets.append(bucket) }
      var isComplete = true
      do {
        let found = try await chosen.catalogs(reading.reader, faults)
        for bucket in found.buckets {
          isComplete = try await write(bucket, faults) && isComplete
        }
      } catch let error as ReadingError {
        throw error.exit
      }
      try catalogs.finish(faults)
      if !isComplete { throw ToolExit(code: 3) }
    }

    /// Writes one bucket, and tells whether all of it could be read.
    private func write(_ bucket: Bucket, _ faults: FaultLog) async throws -> Bool {
      let members = bucket.datasets.filter {
        collection.map($0.collections.contains) ?? true
      }
      let groups = DatasetGroup.groups(of: members)
      try line(
        "\(bucket.address)  \(Self.number(members.count, "dataset")) in "
          + Self.number(groups.count, "group"))
      var isComplete = true
      for group in groups {
        try line("  \(group.name)  \(Self.number(group.datasets.count, "dataset"))")
        guard datasets || count else { continue }
        for dataset in group.datasets {
          try line("    " + dataset.listColumns.joined(separator: "  "))
          if count { isComplete = try await writeYears(dataset, faults) && isComplete }
        }
      }
      return isComplete
    }

    private func writeYears(_ dataset: Dataset, _ faults: FaultLog) async throws -> Bool {
      var query = FileQuery()
      query.onFault = { faults.add($0) }
      do throws(ReadingError) {
        let years = try await dataset.yearCounts(query)
        do {
          for year in years {
            let name = year.year.map { String($0) } ?? "static"
            try line("      \(name)  \(Self.number(year.files, "file"))  \(year.bytes) bytes")
          }
        } catch {
          throw ReadingError(.notWritten, address: "standard output", detail: "it takes no more")
        }
        return true
      } catch {
        guard error.code != .notWritten else { throw error }
        Streams().writeError("scregistry: \(TextStyle.harmless(error.description))\n")
        return false
      }
    }

    private func line(_ text: String) throws {
      var output = BufferedOutput()
      try output.append { $0 += (TextStyle.harmless(text) + "\n").utf8 }
      try output.flush()
    }

    private static func number(_ count: Int, _ word: String) -> String {
      "\(count) \(word)\(count == 1 ? "" : "s")"
    }
  }
}
