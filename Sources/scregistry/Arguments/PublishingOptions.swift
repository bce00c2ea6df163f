internal import ArgumentParser
internal import Files
internal import Listings
internal import ObjectStorage
internal import RegistryPublishing
internal import RegistryReports
internal import RegistryValidation
internal import SharedCloudRegistry

/// The options that all commands that make registries share.
struct PublishingOptions: ParsableArguments {
  @Argument(
    help: """
      The content of the bucket: an address such as s3://bucket/prefix/, a directory, or a \
      listing: the manifest of an S3 Inventory, the output of aws, rclone or find, CSV, a page of \
      a web server; - for a listing from standard input.
      """, completion: .file())
  var sources: [String]

  @Option(name: .shortAndLong, help: "Use this mission file", completion: .file())
  var mission = "mission.yml"

  @Option(help: "Read listings as \(ListingFormat.names) (default: by their content).")
  var from: ListingFormat?

  @Flag(name: [.long, .customShort("n")], help: "Print the plan, and write nothing.")
  var dryRun = false

  @Option(help: "Print the plan as text or json")
  var output = OutputForm.text

  @Flag(
    help: """
      Add a column etag with the ETag of each file, so that the index can prove its objects later. \
      It is empty if the source has none, as a directory.
      """)
  var withEtag = false

  @Flag(
    help: """
      Add the columns checksum and checksum_algorithm. Files of a directory are read and hashed; a \
      bucket gives the checksums that it stores; a listing needs --evidence. Files whose checksum \
      nobody states have none.
      """)
  var withChecksum = false

  @Option(
    help: """
      Take checksums from this list: the output of sha256sum, a BagIt manifest or a report of S3 \
      Batch Operations. Repeatable; implies --with-checksum.
      """, completion: .file())
  var evidence: [String] = []

  @Flag(help: "Remove rows whose files are gone, instead of only counting them.")
  var prune = false

  @Flag(help: "Treat the sources as incomplete: a file that is missing there is not gone.")
  var partial = false

  @Option(help: "Use only files written since this time; implies --partial.")
  var since: SCRTime?

  @Option(help: "Refuse to remove more than this share of a dataset's rows")
  var maxRemoval = Share(percent: 5)

  @Option(
    help: ArgumentHelp(
      """
      Keep replaced and deleted files in this directory of the registry, in a folder named by the \
      time.
      """, valueName: "directory"))
  var archive: ArchiveDirectory?

  @OptionGroup var guards: GuardArguments

  @Flag(help: "Publish even if the plan is refused, whatever the reason.")
  var force = false

  @Flag(name: .shortAndLong, help: "Write no summary and no progress.")
  var quiet = false

  @Flag(help: "Show progress even if standard error is not a terminal.")
  var progress = false

  @Option(
    help: ArgumentHelp(
      """
      Upload objects larger than this in parts of this size (default: parts of 16 MiB for objects \
      larger than 64 MiB).
      """, valueName: "MiB"))
  var partSize: Int?

  @Option(name: .shortAndLong, help: "List N directories of a bucket at a time")
  var jobs = JobCount(8)

  @OptionGroup var tree: TreeArguments

  @OptionGroup var storage: StorageArguments

  func validate() throws {
    if let partSize, !(5...5120).contains(partSize) {
      throw ValidationError("--part-size must be from 5 to 5120")
    }
    for path in evidence where FileIdentity(path)?.isRegular != true {
      throw ValidationError(
        "--evidence: \(TextStyle.harmless(path)) is not a regular file; scregistry has to read it "
          + "twice")
    }
  }

  /// Whether to show progress.
  var showsProgress: Bool { !quiet && (progress || Streams().isErrorATerminal) }

  /// What a run may do.
  var settings: PublicationSettings {
    PublicationSettings(isDry: dryRun, isForced: force, archive: archive?.key)
  }

  /// How storages are reached.
  private var storageOptions: StorageOptions {
    var options = storage.flags.options(over: nil)
    if let partSize {
      options.largestUpload = partSize << 20
      options.uploadPartSize = partSize << 20
    }
    return options
  }

  /// Makes the publisher that the options describe.
  ///
  /// - Parameters:
  ///   - destination: The directory or address of the registry.
  ///   - requiresRegistry: Whether a registry must exist there.
  /// - Returns: The publisher.
  /// - Throws: `ConfigurationError` for the faults of the mission file.
  func publisher(to destination: String, requiresRegistry: Bool) throws -> Publisher {
    var options = Publisher.Options(now: Clock.today)
    options.storage = storageOptions
    options.prunes = prune
    options.isPartial = partial
    options.since = since
    options.largestRemoval = maxRemoval.part
    options.allowed = guards.open
    options.evidence = evidence
    options.requiresRegistry = requiresRegistry
    var plan = try MissionFile.read(mission, isPublished: true)
    if withEtag { plan.addETagColumns() }
    if withChecksum || !evidence.isEmpty { plan.addChecksumColumns() }
    return Publisher(plan, destination: destination, options: options)
  }

  /// The sources of the bucket's objects.
  func publishingSources() throws(PublishingError) -> [PublishingSource] {
    let options = storageOptions
    return try sources.map { name throws(PublishingError) in
      try PublishingSource(
        name, format: from?.rawValue, storage: options, jobs: jobs.count, links: tree.policy)
    }
  }
}
