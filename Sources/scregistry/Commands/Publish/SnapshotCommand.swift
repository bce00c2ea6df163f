internal import ArgumentParser
internal import Files
internal import Glibc
internal import Listings
internal import ObjectStorage
internal import RegistryReports
internal import RegistryValidation
internal import SharedCloudRegistry
internal import Synchronization

extension ScregistryTool {
  /// Writes a listing of a bucket, to be used instead of the bucket.
  struct Snapshot: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "snapshot", abstract: "Write a snapshot of a bucket, a directory or a listing.",
      discussion: """
        A snapshot has one JSON object per line, with key, size and other details, between a \
        header and a footer with the count and a checksum. scregistry validate --listing reads it \
        instead of the bucket. If the listing is not complete, the snapshot says so and the exit \
        code is 3.

        Example:
          scregistry snapshot s3://my-bucket/ --out snapshot.ndjson
        """)

    @Argument(
      help: """
        An address such as s3://bucket/prefix/, a directory, or a listing of a bucket in any \
        supported format.
        """, completion: .file())
    var target: String

    @Option(
      name: .shortAndLong, help: "Write this file; - for standard output.",
      completion: .file())
    var out: LocalDestination

    @Option(
      help: "Read the listing as \(ListingFormat.names) (default: by its content).")
    var from: ListingFormat?

    @Option(help: "Record this address as the bucket of the keys, such as s3://bucket/.")
    var address: String?

    @Option(name: .shortAndLong, help: "List N directories of a bucket at a time")
    var jobs = JobCount(1)

    @OptionGroup var tree: TreeArguments

    @OptionGroup var storage: StorageArguments

    @Flag(help: "Omit the time, so that the same input gives the same bytes.")
    var deterministic = false

    @Flag(name: .shortAndLong, help: "Write no summary and no progress.")
    var quiet = false

    @Flag(help: "Show progress even if standard error is not a terminal.")
    var progress = false

    func validate() throws {
      if let address, ObjectAddress(address) == nil {
        throw ValidationError("--address must be an address such as s3://bucket/")
      }
    }

    func run() async throws {
      let source = try source()
      if out.word != "-" { try FileWriter.check(out.word) }
      let counters = ValidationProgress()
      let isShown = !quiet && (progress || Streams().isErrorATerminal)
      let summary: ListingSummary
      do {
        let status = StatusLine()
        let display = ProgressDisplay(isOn: isShown, status: status) {
          Self.line(counters, after: $0)
        }
        summary = try await display.follow {
          try await write(source, counters: counters, status: status)
        }
      } catch let failure as Listings.Snapshot.Failure<WriteFailure> {
        switch failure {
        case .write(let error): throw error
        case .source(let error):
          let place = error.address.isEmpty ? target : error.address
          throw ToolFailure("\(place): no snapshot was made: \(error.detail)", exitCode: 3)
        }
      }
      if !quiet { Streams().writeError(Self.text(of: summary, target: target)) }
      throw ToolExit(code: summary.isComplete ? 0 : 3)
    }

    private func source() throws -> SnapshotSource {
      if ObjectAddress(target) != nil {
        let place = try StorageProvider(storage.flags.options(over: nil)).place(of: target)
        return .storage(place.storage, prefix: place.key, jobs: jobs.count)
      }
      switch PathKind(target) {
      case .directory: return .directory(target, links: tree.policy)
      case .file:
        // A pipe can't be read twice, and the format is detected first.
        guard FileIdentity(target)?.isRegular == true else { break }
        return .listing(ListingFile(path: target, format: from))
      case .absent: throw ValidationError("there is no file \(TextStyle.harmless(target))")
      case .other(let detail):
        throw ValidationError("\(TextStyle.harmless(target)): \(detail)")
      }
      throw ValidationError("\(TextStyle.harmless(target)) is not a regular file")
    }

    private func write(
      _ source: SnapshotSource, counters: ValidationProgress, status: StatusLine
    ) async throws -> ListingSummary {
      var snapshot = Listings.Snapshot(of: source, tool: "scregistry \(ToolVersion.text)")
      snapshot.target = address
      snapshot.created = deterministic ? nil : Clock.today.text
      counters.files.add(1, ordering: .relaxed)
      counters.bytes.add(source.expectedSize, ordering: .relaxed)
      let sink = try SnapshotSink(out.word, status: status)
      let summary = try await snapshot.write(counting: SnapshotCounter(counters: counters)) {
        bytes throws(WriteFailure) in try sink.write(bytes)
      }
      try sink.finish()
      return summary
    }
  }
}
