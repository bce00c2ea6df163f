internal import ArgumentParser
internal import Formats
internal import RegistryPublishing
internal import RegistryValidation
internal import SharedCloudRegistry

extension ScregistryTool {
  /// Changes the list of buckets, and looks after them.
  struct RegistryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "registry",
      abstract: "Add buckets to the global registry, remove them, or check them.",
      discussion: """
        The registry is HelioDataRegistry.json in a directory or at an address. What would bring \
        new errors is refused; the file is written only if nobody else has changed it in between.
        """,
      subcommands: [Add.self, Remove.self, Check.self])

    func run() throws { throw MissingCommand(help: Self.helpMessage()) }
  }
}

extension ScregistryTool.RegistryCommand {
  /// Adds a bucket.
  struct Add: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Add a bucket.")

    @OptionGroup var editing: CatalogEditing

    @Argument(help: "The address of the bucket, such as s3://bucket/.")
    var endpoint: String

    @Option(help: "The name of the bucket, which its catalog must have too.")
    var name: String

    @Option(name: .customLong("bucket-region"), help: "The region of the bucket.")
    var bucketRegion: String

    @Option(help: "Who provides the storage.")
    var provider = "aws"

    func run() async throws {
      let entry = JSONWriter.write([
        "endpoint": .string(endpoint.hasSuffix("/") ? endpoint : endpoint + "/"),
        "name": .string(name), "provider": .string(provider), "region": .string(bucketRegion),
      ])
      guard let document = try? JSONParser.parse(entry) else {
        throw ValidationError("the bucket can't be described")
      }
      try await editing.make(.add(document), in: .registry)
    }
  }

  /// Removes buckets.
  struct Remove: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Remove buckets from the list.")

    @OptionGroup var editing: CatalogEditing

    @Argument(help: "The addresses of the buckets.")
    var endpoints: [String]

    func run() async throws { try await editing.make(.remove(endpoints), in: .registry) }
  }

  /// Checks the buckets.
  struct Check: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Ask every bucket of the list for its catalog, and compare.",
      discussion: """
        Exit codes: 0 every catalog is there and has the name of the list; 1 some differ; 3 some \
        can't be read.
        """)

    @Argument(help: "The global registry. (default: ROOT_CATALOG_REGISTRY_URL, else HelioCloud's)")
    var registry: String?

    @OptionGroup var reading: ReaderArguments

    func run() async throws {
      var codes: Swift.Set<Int32> = []
      let list: GlobalRegistry
      do throws(ReadingError) {
        list = try await reading.reader.globalRegistry(at: registry)
      } catch {
        throw error.exit
      }
      var ids: [String: String] = [:]
      for fault in list.faults {
        codes.insert(1)
        say("\(fault)")
      }
      for entry in list.entries {
        do throws(ReadingError) {
          let bucket = try await reading.reader.bucket(at: entry.endpoint)
          let problems = Self.problems(of: bucket, entry, &ids)
          if !problems.isEmpty { codes.insert(1) }
          say("\(entry.endpoint): \(bucket.datasets.count) datasets")
          for problem in problems { say("\(entry.endpoint): \(problem)") }
        } catch {
          codes.insert(3)
          say("\(entry.endpoint): its catalog can't be read: \(error.detail)")
        }
      }
      throw ToolExit(code: codes.contains(1) ? 1 : codes.max() ?? 0)
    }

    private func say(_ line: String) {
      Streams().writeOutput(Array((TextStyle.harmless(line) + "\n").utf8))
    }

    /// What of a bucket does not agree with the list, or with buckets before it.
    private static func problems(
      of bucket: Bucket, _ entry: GlobalRegistry.Entry, _ ids: inout [String: String]
    ) -> [String] {
      var problems: [String] = []
      if let name = bucket["name"], name != entry.name {
        problems.append("its catalog calls it \(name), the list \(entry.name)")
      }
      if let region = bucket["region"], let listed = entry.region, region != listed {
        problems.append("its catalog says region \(region), the list \(listed)")
      }
      for dataset in bucket.datasets {
        if let other = ids[dataset.id], other != entry.endpoint {
          problems.append("dataset \(dataset.id) is in \(other) too")
        }
        ids[dataset.id] = entry.endpoint
      }
      return problems + bucket.faults.map { "\($0)" }
    }
  }
}
